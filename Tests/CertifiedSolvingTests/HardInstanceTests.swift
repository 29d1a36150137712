import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// Scenarios with ties, blocks and cores, against optima that other programs have proven.
@Suite struct HardInstanceTests {
    @Test(arguments: HardInstances.optima)
    func theOptimumIsFoundAndProven(optimum: HardInstances.Optimum) throws {
        let problem = try HardInstances.problem(optimum.name)
        guard Effort.isOptimised || problem.count <= 1000 else { return }
        for rule in optimum.rules {
            let solver = try CertifiedSolver(.init(stepRule: rule, timeLimit: 60))
            let clock = ContinuousClock()
            var outcome: CertifiedResult?
            let seconds = clock.measure { outcome = solver.solve(problem) }
            let result = try #require(outcome)
            let certificate = try #require(result.certificate)
            var failure: CertificateFailure?
            let verifying = clock.measure { failure = certificate.verify(for: problem).failure }
            let error = (certificate.objective - optimum.objective) / abs(optimum.objective)
            print(
                "HARD", optimum.name, rule, result.status, result.statistics.nodes, "gap", certificate.relativeGap, "err", error,
                seconds, "verify", verifying, certificate.proof.steps.count)
            #expect(result.status == .optimal)
            #expect(abs(error) <= 1e-9)
            #expect(certificate.lowerBound <= optimum.objective + 1e-12 * abs(optimum.objective))
            #expect(failure == nil)
        }
    }
}
