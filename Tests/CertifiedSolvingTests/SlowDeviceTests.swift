import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// Devices 20 to 80 times slower than usual under budgets of half a percent to a tenth: most users then run no steps at all
/// on their devices, and offloading with no steps costs them the same.
@Suite struct SlowDeviceTests {
    static func problem(_ seed: UInt64) throws -> OffloadProblem {
        var generator = SeededGenerator(seed: seed)
        let count = [30, 60, 100].randomElement(using: &generator)!
        let tightness = [0.005, 0.01, 0.02, 0.05, 0.1].randomElement(using: &generator)!
        let factor = generator.uniform(20, 80)
        let drawn = try Populations.heterogeneous(count: count, tightness: tightness, seed: seed)
        var local = drawn.local
        for user in 0..<count { local.stepCost[user] *= factor }
        return try OffloadProblem(local: local, edge: drawn.edge, stepBudget: drawn.stepBudget)
    }

    @Test(arguments: StepRule.allCases)
    func fewNodesAreNeeded(rule: StepRule) throws {
        let solver = try CertifiedSolver(.init(stepRule: rule))
        var nodes: [Int] = []
        for seed in 1...UInt64(Effort.rounds(240)) {
            let problem = try Self.problem(seed)
            let result = solver.solve(problem)
            #expect(result.status == .optimal, "\(seed)")
            nodes.append(result.statistics.nodes)
            let certificate = try #require(result.certificate)
            #expect(certificate.verify(for: problem).failure == nil, "\(seed)")
            if rule == .integer {
                let optimum = try #require(BruteForce.wholeOptimum(of: problem))
                #expect(abs(certificate.objective - optimum) <= 1e-9 * abs(optimum))
            }
        }
        nodes.sort()
        #expect(nodes.last! <= 200)
        #expect(nodes[nodes.count / 2] <= 3)
    }
}
