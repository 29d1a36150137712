import OffloadModel
import SuccessiveConvex
import VectorKernels

/// The surrogate functions by the vector kernels, one user at a time, for comparison with ``SurrogateEvaluation``.
///
/// The kernels have no entry for single terms of G, so they are led to them: with L = S_0 = S_1 = s the kernel that
/// finishes P2 can only put the user at s, and with δ = 0 and the right penalty it puts a where it is asked to, up to
/// rounding. The gradient comes from the kernel of Φ and ψ: with d = 0 and δ = 0, ψ(a) is ∂G/∂a and Φ(s) is ∂G/∂s; with
/// 1/u and 1/v left out and δ = 1 they are the derivatives of the budget's term.
struct KernelSurrogate {
    let kernels: Kernels

    /// The terms at a point, and the decisions at which the kernels evaluated them, `decisions` up to rounding.
    ///
    /// The sizes of the terms are left at 0.
    func terms(
        curves: ShiftedCurves, u: [Double], v: [Double], z: [Double], decisions: [Double], steps: [Double]
    ) -> (terms: SurrogateTerms, decisions: [Double]) {
        let count = curves.count
        var terms = SurrogateTerms(count: count)
        guard count > 0 else { return (terms, []) }
        var (local, edge) = (curves.local, curves.edge)
        (local.fewestSteps, local.mostSteps, edge.mostSteps) = (steps, steps, steps)
        // τ(2a′ − 1) = a·(1/(2u) + 1/(2v)) − 1/(2u) with τ = 1 makes a the root of (18a) at δ = 0.
        let previous = (0..<count).map { user in
            let (stay, leave) = (half(u[user]), half(v[user]))
            return 0.5 * (1 + (decisions[user] * (stay + leave) - stay))
        }
        var point = P2Columns()
        point.reset(count: count)
        point.guess(steps: steps)
        var scalars = P2Scalars(
            penalty: 1, multiplier: 0, tolerance: 0x1p-17, sharesRates: curves.sharesRates)
        withP2Pointers(local: local, edge: edge, u: u, v: v, z: z, previous: previous) { columns in
            point.withPointers { solution in
                for user in 0..<count {
                    let found = kernels.finishP2(
                        columns.advanced(by: user), scalars, into: solution.advanced(by: user), count: 1)
                    terms.values[user] = found.surrogate
                    terms.demands[user] = found.budget.demand
                }
            }
        }
        let reached = point[.decisions]

        scalars.penalty = 0
        var values = [Double](repeating: 0, count: 4 * count)
        withP2Pointers(local: local, edge: edge, u: u, v: v, z: z, previous: previous) { columns in
            kernels.evaluateP2(columns, scalars, steps: steps, decisions: reached, values: &values, count: count)
        }
        terms.stepSlopes = Array(values[..<count])
        terms.decisionSlopes = Array(values[(2 * count)..<(3 * count)])

        scalars.multiplier = 1
        let none = [Double](repeating: 0, count: count)
        withP2Pointers(local: local, edge: edge, u: none, v: none, z: z, previous: previous) { columns in
            kernels.evaluateP2(columns, scalars, steps: steps, decisions: reached, values: &values, count: count)
        }
        terms.demandStepSlopes = Array(values[..<count])
        terms.demandDecisionSlopes = Array(values[(2 * count)..<(3 * count)])
        return (terms, reached)
    }

    private func half(_ value: Double) -> Double { value > 0 ? 1 / (2 * value) : 0 }
}
