import VectorKernelsABI

// The kernels of the paper's convex sub-problem P2 (16), see `P2Pointers` for the columns.
extension Kernels {
    /// What users take from the budget (16b) at one multiplier δ; `steps` holds guesses and receives s.
    public func measureP2Demand(
        _ columns: P2Pointers, _ scalars: P2Scalars, steps: UnsafeMutablePointer<Double>, count: Int
    ) -> P2Demand {
        table.measureP2Demand(columns, scalars, steps, count)
    }

    /// Decisions, steps and multipliers of users at the final δ, with the residuals of (18)–(20).
    public func finishP2(
        _ columns: P2Pointers, _ scalars: P2Scalars, into solution: P2SolutionPointers, count: Int
    ) -> P2Findings {
        table.finishP2(columns, scalars, solution, count)
    }

    /// u, v and z of Algorithm 1 at a point; an entry of u or v that is zero on entry pins the decision and stays.
    public func expandP2(
        local: CurvePointers, edge: CurvePointers, decisions: UnsafePointer<Double>, steps: UnsafePointer<Double>,
        margin: Double, u: UnsafeMutablePointer<Double>, v: UnsafeMutablePointer<Double>,
        z: UnsafeMutablePointer<Double>, count: Int
    ) {
        table.expandP2(local, edge, decisions, steps, margin, u, v, z, count)
    }

    /// Φ, Φ′, ψ and ψ′ of users as four columns after one another.
    public func evaluateP2(
        _ columns: P2Pointers, _ scalars: P2Scalars, steps: UnsafePointer<Double>, decisions: UnsafePointer<Double>,
        values: UnsafeMutablePointer<Double>, count: Int
    ) {
        table.evaluateP2(columns, scalars, steps, decisions, values, count)
    }
}
