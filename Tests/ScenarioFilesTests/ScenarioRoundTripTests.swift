import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

@Suite struct ScenarioRoundTripTests {
    static let names = [
        "deadline-n80", "edge-cap-below-local-n40", "equal-caps-n40", "everything-n200", "floors-n80", "hetero-n1-t30",
        "hetero-n1-t70", "hetero-n100-t30", "hetero-n100-t70", "hetero-n1000-t30", "hetero-n1000-t70", "hetero-n12-t30",
        "hetero-n12-t70", "hetero-n2-t30", "hetero-n2-t70", "hetero-n30-t30", "hetero-n30-t70", "hetero-n5-t30",
        "hetero-n5-t70", "infeasible-budget-n60", "infeasible-user-n200", "near-twins-n60", "no-local-steps-n40",
        "paper-kilojoule-n30", "paper-literal-n30", "site-quality-n80", "slack-budget-n40", "three-types-n120",
        "twins-n100", "twins-n30", "uplink-n80", "zero-budget-n40",
    ]

    /// Every reference file is read, is a problem, and returns bit by bit after being written in either style.
    @Test(arguments: names)
    func referenceFiles(name: String) throws {
        let scenario = try Scenario(path: resource("\(name).json"))
        #expect(scenario.name == name)
        #expect(try OffloadProblem(scenario).count == scenario.count)
        for style in [JSONStyle.compact, .pretty] {
            let returned = try Scenario(json: scenario.json(style: style))
            #expect(returned == scenario)
            for field in UserField.allCases {
                #expect(bits(returned.users[field]) == bits(scenario.users[field]))
            }
        }
    }

    /// The two reference files without a plan are found infeasible, for the reasons on record.
    @Test func infeasibleReferenceFiles() throws {
        let user = try OffloadProblem(Scenario(path: resource("infeasible-user-n200.json")))
        #expect(user.infeasibility(under: .continuous) == .user(0))
        let budget = try OffloadProblem(Scenario(path: resource("infeasible-budget-n60.json")))
        #expect(budget.infeasibility(under: .continuous) == .budget(required: 186, available: 3))
    }

    @Test func compactIsOneLineAndPrettyIsNarrow() throws {
        let scenario = try Scenario(path: resource("everything-n200.json"))
        #expect(try !scenario.json().contains(UInt8(ascii: "\n")))
        let lines = try scenario.json(style: .pretty).split(separator: UInt8(ascii: "\n"))
        #expect(lines.count > 100)
        #expect(lines.allSatisfy { $0.count <= 126 })
    }

    /// Uniform columns stay one number, no deadline stays null, defaults stay unwritten.
    @Test func columnsKeepTheirForm() throws {
        let text = validScenario.with("60}", "60, \"deadline\": [null, 0.5, 1]}")
        let returned = try Scenario(json: scenario(text).json())
        #expect(returned.users[.utilityRate] == .uniform(0.04))
        #expect(returned.users[.deadline] == .perUser([.infinity, 0.5, 1]))
        #expect(returned.users[.minimumSteps] == nil)
        #expect(returned[.minimumSteps] == .uniform(0))
        #expect(returned[.edgeErrorDecay] == .perUser([0.05, 0.06, 0.07]))
        #expect(returned[.edgeErrorFloor] == .uniform(0))
    }

    private func bits(_ column: Column?) -> [UInt64]? {
        switch column {
        case .uniform(let value): [value.bitPattern]
        case .perUser(let values): values.map(\.bitPattern)
        case nil: nil
        }
    }
}
