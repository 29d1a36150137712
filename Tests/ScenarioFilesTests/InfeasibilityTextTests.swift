import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// Why no plan exists is told with the numbers of the scenario, and is true.
@Suite struct InfeasibilityTextTests {
    private func text(_ users: String, _ rule: StepRule = .continuous) throws -> String {
        let changed = validScenario.with("\"localStepTime\": 0.002", "\"localStepTime\": 0.1")
            .with("[0.001, 0.0011, 0.0012]", "0.2").with("60}", "60, \(users)}")
        let scenario = try scenario(changed)
        let reason = try #require(OffloadProblem(scenario).infeasibility(under: rule))
        return scenario.explanation(of: reason, under: rule)
    }

    @Test func deadlinesAreNamed() throws {
        #expect(
            try text("\"minimumSteps\": 3, \"deadline\": 0.25")
                == "user 0 can run at neither site: it needs at least 3 steps; its device does at most 2.5 by the deadline "
                + "of 0.25 s, with 0.1 s a step; the edge does at most 1.25 by the deadline of 0.25 s, with 0.2 s a step"
        )
        let late = try text("\"minimumSteps\": [0, 3, 0], \"deadline\": 0.25, \"uplinkTime\": [0, 0.05, 0]")
        #expect(late.hasPrefix("user 1 ") && late.hasSuffix("with 0.05 s for sending and 0.2 s a step"))
        #expect(late.contains("the edge does at most 1 by"))
        let never = try text("\"minimumSteps\": 3, \"deadline\": 0.25, \"uplinkTime\": 0.5")
        #expect(never.hasSuffix("the edge does none by the deadline of 0.25 s, for sending takes 0.5 s"))
    }

    /// Limits that no deadline lowers are told without one.
    @Test func plainLimitsAreNamed() throws {
        #expect(
            try text("\"minimumSteps\": 61")
                == "user 0 can run at neither site: it needs at least 61 steps; its device does at most 15; the edge does at "
                + "most 60")
        let one = try text("\"minimumSteps\": 61, \"deadline\": 1.2")
        #expect(
            one.contains("its device does at most 12 by the deadline of 1.2 s")
                && one.contains("edge does at most 6 by"))
    }

    /// Whole steps leave none between 0.6 and 0.9.
    @Test func noWholeNumberBetween() throws {
        let changed = validScenario.with("[15, 16, 17]", "0.9").with("60}", "0.9, \"minimumSteps\": 0.6}")
        let scenario = try scenario(changed)
        let problem = try OffloadProblem(scenario)
        #expect(problem.infeasibility(under: .continuous) == nil)
        let reason = try #require(problem.infeasibility(under: .integer))
        #expect(
            scenario.explanation(of: reason, under: .integer)
                == "user 0 can run at neither site: it needs at least 0.6 steps, a whole number of them; its device does at "
                + "most 0.9, and no whole number lies between; the edge does at most 0.9, and no whole number lies between"
        )
    }

    @Test func budgetsAndStrangers() throws {
        let scenario = try scenario(validScenario)
        let budget = Infeasibility.budget(required: 186, available: 3)
        #expect(
            scenario.explanation(of: budget, under: .continuous)
                == "the users who must offload need 186 edge steps, the budget is 3: 183 too few")
        // A plan file may name a user that there is not.
        #expect(scenario.explanation(of: .user(7), under: .continuous) == Infeasibility.user(7).description)
    }

    /// Three users who need 0.1 steps at the edge fit a budget of 0.3, and one of 0.2999 is too small.
    @Test func decimalMinimumsFitTheBudget() throws {
        let text = validScenario.with("[15, 16, 17]", "0").with("60}", "60, \"minimumSteps\": 0.1}")
        let exact = try OffloadProblem(scenario(text.with("\"stepBudget\": 40", "\"stepBudget\": 0.3")))
        #expect(exact.infeasibility(under: .continuous) == nil && abs(exact.stepBudget - 0.3) <= 0.3.ulp)
        let short = try OffloadProblem(scenario(text.with("\"stepBudget\": 40", "\"stepBudget\": 0.2999")))
        #expect(short.infeasibility(under: .continuous) != nil && short.stepBudget == 0.2999)
        let ample = try OffloadProblem(scenario(text))
        #expect(ample.stepBudget == 40)
    }

    /// Sums of decimal minimums, all of whom must offload, against a budget in whole thousandths.
    @Test func sumsOfDecimalMinimums() throws {
        var random = SeededGenerator(seed: 35)
        for _ in 0..<Effort.rounds(300) {
            let minimums = (0..<30).map { _ in Int.random(in: 0...9999, using: &random) }
            let sum = minimums.reduce(0, +)
            for budget in [sum - 1, sum, sum + 1] where budget >= 0 {
                let list = minimums.map { "\($0)e-3" }.joined(separator: ",")
                let text = validScenario.with("\"count\": 3", "\"count\": 30").with("[0.001, 0.0011, 0.0012]", "0.001")
                    .with("[1.2e9, 1.5e9, 1.8e9]", "1e9").with("[1, 0.9, 0.8]", "1").with("[0.05, 0.06, 0.07]", "0.05")
                    .with("[15, 16, 17]", "0").with("60}", "60, \"minimumSteps\": [\(list)]}")
                    .with("\"stepBudget\": 40", "\"stepBudget\": \(budget)e-3")
                let reason = try OffloadProblem(scenario(text)).infeasibility(under: .continuous)
                #expect((reason == nil) == (budget >= sum), "\(list) in \(budget)e-3")
            }
        }
    }
}
