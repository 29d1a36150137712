import CertifiedSolving
import CrossChecking
import Foundation
import OffloadModel
import ScenarioFiles
import SuccessiveConvex
import TestSupport
import Testing

/// A comparison of right solvers never says that they differ, whatever the units of the data and however degenerate they are.
@Suite struct HostileScenarioTests {
    /// Drawn scenarios, P2 along the paper's iterations, plans and bounds.
    @Test(arguments: 0..<8)
    func rightSolversAgree(part: Int) throws {
        var scenarios = HostileScenarios(seed: UInt64(1000 + part))
        let checker = try CrossChecker(system: part % 4 == 0 ? .dense : .arrow)
        var tally = Tally()
        for round in 0..<Effort.rounds(400) {
            let draw = scenarios.next()
            let agreements =
                try checker.compareIterations(of: draw.problem, penalty: draw.penalty, count: 4)
                + checker.compare(draw.problem)
            for agreement in agreements {
                tally.add(agreement)
                #expect(
                    agreement.verdict != .differs,
                    "part \(part), round \(round), \(agreement.subject): \(agreement.failures)\n\(draw)")
                #expect(
                    agreement.isAnswered,
                    "part \(part), round \(round), \(agreement.subject): \(agreement.note ?? "")\n\(draw)")
            }
        }
        // What is left out must stay the exception; a few rounds of a slow build say nothing about shares.
        guard Effort.isOptimised else { return }
        #expect(tally.share(of: "objective") >= 0.9, "\(tally)")
        #expect(tally.share(of: "a") >= 0.9, "\(tally)")
        #expect(tally.share(of: "s") >= 0.8, "\(tally)")
        #expect(tally.share(of: "bound") >= 0.9, "\(tally)")
    }

    static let names = [
        "tiny-cost-weight", "steps-in-units-of-a-hundred-thousand", "steps-in-units-of-a-million", "largest-budget",
        "utility-cancels", "huge-budget-small-weights", "huge-cost-weight", "no-costs", "no-costs-minimum-steps",
        "budget-just-below-a-limit", "minimum-steps-are-limits", "fixed-steps-1", "fixed-steps-2", "fixed-steps-3",
    ]

    /// Scenario files on which comparisons have failed although the solvers were right.
    @Test(arguments: names)
    func knownScenariosAgree(name: String) throws {
        let url = try #require(
            Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Scenarios"))
        let problem = try OffloadProblem(Scenario(path: url.path))
        let checker = try CrossChecker()
        for penalty in [1e5, 1e12] {
            for agreement in try checker.compareIterations(of: problem, penalty: penalty, count: 5) {
                #expect(agreement.isWithin, "τ = \(penalty), \(agreement.subject): \(agreement.failures)")
                #expect(!agreement.differences.isEmpty, "\(agreement.subject): \(agreement.note ?? "")")
            }
        }
        for agreement in try checker.compare(problem) {
            #expect(agreement.isWithin, "\(agreement.subject): \(agreement.failures)")
            #expect(!agreement.differences.isEmpty, "\(agreement.subject): \(agreement.note ?? "")")
        }
    }
}

/// How often each quantity was compared.
struct Tally: CustomStringConvertible {
    private var compared: [String: Int] = [:]
    private var possible: [String: Int] = [:]
    private var notes: [String: Int] = [:]

    mutating func add(_ agreement: Agreement) {
        let quantities =
            switch agreement.subject {
            case "relaxation": ["bound"]
            case "water-filling": ["objective", "s"]
            default: ["objective", "a", "s", "delta", "zeta"]
            }
        for quantity in quantities {
            possible[quantity, default: 0] += 1
            if agreement[quantity] != nil { compared[quantity, default: 0] += 1 }
        }
        if let note = agreement.note { notes[note, default: 0] += 1 }
    }

    func share(of quantity: String) -> Double {
        Double(compared[quantity] ?? 0) / Double(max(possible[quantity] ?? 0, 1))
    }

    var description: String {
        possible.keys.sorted().map { "\($0) \(share(of: $0))" }.joined(separator: ", ")
    }
}
