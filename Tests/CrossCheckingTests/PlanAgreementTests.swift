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

    /// Blocks whose sums cannot spend all of the budget: the solver's bound rounds the budget down to what can be spent, and both
    /// bounds that are compared have the same budget, the whole one.
    @Test(arguments: [HardFamilies.Family.evenOdd, .menu, .types])
    func roundedBudgetsAgree(family: HardFamilies.Family) throws {
        var problems = HardFamilies(seed: 41)
        let checker = try CrossChecker()
        var rounded = 0
        for round in 0..<Effort.rounds(40) {
            let drawn = try problems.next(family, users: 8...30)
            let problem = try drawn.withStepBudget(2 * (drawn.stepBudget / 2).rounded(.down) + 1)
            let agreements = try checker.compare(problem)
            #expect(agreements.count == 2)
            for agreement in agreements {
                #expect(agreement.isWithin, "\(round), \(agreement.subject): \(agreement.failures)")
            }
            // What both leave aside: the bound at the same price in a proof that rounds the budget.
            let solver = try CertifiedSolver()
            let (result, whole) = (solver.solve(problem), try #require(solver.dualBound(of: problem)))
            var certificate = try #require(result.certificate)
            certificate.lowerBound = -.greatestFiniteMagnitude
            certificate.proof = BoundProof(steps: [.price(whole.price)], version: 2)
            let bound = try #require(certificate.verify(for: problem).lowerBound)
            #expect(bound >= whole.value - 1e-9 * abs(whole.value))
            if bound > whole.value + 1e-6 * abs(whole.value) { rounded += 1 }
        }
        #expect(rounded > 0)
    }
}
