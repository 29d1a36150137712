import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing
import VectorKernels

/// The KKT conditions of random P2, recomputed independently.
@Suite struct KKTPropertyTests {
    @Test func residualsAreTiny() throws {
        var worst = 0.0
        var binding = 0
        var evaluations: [Int] = []
        for seed in 0..<800 {
            let p2 = try RandomP2.make(seed: UInt64(seed))
            let solution = KKTSolver().solve(p2)
            #expect(solution.status == .solved, "seed \(seed)")
            guard solution.status == .solved else { continue }
            let residuals = ScalarResiduals(p2, solution)
            #expect(residuals.largest <= 1e-10, "seed \(seed): \(residuals)")
            #expect(solution.summary.residuals.largest <= 1e-10, "seed \(seed): \(solution.summary.residuals)")
            worst = max(worst, residuals.largest)
            if solution.budgetMultiplier > 0 { binding += 1 }
            evaluations.append(solution.summary.evaluations)
            let objective = try p2.objective(decisions: solution.decisions, steps: solution.steps)
            #expect(abs(solution.summary.objective - objective) <= 1e-10 * max(1, abs(objective)), "seed \(seed)")
        }
        #expect(binding > 400)
        evaluations.sort()
        #expect(evaluations[400] <= 8 && evaluations[799] <= 60)
        print(
            "800 random P2: worst scaled KKT residual \(worst), evaluations \(evaluations[400]) in the median, "
                + "\(evaluations[799]) at most")
    }

    /// Only where both rates are the same at both sites may one exponential stand for two.
    @Test(arguments: [(true, false), (false, true), (false, false)])
    func oneRateThatDiffersIsNoticed(decayDiffers: Bool, utilityRateDiffers: Bool) throws {
        var random = SeededGenerator(seed: 31)
        for count in [1, 7, 16, 40] {
            let shared = try RandomP2.problem(count: count, sharesRates: true, random: &random)
            var edge = shared.edge
            for user in 0..<count {
                if decayDiffers { edge.errorDecay[user] *= 1.5 }
                if utilityRateDiffers { edge.utilityRate[user] = 1.5 * edge.utilityRate[user] + 0.01 }
            }
            let ample = shared.edge.mostSteps.reduce(0) { $0 + 2 * max($1, 1) }
            let problem = try OffloadProblem(local: shared.local, edge: edge, stepBudget: ample)
            #expect(ShiftedCurves(problem).sharesRates == !(decayDiffers || utilityRateDiffers))
            let p2 = try P2Problem(
                problem, decisions: Array(repeating: 0.5, count: count), steps: Array(repeating: 5, count: count),
                penalty: 0.1)
            let solution = KKTSolver().solve(p2)
            #expect(solution.status == .solved)
            #expect(ScalarResiduals(p2, solution).largest <= 1e-10)
        }
    }

    /// P2 is convex, so no feasible point may cost less than the solution.
    @Test func noFeasibleNeighbourIsBetter() throws {
        var random = SeededGenerator(seed: 5)
        for seed in 0..<200 {
            let p2 = try RandomP2.make(seed: UInt64(seed))
            let solution = KKTSolver().solve(p2)
            let best = try p2.objective(decisions: solution.decisions, steps: solution.steps)
            for _ in 0..<20 {
                var a = solution.decisions
                var s = solution.steps
                let reach = random.logUniform(1e-4, 1)
                for user in 0..<p2.count {
                    let pinned = p2.u[user] == 0 || p2.v[user] == 0 || p2.z[user] == 0
                    if !pinned { a[user] = min(max(a[user] + random.uniform(-reach, reach), 0), 1) }
                    let cap =
                        (1 - a[user]) * p2.curves.local.mostSteps[user] + a[user] * p2.curves.edge.mostSteps[user]
                    if p2.z[user].isFinite { s[user] += random.uniform(-30 * reach, 30 * reach) }
                    s[user] = max(min(s[user], cap), p2.curves.local.fewestSteps[user])
                    if s[user] > cap {
                        a[user] = solution.decisions[user]
                        s[user] = solution.steps[user]
                    }
                }
                guard try p2.demand(decisions: a, steps: s) <= p2.stepBudget else { continue }
                let value = try p2.objective(decisions: a, steps: s)
                #expect(value >= best - 1e-9 * max(1, abs(best)), "seed \(seed)")
            }
        }
    }

