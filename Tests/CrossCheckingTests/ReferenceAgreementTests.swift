import CertifiedSolving
import CrossChecking
import Foundation
import InteriorPoint
import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// All comparisons on the reference scenarios.
@Suite struct ReferenceAgreementTests {
    static let names = ReferenceInstances.optima.filter { $0.status == "optimal" }.map(\.name)

    @Test func everyScenarioIsThere() { #expect(Self.names.count >= 25) }

    /// P2 along the paper's iterations, with and without penalty.
    @Test(arguments: names, Effort.isOptimised ? [0, 0.1, 1e5] : [0.1])
    func paperIterationsAgree(name: String, penalty: Double) throws {
        let problem = try ReferenceInstances.problem(name)
        let agreements = try CrossChecker().compareIterations(
            of: problem, penalty: penalty, count: Effort.rounds(5))
        #expect(!agreements.isEmpty)
        for agreement in agreements {
            #expect(agreement.isWithin, "\(agreement.subject): \(agreement.failures)")
            if let note = agreement.note { print("\(name), τ = \(penalty), \(agreement.subject): \(note)") }
        }
    }

    /// The certified plan's steps, and the certified bound against the perspective relaxation to 1e-9.
    @Test(arguments: names)
    func plansAndBoundsAgree(name: String) throws {
        let agreements = try CrossChecker().compare(ReferenceInstances.problem(name))
        #expect(agreements.map(\.subject) == ["water-filling", "relaxation"])
        for agreement in agreements {
            #expect(agreement.isWithin, "\(agreement.subject): \(agreement.failures)")
            #expect(agreement.note == nil)
        }
        let optimum = try #require(ReferenceInstances.optima.first { $0.name == name })
        #expect(agreements.count == 2 && optimum.objective != nil)
    }

    /// P2 that an independent solver has solved as well.
    @Test(arguments: ReferenceSubproblem.all)
    func referenceSubproblemsAgree(_ entry: ReferenceSubproblem) throws {
        let problem = try ReferenceInstances.problem(entry.scenario)
        let subproblem = try P2Problem(
            curves: ShiftedCurves(problem), u: entry.u, v: entry.v, z: entry.z, penalty: entry.tau,
            previous: Array(repeating: entry.previousA, count: problem.count), stepBudget: problem.stepBudget)
        for system in NewtonSystem.allCases where system == .arrow || problem.count <= 100 {
            let agreement = try CrossChecker(system: system).compare(subproblem)
            #expect(agreement.note == nil)
            #expect(agreement.isWithin, "\(system): \(agreement.failures)")
        }
    }

    @Test func theReferenceSubproblemsAreThere() { #expect(ReferenceSubproblem.all.count == 13) }

    @Test func anInfeasibleScenarioIsRefused() throws {
        for name in ["infeasible-user-n200", "infeasible-budget-n60"] {
            let problem = try ReferenceInstances.problem(name)
            #expect(throws: CrossCheckError.self) { try CrossChecker().compare(problem) }
        }
    }
}

/// One entry of the reference file of P2.
struct ReferenceSubproblem: Decodable, CustomTestStringConvertible, Sendable {
    let scenario: String
    let tau, previousA: Double
    let u, v, z: [Double]
    var testDescription: String { "\(scenario), τ = \(tau)" }

    private struct File: Decodable { let problems: [ReferenceSubproblem] }

    static let all: [ReferenceSubproblem] = {
        guard let data = try? Data(contentsOf: ReferenceInstances.url(of: "p2")) else { return [] }
        return (try? JSONDecoder().decode(File.self, from: data))?.problems ?? []
    }()
}
