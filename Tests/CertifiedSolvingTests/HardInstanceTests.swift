import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// Scenarios with ties, blocks and cores, against optima that other programs have proven.
@Suite struct HardInstanceTests {
    @Test(arguments: HardInstances.optima)
    func theOptimumIsFoundAndProven(optimum: HardInstances.Optimum) throws {
        let problem = try HardInstances.problem(optimum.name)
        // Long lists and arrays are slow in debug.
        let isShort = problem.count <= 200 && !optimum.name.hasPrefix("subset") && !optimum.name.hasPrefix("pceil")
        guard Effort.isOptimised || isShort else { return }
        for rule in optimum.rules {
            let result = try CertifiedSolver(.init(stepRule: rule)).solve(problem)
            let certificate = try #require(result.certificate)
            #expect(result.status == .optimal, "\(rule): gap \(certificate.relativeGap)")
            #expect(abs(certificate.objective - optimum.objective) <= 1e-9 * abs(optimum.objective), "\(rule)")
            #expect(certificate.lowerBound <= optimum.objective + 1e-12 * abs(optimum.objective), "\(rule)")
            #expect(result.statistics.nodes <= 100, "\(rule)")
            // A core needs no more than a few steps and prices to prove.
            #expect(certificate.proof.steps.count <= 300)
            let failure = certificate.verify(for: problem).failure
            #expect(failure == nil, "\(rule)")
        }
    }
}
