import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// min over a ∈ {0,1}^N of the water-filled cost, by exhaustion, against the solver.
@Suite struct BruteForceTests {
    @Test(arguments: 0..<8)
    func realStepsAgreeWithExhaustiveSearch(part: Int) throws {
        var problems = RandomProblems(seed: 1000 + UInt64(part))
        let solver = try CertifiedSolver(.init(relativeGap: 1e-10))
        for round in 0..<Effort.rounds(200) {
            let problem = problems.next(largest: round % 20 == 0 ? 10 : 7)
            let result = solver.solve(problem)
            try compare(result, with: BruteForce.continuousOptimum(of: problem), in: problem, "\(part).\(round)")
        }
    }

    @Test(arguments: 0..<8)
    func wholeStepsAgreeWithTheDynamicProgram(part: Int) throws {
        var problems = RandomProblems(seed: 2000 + UInt64(part))
        let solver = try CertifiedSolver(.init(relativeGap: 1e-10, stepRule: .integer))
        for round in 0..<Effort.rounds(200) {
            let problem = problems.next(largest: 10, wholeLimits: round % 3 != 0)
            let result = solver.solve(problem)
            try compare(result, with: BruteForce.wholeOptimum(of: problem), in: problem, "\(part).\(round)")
        }
    }

    private func compare(
        _ result: CertifiedResult, with optimum: Double?, in problem: OffloadProblem, _ name: String
    ) throws {
        guard let optimum else {
            guard case .infeasible = result.status else {
                Issue.record("\(name): \(result.status) for an infeasible problem")
                return
            }
            return
        }
        let scale = BruteForce.scale(of: problem)
        let certificate = try #require(result.certificate, "\(name): \(result.status)")
        // Where costs cancel, 1e-10 of them may be less than what rounding does to their terms, 2⁻⁴⁴ of these.
        let isRounding = result.status == .roundingLimit && 1e-10 * abs(optimum) < 0x1p-44 * scale
        #expect(
            result.status == .optimal || isRounding,
            "\(name): gap \(certificate.relativeGap), \(result.statistics.nodes) nodes")
        #expect(
            abs(certificate.objective - optimum) <= 1e-10 * abs(optimum) + 1e-12 * scale,
            "\(name): \(certificate.objective) for \(optimum)")
        #expect(certificate.lowerBound <= optimum + 1e-13 * scale, "\(name): the bound is above the optimum")
        let failure = certificate.verify(for: problem).failure
        #expect(failure == nil, "\(name)")
    }
}
