import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// What the verdict promises: `.optimal` where the proven gap is within the asked one, and nowhere else.
@Suite struct VerdictTests {
    /// A limit of no or few nodes leaves a gap γ. Asked for more than that, the same solve is optimal; asked for less,
    /// it is not, however little less.
    @Test(arguments: StepRule.allCases)
    func aSolveThatIsCutShortIsOptimalOnlyWithinTheAskedGap(rule: StepRule) throws {
        var problems = RandomProblems(seed: 71)
        var open = 0
        for round in 0..<Effort.rounds(600) {
            let problem = problems.next(largest: 7, wholeLimits: rule == .integer)
            let nodeLimit = round % 3
            func solve(relativeGap: Double) throws -> CertifiedResult {
                try CertifiedSolver(.init(relativeGap: relativeGap, stepRule: rule, nodeLimit: nodeLimit)).solve(
                    problem)
            }
            // Far above the rounding of objective and bound, within which every gap counts as closed. Where the curves have only
            // a cost per step, the scale is 0 and what underflow leaves open is no gap.
            guard let certificate = try solve(relativeGap: 1e-12).certificate,
                certificate.absoluteGap > 1e-9 * BruteForce.scale(of: problem), certificate.relativeGap > 0
            else { continue }
            let gap = certificate.relativeGap
            open += 1
            for share in [0.2, 0.999, 1.001, 5] where share * gap < 1 {
                let result = try solve(relativeGap: share * gap)
                let found = try #require(result.relativeGap)
                #expect(result.status == (found <= share * gap ? .optimal : .nodeLimit), "\(share) of \(gap)")
                #expect(result.certificate?.verify(for: problem).failure == nil)
            }
        }
        #expect(open >= Effort.rounds(600) / 60)
    }

    /// While nodes are open the bound is theirs too: min over the tree's leaves ≤ the optimum found by exhaustion.
    @Test func theBoundOfASolveThatIsCutShortHolds() throws {
        var problems = RandomProblems(seed: 72)
        for round in 0..<Effort.rounds(300) {
            let problem = problems.next(largest: 7)
            guard let optimum = BruteForce.continuousOptimum(of: problem) else { continue }
            let solver = try CertifiedSolver(.init(relativeGap: 1e-12, nodeLimit: round % 3))
            let certificate = try #require(solver.solve(problem).certificate)
            let scale = BruteForce.scale(of: problem)
            #expect(certificate.lowerBound <= optimum + 1e-13 * scale)
            #expect(certificate.objective >= optimum - 1e-12 * scale)
        }
    }

    /// Where nothing costs anything the optimum is 0, and what underflow keeps from being proven is no gap.
    @Test(arguments: StepRule.allCases, [1, 40, 5000])
    func nothingIsOptimalWhereNothingCosts(rule: StepRule, count: Int) throws {
        let drawn = try Populations.heterogeneous(count: count, tightness: 0.3, seed: 9)
        var (local, edge) = (drawn.local, drawn.edge)
        for user in 0..<count {
            for weight in [\CostCurves.constant, \.errorWeight, \.utilityWeight] {
                local[keyPath: weight][user] = 0
                edge[keyPath: weight][user] = 0
            }
        }
        for isFree in [false, true] {
            if isFree {
                for user in 0..<count { (local.stepCost[user], edge.stepCost[user]) = (0, 0) }
            }
            for stepBudget in [0, drawn.stepBudget] {
                let problem = try OffloadProblem(local: local, edge: edge, stepBudget: stepBudget)
                let result = try CertifiedSolver(.init(stepRule: rule)).solve(problem)
                #expect(result.status == .optimal && result.objective == 0 && result.relativeGap == 0)
                #expect(result.certificate?.verify(for: problem).failure == nil)
            }
        }
    }

    /// Without limits every gap that can be asked is reached.
    @Test(arguments: [1e-1, 1e-2, 1e-3, 1e-5, 1e-7])
    func everyAskedGapIsReached(relativeGap: Double) throws {
        var problems = RandomProblems(seed: 73)
        let solver = try CertifiedSolver(.init(relativeGap: relativeGap))
        for _ in 0..<Effort.rounds(200) {
            let problem = problems.next(largest: 12)
            let result = solver.solve(problem)
            if case .infeasible = result.status { continue }
            let certificate = try #require(result.certificate)
            if result.status == .optimal {
                #expect(certificate.relativeGap <= relativeGap)
            } else {
                // Where objective and bound nearly cancel, their rounding may be all that is left between them.
                #expect(result.status == .roundingLimit)
                #expect(certificate.absoluteGap <= 1e-12 * BruteForce.scale(of: problem))
            }
        }
    }
}
