import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing
import VectorKernels

/// Φ, Φ′, ψ and ψ′ of the kernels against scalar code and differences, and the same bits everywhere.
@Suite struct P2KernelTests {
    private func evaluate(
        _ p2: P2Problem, _ kernels: Kernels, multiplier: Double, decisions: [Double], steps: [Double]
    ) -> [Double] {
        var values = [Double](repeating: 0, count: 4 * p2.count)
        withP2Pointers(
            local: p2.curves.local, edge: p2.curves.edge, u: p2.u, v: p2.v, z: p2.z, previous: p2.previous
        ) { columns in
            kernels.evaluateP2(
                columns,
                P2Scalars(
                    penalty: p2.penalty, multiplier: multiplier, tolerance: 0,
                    sharesRates: p2.curves.sharesRates),
                steps: steps, decisions: decisions, values: &values, count: p2.count)
        }
        return values
    }

    private func scalarSlope(
        _ p2: P2Problem, _ user: Int, _ delta: Double, _ s: Double
    ) -> (value: Double, size: Double) {
        let local = p2.curves.local[user]
        let edge = p2.curves.edge[user]
        let terms = [
            2 * local.value(at: s) * local.derivative(at: s) * p2.u[user],
            2 * edge.value(at: s) * edge.derivative(at: s) * p2.v[user],
            p2.z[user].isFinite ? 2 * delta * s * p2.z[user] : 0,
        ]
        return (terms.reduce(0, +), terms.reduce(0) { $0 + abs($1) } + 1e-3)
    }

    @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
    func functionsMatchScalarCode(_ set: InstructionSet) throws {
        var random = SeededGenerator(seed: 11)
        for seed in 0..<150 {
            let p2 = try RandomP2.make(seed: UInt64(seed))
            let delta = random.chance(0.2) ? 0 : random.logUniform(1e-5, 1)
            let a = (0..<p2.count).map { _ in random.uniform(0, 1) }
            let s = (0..<p2.count).map { _ in random.uniform(0, 60) }
            let values = evaluate(p2, Kernels(set), multiplier: delta, decisions: a, steps: s)
            let step = 1e-4
            let stepValues = (
                evaluate(p2, Kernels(set), multiplier: delta, decisions: a, steps: s.map { $0 - step }),
                evaluate(p2, Kernels(set), multiplier: delta, decisions: a, steps: s.map { $0 + step })
            )
            for user in 0..<p2.count {
                let (slope, size) = scalarSlope(p2, user, delta, s[user])
                #expect(abs(values[user] - slope) <= 1e-13 * (size + abs(p2.curves.local.stepCost[user])))
                let difference = (stepValues.1[user] - stepValues.0[user]) / (2 * step)
                #expect(abs(values[p2.count + user] - difference) <= 1e-6 * (abs(difference) + size))

                let inverse = { (x: Double) in x > 0 && x.isFinite ? 1 / (2 * x) : 0 }
                let den = inverse(p2.u[user]) + inverse(p2.v[user]) + delta * inverse(p2.z[user])
                let num = inverse(p2.u[user]) + p2.penalty * (2 * p2.previous[user] - 1)
                let (low, high) = (p2.curves.local.mostSteps[user], p2.curves.edge.mostSteps[user])
                let psi = { (a: Double) in
                    let cap = max((1 - a) * low + a * high, p2.curves.local.fewestSteps[user])
                    return (high - low) * self.scalarSlope(p2, user, delta, cap).value + a * den - num
                }
                let psiSize = abs(high - low) * scalarSlope(p2, user, delta, low).size + den + abs(num)
                #expect(abs(values[2 * p2.count + user] - psi(a[user])) <= 1e-12 * psiSize)
                let (left, right) = (max(a[user] - 1e-6, 0), min(a[user] + 1e-6, 1))
                if min((1 - left) * low + left * high, (1 - right) * low + right * high)
                    > p2.curves.local.fewestSteps[user]
                {
                    let rise = (psi(right) - psi(left)) / (right - left)
                    #expect(abs(values[3 * p2.count + user] - rise) <= 1e-4 * (abs(rise) + psiSize))
                }
            }
        }
    }

    @Test func widerInstructionSetsGiveTheSameBits() throws {
        guard InstructionSet.avx512.isSupported else { return }
        for seed in 0..<200 {
            let p2 = try RandomP2.make(seed: UInt64(seed))
            let wide = KKTSolver(kernels: Kernels(.avx512)).solve(p2)
            let narrow = KKTSolver(kernels: Kernels(.avx2)).solve(p2)
            #expect(wide == narrow, "seed \(seed)")
            #expect(wide == KKTSolver(kernels: Kernels(.avx512)).solve(p2), "seed \(seed)")
        }
    }

    @Test func theBaselineAgreesToRounding() throws {
        var worst = 0.0
        for seed in 0..<200 {
            let p2 = try RandomP2.make(seed: UInt64(seed))
            let best = KKTSolver().solve(p2)
            let base = KKTSolver(kernels: Kernels(.baseline)).solve(p2)
            #expect(best.status == base.status)
            let size = max(1, abs(best.summary.objective))
            worst = max(worst, abs(best.summary.objective - base.summary.objective) / size)
        }
        #expect(worst <= 1e-12)
        print("largest relative difference of P2's objective between baseline and best: \(worst)")
    }

    /// A user's bits do not depend on its neighbours: any part of the users alone gives the same.
    @Test func neighboursDoNotMatter() throws {
        for seed in 0..<60 {
            let p2 = try RandomP2.make(seed: UInt64(seed))
            let scalars = P2Scalars(
                penalty: p2.penalty, multiplier: 0.01, tolerance: 0x1p-17, sharesRates: p2.curves.sharesRates)
            var together = [Double](repeating: -1, count: p2.count)
            var alone = together
            withP2Pointers(
                local: p2.curves.local, edge: p2.curves.edge, u: p2.u, v: p2.v, z: p2.z, previous: p2.previous
            ) { columns in
                _ = Kernels().measureP2Demand(columns, scalars, steps: &together, count: p2.count)
                alone.withUnsafeMutableBufferPointer { alone in
                    for user in alone.indices {
                        _ = Kernels().measureP2Demand(
                            columns.advanced(by: user), scalars, steps: alone.baseAddress! + user, count: 1)
                    }
                }
            }
            #expect(together == alone, "seed \(seed)")
        }
    }
}
