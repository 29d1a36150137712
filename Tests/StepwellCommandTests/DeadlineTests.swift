import ScenarioFiles
import TestSupport
import Testing

/// Decimal deadlines through the whole command, and what is said where they leave no plan.
@Suite struct DeadlineTests {
    private let folder = Folder()

    private func write(_ users: String, budget: String = "0") throws {
        let text = """
            {"format": "stepwell-scenario/1", "name": "deadline", "count": 1,
             "weights": {"time": 0.001, "error": 1, "energy": 0, "cost": 0.5, "utility": 0.5},
             "edge": {"stepBudget": \(budget), "powerCoefficient": 0},
             "users": {"localStepTime": 0.1, "edgeStepTime": 0.1, "localPowerCoefficient": 0, "localFrequency": 1,
              "edgeFrequency": 1, "initialError": 1, "errorDecay": 0.1, "utilityRate": 0.1, "localStepLimit": 20,
              "edgeStepLimit": 20, \(users)}}
            """
        try folder.write(text, to: "s.json")
    }

    /// Three steps of 0.1 s are done by 0.3 s; 0.3/0.1 alone says 2.9999999999999996.
    @Test(arguments: ["continuous", "integer"]) func stepsThatJustFit(rule: String) throws {
        try write("\"minimumSteps\": 3, \"deadline\": 0.3")
        #expect(try folder.stepwell("solve", "s.json", "--steps", rule, "--output", "p.json").status == 0)
        #expect(try folder.stepwell("verify", "s.json", "p.json").status == 0)
        #expect(try folder.text(of: "p.json").contains("\"steps\":[3]"))
    }

    /// At the edge, where sending takes 0.9 s of 1.2 s.
    @Test func stepsThatJustFitAfterSending() throws {
        try write("\"minimumSteps\": 3, \"deadline\": 1.2, \"uplinkTime\": 0.9", budget: "3")
        let text = try folder.text(of: "s.json").with("\"localStepLimit\": 20", "\"localStepLimit\": 1")
        try folder.write(text, to: "s.json")
        for rule in ["continuous", "integer"] {
            #expect(try folder.stepwell("solve", "s.json", "--steps", rule, "--output", "p.json").status == 0)
            #expect(try folder.text(of: "p.json").contains("\"offloaded\":[1]"))
            #expect(try folder.stepwell("verify", "s.json", "p.json").status == 0)
        }
    }

    @Test func deadlinesAreNamed() throws {
        try write("\"minimumSteps\": 3, \"deadline\": 0.25")
        let reason =
            "user 0 can run at neither site: it needs at least 3 steps; its device does at most 2.5 by the deadline of 0.25 s, "
            + "with 0.1 s a step; the edge does at most 2.5 by the deadline of 0.25 s, with 0.1 s a step"
        let solve = try folder.stepwell("solve", "s.json", "--output", "p.json")
        #expect(solve.status == 3 && solve.output.contains("infeasible: \(reason)\n"))
        let verify = try folder.stepwell("verify", "s.json", "p.json")
        #expect(verify.status == 0 && verify.output.contains("infeasible      \(reason)\n"))
        for arguments in [
            ["explain", "s.json", "--user", "0"], ["crosscheck", "s.json"], ["study", "s.json", "--seeds", "1"],
        ] {
            let outcome = try RunningCommand(arguments, in: folder).outcome()
            #expect(outcome.status == 3 && (outcome.output + outcome.errors).contains(reason), "\(outcome.errors)")
        }
        _ = try folder.stepwell("solve", "s.json", "--report", "r.html", "--output", "p.json")
        #expect(try folder.text(of: "r.html").contains("its device does at most 2.5 by the deadline of 0.25 s"))
    }

    @Test func wholeStepsThatDoNotExist() throws {
        try write("\"minimumSteps\": 0.6, \"deadline\": 0.09")
        #expect(try folder.stepwell("solve", "s.json", "--output", "p.json").status == 0)
        let outcome = try folder.stepwell("solve", "s.json", "--steps", "integer", "--output", "p.json")
        #expect(outcome.status == 3)
        #expect(
            outcome.output.contains("needs at least 0.6 steps, a whole number of them; its device does at most 0.9"))
        #expect(outcome.output.contains("no whole number lies between"))
    }
}
