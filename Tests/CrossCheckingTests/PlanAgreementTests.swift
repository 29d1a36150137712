import CertifiedSolving
import CrossChecking
import OffloadModel
import TestSupport
import Testing

/// Water-filling and the perspective relaxation on random problems.
@Suite struct PlanAgreementTests {
    @Test(arguments: 0..<4)
    func randomProblemsAgree(part: Int) throws {
        var problems = RandomProblems(seed: UInt64(100 + part))
        let checker = try CrossChecker()
        var worst = WorstDifferences()
        for round in 0..<Effort.rounds(100) {
            let problem = problems.next(largest: 30)
            guard problem.infeasibility(under: .continuous) == nil else { continue }
            for agreement in try checker.compare(problem) {
                worst.add(agreement)
                #expect(
                    agreement.isWithin, "part \(part), round \(round), \(agreement.subject): \(agreement.failures)")
            }
        }
        print("random P1, part \(part): \(worst)")
    }

    @Test(arguments: [0.0, 0.1, 0.3, 0.7, 2])
    func populationsAgree(tightness: Double) throws {
        let count = Effort.sizes([20_000], debugLimit: 0).first ?? 300
        let problems = [
            try Populations.heterogeneous(count: count, tightness: tightness, seed: 1),
            try Populations.twins(count: 200, tightness: tightness, spread: 0, seed: 2),
            try Populations.types(count: 2000, kinds: 3, tightness: tightness, seed: 3),
        ]
        for problem in problems {
            for agreement in try CrossChecker().compare(problem) {
                #expect(agreement.isWithin, "\(problem.count), \(agreement.subject): \(agreement.failures)")
            }
        }
    }
}
