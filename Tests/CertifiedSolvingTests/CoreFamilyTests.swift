import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// Thousands of small problems of the kinds that make knapsacks hard, against exhaustive search and dynamic programming.
@Suite struct CoreFamilyTests {
    /// With the tree first and the core after it, and with the core at once.
    @Test(arguments: HardFamilies.Family.allCases, [nil, 0])
    func optimaAreFoundAndProven(family: HardFamilies.Family, splits: Int?) throws {
        var problems = HardFamilies(seed: 77)
        var cores = 0
        for round in 0..<Effort.rounds(130) {
            for rule in StepRule.allCases {
                let problem = try problems.next(family, users: 1...(rule == .integer ? 14 : 9))
                var settings = CertifiedSolverSettings(relativeGap: 1e-10, stepRule: rule)
                settings.splitsBeforeCore = splits
                let result = try CertifiedSolver(settings).solve(problem)
                let found =
                    rule == .integer ? BruteForce.wholeOptimum(of: problem) : BruteForce.continuousOptimum(of: problem)
                guard let optimum = found else {
                    // Blocks of real numbers of steps hold no whole number.
                    #expect(family == .realBlocks && rule == .integer && result.certificate == nil)
                    continue
                }
                let name = "\(family) \(round) \(rule)"
                let certificate = try #require(result.certificate, "\(name)")
                let scale = BruteForce.scale(of: problem)
                #expect(result.status == .optimal, "\(name): gap \(certificate.relativeGap)")
                #expect(
                    abs(certificate.objective - optimum) <= 1e-10 * abs(optimum) + 1e-12 * scale,
                    "\(name): \(certificate.objective) for \(optimum)")
                #expect(certificate.lowerBound <= optimum + 1e-13 * scale, "\(name): the bound is above the optimum")
                #expect(certificate.verify(for: problem).failure == nil, "\(name)")
                if certificate.proof.usesCore { cores += 1 }
            }
        }
        // The core is what is tested here.
        if splits == 0, family != .slow, family != .tiny, Effort.isOptimised { #expect(cores > 5) }
    }

    /// The same plan and proof, whatever the number of threads.
    @Test(arguments: [HardFamilies.Family.strong, .realBlocks, .ranges])
    func threadsChangeNothing(family: HardFamilies.Family) throws {
        var problems = HardFamilies(seed: 5)
        for rule in StepRule.allCases {
            let problem = try problems.next(family, users: 60...60)
            let results = try [1, 3].map { threads in
                try CertifiedSolver(.init(stepRule: rule, threads: threads)).solve(problem)
            }
            #expect(results[0].certificate == results[1].certificate)
        }
    }
}

extension BoundProof {
    /// True if the proof has a core step.
    var usesCore: Bool { steps.contains { if case .core = $0 { true } else { false } } }
}
