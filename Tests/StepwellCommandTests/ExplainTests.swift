import Foundation
import TestSupport
import Testing

/// `stepwell explain`, and the warning of `solve` that nobody can gain.
@Suite struct ExplainTests {
    private let folder = Folder()

    /// Both formats tell the same, and what they tell of the plan is what `solve` finds.
    @Test(arguments: [[], ["--steps", "integer"]]) func textAndJSONTellTheSame(options: [String]) throws {
        let solve = try RunningCommand(
            ["solve", example("example"), "--quiet", "--output", "plan.json"] + options, in: folder
        ).outcome()
        #expect(solve.status == 0)
        let plan = JSONText(try folder.text(of: "plan.json"))
        for user in [0, 3, 17, 29] {
            let arguments = ["explain", example("example"), "--user", "\(user)", "--plan", "plan.json"] + options
            let text = try RunningCommand(arguments, in: folder).outcome()
            let json = try RunningCommand(arguments + ["--json"], in: folder).outcome()
            #expect(text.status == 0 && json.status == 0 && text.errors.isEmpty && json.errors.isEmpty)
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            let isOffloaded = plan["users.offloaded.\(user)"] == "1"
            #expect(object["site"] as? String == (isOffloaded ? "edge" : "local"))
            // Foundation's reader may miss a number by an ulp.
            for (key, path) in [
                ("steps", "users.steps.\(user)"), ("price", "price"), ("priceBelow", "priceBelow"),
            ] {
                let (told, planned) = (try #require(object[key] as? Double), plan.number(path))
                #expect(abs(told - planned) <= planned.ulp)
            }
            let place = isOffloaded ? "at the edge" : "on its device"
            #expect(text.output.contains("\noptimal plan    \(place), "))
            #expect(text.output.contains("\nthis plan       \(place), "))
            #expect(text.output.hasPrefix("user            \(user) of example, 30 users"))
            let curves = try #require(object["curves"] as? [[String: Any]])
            let rows = text.output.split(separator: "\n").filter { $0.hasPrefix("local ") || $0.hasPrefix("edge ") }
            #expect(rows.count == curves.count && rows.filter { $0.hasSuffix("best") }.count == 2)
            for curve in curves {
                let terms = ["time", "error", "energy", "utility", "payment"].map { curve[$0] as? Double ?? .nan }
                #expect(abs(terms.reduce(0, +) - (curve["total"] as? Double ?? .nan)) <= 1e-14)
            }
            let switches = try #require(object["switches"] as? [String: [String: Any]])
            #expect(switches.count == 7)
            for (name, change) in switches where name != "price" {
                #expect((change["kept"] is Double) == (change["switched"] is Double))
            }
        }
    }

    /// Where a price is nothing the text says why, and where there are no fewer steps it says so.
    @Test func pricesOfNothingAreExplained() throws {
        // Few steps on the device and at most six at the edge, each of which is worth having.
        let scenario = validScenario.with("[15, 16, 17], \"edgeStepLimit\": 60", "2, \"edgeStepLimit\": 6")
        let mandatory = scenario.with("\"edgeStepLimit\": 6", "\"edgeStepLimit\": 6, \"minimumSteps\": 3")
        let cases: [(text: String, budget: Double, more: String, less: String)] = [
            (scenario, 0, "0 per edge step (with nobody at the edge)", "none: there is no step to take away"),
            (scenario, 100, "0 per edge step (82 are left)", "0 per edge step (what a little less would cost)"),
            (
                scenario, 18, "(those at the edge have all that they can use)",
                " per edge step (what a little less would cost)"
            ),
            (
                mandatory, 9, "(what a little more would save)",
                "none: a little less is not enough for those at the edge"
            ),
            (mandatory, 12, "(what a little more would save)", " per edge step (what a little less would cost)"),
        ]
        for (text, budget, more, less) in cases {
            try folder.write(text.with("\"stepBudget\": 40", "\"stepBudget\": \(budget)"), to: "s.json")
            let outcome = try RunningCommand(["explain", "s.json", "--user", "0"], in: folder).outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            let lines = outcome.output.split(separator: "\n")
            let price = try #require(lines.first { $0.hasPrefix("price   ") })
            let below = try #require(lines.first { $0.hasPrefix("price below") })
            #expect(price.hasSuffix(more) && below.hasSuffix(less), "\(budget): \(price), \(below)")
            #expect(!outcome.output.contains("for 0 are left"))
        }
    }

    @Test func mistakesAndVerdicts() throws {
        let cases: [([String], Int32, String)] = [
            (["explain", example("example")], 64, "--user"),
            (
                ["explain", example("example"), "--user", "30"], 64,
                "--user is 30, allowed is a whole number from 0 to 29"
            ),
            (["explain", example("example"), "--user=-1"], 64, "--user is -1"),
            (["explain", example("example"), "--user", "x"], 64, "x"),
            (["explain", "-", "--user", "1", "--plan", "-"], 64, "standard input"),
            (["explain", example("example"), "--user", "1", "--gap", "2"], 64, "--gap is 2"),
            (["explain", "none.json", "--user", "1"], 74, "none.json"),
            (["explain", example("example"), "--user", "1", "--plan", example("example")], 65, "example.json"),
            (["explain", example("example"), "--user", "1", "--plan", "other.plan.json"], 65, "users"),
            (["explain", "hopeless.json", "--user", "1"], 3, "infeasible: user 0"),
        ]
        try folder.write(
            validScenario.with("\"edgeStepLimit\": 60", "\"edgeStepLimit\": 60, \"minimumSteps\": 99"),
            to: "hopeless.json")
        try folder.write(validScenario, to: "other.json")
        #expect(try folder.stepwell("solve", "other.json", "--quiet").status == 0)
        for (arguments, status, word) in cases {
            let outcome = try RunningCommand(arguments, in: folder).outcome()
            #expect(outcome.status == status && outcome.output.isEmpty, "\(arguments) \(outcome.errors)")
            #expect(outcome.errors.contains(word), "\(outcome.errors)")
        }
    }

    @Test func usersWithoutAChoiceAreExplained() throws {
        try folder.write(
            validScenario.with("\"edgeStepLimit\": 60", "\"edgeStepLimit\": 60, \"minimumSteps\": [0, 16.5, 0]"),
            to: "s.json")
        let outcome = try folder.stepwell("explain", "s.json", "--user", "1")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("its device cannot do its minimum of steps: it must offload"))
        #expect(outcome.output.hasSuffix("would change    nothing but other limits of steps\n"))
        let json = try folder.stepwell("explain", "s.json", "--user", "1", "--json")
        #expect(json.output.contains("\"local\": null") && json.output.contains("\"noChoice\""))
    }

    @Test(arguments: ["example", "paper", "phone-h100", "phone-a100", "few-step", "paper-literal"])
    func onlyThePapersOwnConstantsAreWarnedOf(name: String) throws {
        let outcome = try folder.stepwell("solve", example(name))
        let lines = outcome.errors.split(separator: "\n")
        #expect(outcome.status == 0)
        #expect(lines.count == (name == "paper-literal" ? 1 : 0), "\(outcome.errors)")
        #expect(lines.allSatisfy { $0.hasPrefix("stepwell: warning: nobody gains by offloading") })
        #expect(!outcome.output.contains("warning"))
        let quiet = try folder.stepwell("solve", example(name), "--quiet", "--output", "quiet.json")
        #expect(quiet.status == 0 && quiet.errors.isEmpty)
        #expect(
            JSONText(try folder.text(of: "quiet.json"))["users"]
                == JSONText(try folder.text(of: "\(name).plan.json"))["users"])
    }
}