    /// The random problems have what they are said to have, and not by the handful.
    @Test func theRandomProblemsHaveEverything() throws {
        var users = (reversed: 0, equal: 0, withFewest: 0, stay: 0, offload: 0, frozen: 0)
        var problems = (withoutPenalty: 0, withLargePenalty: 0, slack: 0, sharing: 0)
        for seed in 0..<800 {
            let p2 = try RandomP2.make(seed: UInt64(seed))
            for user in 0..<p2.count {
                let (low, high) = (p2.curves.local.mostSteps[user], p2.curves.edge.mostSteps[user])
                users.reversed += low > high ? 1 : 0
                users.equal += low == high ? 1 : 0
                users.withFewest += p2.curves.local.fewestSteps[user] > 0 ? 1 : 0
                users.stay += p2.v[user] == 0 ? 1 : 0
                users.offload += p2.u[user] == 0 ? 1 : 0
                users.frozen += p2.z[user] == .infinity ? 1 : 0
            }
            problems.withoutPenalty += p2.penalty == 0 ? 1 : 0
            problems.withLargePenalty += p2.penalty > 1e4 ? 1 : 0
            problems.slack += KKTSolver().solve(p2).budgetMultiplier == 0 ? 1 : 0
            problems.sharing += p2.curves.sharesRates ? 1 : 0
        }
        #expect(users.reversed > 1000 && users.equal > 1000 && users.withFewest > 1000)
        #expect(users.stay > 300 && users.offload > 300 && users.frozen > 300)
        #expect(problems.withoutPenalty > 100 && problems.withLargePenalty > 20)
        #expect(problems.slack > 50 && problems.sharing > 200 && problems.sharing < 600)
        print("users \(users), problems \(problems)")
    }

    /// Theorem 1: a, s, β, γ, ζ and δ are what (21)–(23) say, given the others.
    @Test func theoremOneHolds() throws {
        for seed in 0..<300 {
            let p2 = try RandomP2.make(seed: UInt64(seed))
            let solution = KKTSolver().solve(p2)
            let delta = solution.budgetMultiplier
            for user in 0..<p2.count where p2.u[user] > 0 && p2.v[user] > 0 && p2.z[user] > 0 {
                let zeta = solution.capMultipliers[user]
                let inverse = p2.z[user].isFinite ? 1 / (2 * p2.z[user]) : 0
                let den = 1 / (2 * p2.u[user]) + 1 / (2 * p2.v[user]) + delta * inverse
                let rise = p2.curves.edge.mostSteps[user] - p2.curves.local.mostSteps[user]
                let pull = p2.penalty * (2 * p2.previous[user] - 1)
                let num = 1 / (2 * p2.u[user]) + pull + zeta * rise
                // (21): a = clamp(â), D(â) = 0.
                let size = (1 / (2 * p2.u[user]) + abs(pull) + abs(zeta * rise)) / den
                #expect(abs(solution.decisions[user] - min(max(num / den, 0), 1)) <= 1e-10 * (1 + size), "seed \(seed)")
                // (22): β = max(D(0), 0), γ = −min(D(1), 0).
                let scale = den * (1 + size)
                #expect(abs(solution.zeroMultipliers[user] - max(-num, 0)) <= 1e-12 * scale)
                #expect(abs(solution.oneMultipliers[user] + min(den - num, 0)) <= 1e-12 * scale)
                // (21): s is the root of Φ below the cap; on it, ζ = max(ζ̂, 0) is what (18b) leaves, ζ̂ = −Φ.
                let (s, local, edge) = (solution.steps[user], p2.curves.local[user], p2.curves.edge[user])
                guard p2.z[user].isFinite, s > local.fewestSteps else { continue }
                let terms = [
                    2 * local.value(at: s) * local.derivative(at: s) * p2.u[user],
                    2 * edge.value(at: s) * edge.derivative(at: s) * p2.v[user], 2 * delta * s * p2.z[user],
                ]
                let slope = terms.reduce(0, +)
                let slopeSize =
                    2 * local.value(at: s) * (2 * local.stepCost - local.derivative(at: s)) * p2.u[user]
                    + 2 * edge.value(at: s) * (2 * edge.stepCost - edge.derivative(at: s)) * p2.v[user] + terms[2]
                #expect(abs(zeta - max(-slope, 0)) <= 1e-10 * slopeSize, "seed \(seed)")
                let a = solution.decisions[user]
                let cap = (1 - a) * local.mostSteps + a * edge.mostSteps
                if zeta > 1e-10 * slopeSize { #expect(abs(s - cap) <= 1e-10 * (1 + cap), "seed \(seed)") }
            }
            // (23): δ = 0 if the budget holds there, else it is met exactly.
            let free = KKTSolver().solve(
                try P2Problem(
                    curves: p2.curves, u: p2.u, v: p2.v, z: p2.z, penalty: p2.penalty, previous: p2.previous,
                    stepBudget: .greatestFiniteMagnitude))
            #expect((delta == 0) == (free.summary.demand <= p2.stepBudget))
            if delta > 0 { #expect(abs(solution.summary.demand / p2.stepBudget - 1) <= 1e-11) }
        }
    }

    /// A warm start from a perturbed problem ends at the same point.
    @Test func warmStartsAgreeWithColdOnes() throws {
        for seed in 0..<100 {
            let first = try RandomP2.make(seed: UInt64(seed))
            let second = try P2Problem(
                curves: first.curves, u: first.u, v: first.v.map { 1.05 * $0 }, z: first.z, penalty: first.penalty,
                previous: first.previous, stepBudget: 1.1 * first.stepBudget)
            let cold = KKTSolver().solve(second)
            let warm = KKTSolver().solve(second, startingFrom: KKTSolver().solve(first))
            #expect(warm.status == cold.status)
            #expect(abs(warm.summary.objective - cold.summary.objective) <= 1e-10 * max(1, abs(cold.summary.objective)))
            #expect(ScalarResiduals(second, warm).largest <= 1e-10, "seed \(seed)")
        }
    }
}
