import Foundation
import Testing

/// `stepwell crosscheck` as a whole: the table, JSON, and its exit statuses.
@Suite struct CrossCheckTests {
    private let folder = Folder()

    @Test(arguments: ["--arrow", "--dense"]) func agreementExitsWithZero(system: String) throws {
        let outcome = try folder.stepwell(
            "crosscheck", reference("hetero-n30-t30"), system, "--iterations", "2", "--penalty", "0.1")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines.dropFirst(2).dropLast().allSatisfy { $0.hasSuffix("agrees") })
        #expect(lines.last == "every difference is within its limit")
        #expect(!outcome.output.contains("not comparable"))
        #expect(Set(lines.dropFirst(2).dropLast().map(\.count)).count == 1)
    }

    @Test func jsonHoldsLimitsAndSeconds() throws {
        let outcome = try folder.stepwell(
            "crosscheck", reference("hetero-n100-t30"), "--json", "--users-limit", "20", "--iterations", "1")
        #expect(outcome.status == 0)
        for key in ["interiorPointSeconds", "solverSeconds", "limit", "\"users\": 20", "\"agrees\": true"] {
            #expect(outcome.output.contains(key), "\(key)")
        }
    }

    /// Rounding alone is more than a millionth of the limits.
    @Test func disagreementExitsWithSeventy() throws {
        let outcome = try folder.stepwell(
            "crosscheck", reference("hetero-n30-t30"), "--penalty", "0.1", "--limit-factor", "1e-6")
        #expect(outcome.status == 70)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("P2, iteration 1") && $0.contains("!") && $0.hasSuffix("DIFFERS") })
        #expect(lines.last?.contains("comparisons differ") == true)
    }

    /// An edge that takes 64 million joules for a step: costs of one user are 1e14 times those of the other.
    @Test func stepsOfMegajoulesAgree() throws {
        let scenario = """
            {
              "format": "stepwell-scenario/1", "name": "a step of megajoules", "count": 2,
              "weights": {
                "time": 0.3333333333333333, "error": 0.3333333333333333, "energy": 0.0003333333333333333, "cost": 0.5,
                "utility": 0.5
              },
              "edge": {"stepBudget": 34.86535076590986, "powerCoefficient": 1e-26},
              "users": {
                "localStepTime": [0.0019427390435348044, 0.0019214704039038524], "edgeStepTime": [0.001, 0.001],
                "localPowerCoefficient": [1e-26, 1e-26], "localFrequency": [1648567390.2409146, 1433695151.462947],
                "edgeFrequency": [503950972.93108714, 167038526708968.53],
                "initialError": [0.0031305146875427194, 1], "errorDecay": [379.43029802661977, 6.402378334770372],
                "utilityRate": [0.06882448772095004, 0.03818900402257123],
                "localStepLimit": [53762.28334363087, 932180.6717329138],
                "edgeStepLimit": [30.291028634094634, 384.3963591254166]
              }
            }
            """
        try folder.write(scenario, to: "scenario.json")
        let outcome = try folder.stepwell("crosscheck", "scenario.json")
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("every difference is within its limit"))
    }

    /// Budgets that leave next to nothing, and one that binds nobody.
    @Test(arguments: ["0", "1e-300", "1e-100", "1e-30", "1.7976931348623157e308"])
    func extremeBudgetsAgree(budget: String) throws {
        let text = try String(contentsOfFile: example("example"), encoding: .utf8)
        let changed = text.replacing("\"stepBudget\": 500", with: "\"stepBudget\": \(budget)")
        #expect(changed != text)
        try folder.write(changed, to: "scenario.json")
        for penalty in ["0", "1e5", "1e12"] {
            let outcome = try folder.stepwell("crosscheck", "scenario.json", "--penalty", penalty)
            #expect(outcome.status == 0, "τ = \(penalty): \(outcome.output)")
        }
        let paper = try folder.stepwell("solve", "scenario.json", "--method", "paper", "-o", "plan.json")
        #expect(paper.status == 0 || paper.status == 2, "\(paper.output)\(paper.errors)")
    }

    @Test func infeasibleScenariosExitWithThree() throws {
        let outcome = try folder.stepwell("crosscheck", reference("infeasible-user-n200"))
        #expect(outcome.status == 3)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("user 0"))
    }
}
