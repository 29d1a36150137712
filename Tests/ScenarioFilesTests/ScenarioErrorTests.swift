import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// Every way in which a scenario can be wrong names the entry, the user, the value and what is allowed.
@Suite struct ScenarioErrorTests {
    @Test(
        arguments: [
            // A passage, what replaces it, and the field, user, value and words of the error.
            (
                "\"stepwell-scenario/1\"", "\"stepwell-scenario/2\"", "format", nil, "\"stepwell-scenario/2\"",
                "scenario/1"
            ),
            ("\"stepwell-scenario/1\"", "1", "format", nil, "1", "stepwell-scenario/1"),
            ("\"format\": \"stepwell-scenario/1\", ", "", "format", nil, "nothing", "stepwell-scenario/1"),
            ("\"count\": 3", "\"count\": \"3\"", "count", nil, "\"3\"", "a whole number from 1"),
            ("\"count\": 3", "\"count\": 0", "count", nil, "0", "a whole number from 1"),
            ("\"count\": 3", "\"count\": -3", "count", nil, "-3", "a whole number from 1"),
            ("\"count\": 3", "\"count\": 2.5", "count", nil, "2.5", "a whole number from 1"),
            ("\"count\": 3", "\"count\": 1e12", "count", nil, "1e12", "to 100000000"),
            ("\"count\": 3", "\"count\": 1e300", "count", nil, "1e300", "to 100000000"),
            ("\"count\": 3,", "", "count", nil, "nothing", "number of users"),
            ("\"name\": \"three\"", "\"name\": 3", "name", nil, "3", "a string"),
            ("\"time\": 0.5", "\"time\": NaN", "weights.time", nil, "NaN", "a finite number ≥ 0"),
            ("\"time\": 0.5", "\"time\": -0.5", "weights.time", nil, "-0.5", "a finite number ≥ 0"),
            ("\"time\": 0.5, ", "", "weights.time", nil, "nothing", "a finite number ≥ 0"),
            ("\"time\": 0.5", "\"tmie\": 0.5", "weights.tmie", nil, "an unknown key", "one of time, error"),
            ("\"stepBudget\": 40", "\"stepBudget\": -1", "edge.stepBudget", nil, "-1", "a finite number ≥ 0"),
            ("\"stepBudget\": 40", "\"stepBudget\": Infinity", "edge.stepBudget", nil, "Infinity", "a finite number"),
            (
                "\"stepBudget\": 40", "\"stepBudget\": 1e-400", "edge.stepBudget", nil, "1e-400",
                "no smaller than 5e-324"
            ),
            ("\"time\": 0.5", "\"time\": 2e-324", "weights.time", nil, "2e-324", "no smaller than 5e-324"),
            ("1.5e9", "1.5e-9999", "users.localFrequency", 1, "1.5e-9999", "no smaller than 5e-324"),
            ("\"utilityRate\": 0.04", "\"utilityRate\": 4e-99999", "users.utilityRate", nil, "4e-99999", "5e-324"),
            ("\"stepBudget\": 40", "\"stepBudget\": null", "edge.stepBudget", nil, "null", "a finite number"),
            ("0.0011", "NaN", "users.edgeStepTime", 1, "NaN", "a finite number ≥ 0"),
            ("0.0011", "-Infinity", "users.edgeStepTime", 1, "-Infinity", "a finite number ≥ 0"),
            ("0.0011", "inf", "users.edgeStepTime", 1, "inf", "a finite number ≥ 0"),
            ("0.0011", "1e400", "users.edgeStepTime", 1, "1e400", "a finite number ≥ 0"),
            ("0.0011", "null", "users.edgeStepTime", 1, "null", "a finite number ≥ 0"),
            ("0.0011", "\"fast\"", "users.edgeStepTime", 1, "\"fast\"", "a finite number ≥ 0"),
            ("0.0011", "true", "users.edgeStepTime", 1, "true", "a finite number ≥ 0"),
            ("0.0011", "[1]", "users.edgeStepTime", 1, "an array", "a finite number ≥ 0"),
            ("0.0011", "{}", "users.edgeStepTime", 1, "an object", "a finite number ≥ 0"),
            ("0.0011", "-0.0011", "users.edgeStepTime", 1, "-0.0011", "a finite number ≥ 0"),
            ("0.06", "1e100", "users.errorDecay", 1, "1e+100", "a finite number ≥ 0 and at most 1000000000000000"),
            ("[15, 16, 17]", "[15, 1e300, 17]", "users.localStepLimit", 1, "1e+300", "at most 1000000000000000"),
            ("0.06", "-0.06", "users.errorDecay", 1, "-0.06", "a finite number ≥ 0"),
            (
                "\"utilityRate\": 0.04", "\"utilityRate\": -0.04", "users.utilityRate", nil, "-0.04",
                "a finite number ≥ 0"
            ),
            ("\"utilityRate\": 0.04", "\"utilityRate\": \"slow\"", "users.utilityRate", nil, "\"slow\"", "or an array"),
            ("\"utilityRate\": 0.04", "\"utilityRate\": null", "users.utilityRate", nil, "null", "or an array"),
            ("\"utilityRate\": 0.04,", "", "users.utilityRate", nil, "nothing", "a finite number ≥ 0 or an array"),
            ("\"utilityRate\"", "\"utilityrate\"", "users.utilityrate", nil, "an unknown key", "utilityRate"),
            ("[15, 16, 17]", "[15, 16]", "users.localStepLimit", nil, "an array of 2", "an array of 3"),
            ("[15, 16, 17]", "[15, 16, 17, 18]", "users.localStepLimit", nil, "an array of 4", "an array of 3"),
            ("[15, 16, 17]", "[]", "users.localStepLimit", nil, "an array of 0", "an array of 3"),
            ("\"name\": \"three\"", "\"title\": \"three\"", "title", nil, "an unknown key", "one of format, name"),
            ("\"weights\": {", "\"weights\": 3, \"edge\": {", "weights", nil, "3", "an object"),
            ("60}", "60, \"minimumSteps\": [0, -1, 0]}", "users.minimumSteps", 1, "-1", "a finite number ≥ 0"),
            ("60}", "60, \"deadline\": [null, -1, null]}", "users.deadline", 1, "-1", "or null for none"),
            ("60}", "60, \"deadline\": [null, NaN, 1]}", "users.deadline", 1, "NaN", "or null for none"),
            // Without a deadline is not the same as by a moment beyond every number.
            ("60}", "60, \"deadline\": 1e400}", "users.deadline", nil, "1e400", "null where there is none"),
            ("60}", "60, \"deadline\": [null, 1, 1e400]}", "users.deadline", 2, "1e400", "or null for none"),
            ("60}", "60, \"uplinkTime\": [0, null, 1]}", "users.uplinkTime", 1, "null", "a finite number ≥ 0"),
            ("60}", "60, \"errorFloor\": [0, 0, 0.81]}", "users.errorFloor", 2, "0.81", "at most the initial error"),
            ("60}", "60, \"errorFloor\": -0.1}", "users.errorFloor", nil, "-0.1", "a finite number ≥ 0"),
            ("60}", "60, \"edgeErrorFloor\": 0.85}", "users.edgeErrorFloor", 2, "0.85", "initial error, here 0.8"),
        ] as [(String, String, String, Int?, String, String)])
    func wrongEntry(
        passage: String, replacement: String, field: String, user: Int?, value: String, allowed: String
    ) throws {
        let error = try #require(scenarioError(validScenario.with(passage, replacement)), "accepted or of another type")
        #expect(error.field == field)
        #expect(error.user == user)
        #expect(error.value == value)
        #expect(error.allowed.contains(allowed), "\(error.allowed)")
        for part in [error.field, error.value, error.allowed, user.map { "user \($0)" } ?? ""] where part != "" {
            #expect(error.description.contains(part))
        }
    }

    /// A key that would begin a line of its own on a terminal, or colour it, is written out.
    @Test func keysAreShownOnOneLine() throws {
        let key = "a\\nstepwell: error: b\\u001b[31m\u{202e}\u{9b}"
        for passage in ["\"name\"", "\"utilityRate\"", "\"powerCoefficient\""] {
            let error = try #require(scenarioError(validScenario.with(passage, "\"\(key)\"")))
            #expect(error.field.unicodeScalars.contains("\u{1b}"))
            #expect(!error.description.unicodeScalars.contains(where: PrintableText.isControl), "\(error)")
            #expect(error.description.contains("a\\nstepwell: error: b\\u001b[31m\\u202e\\u009b: found an unknown key"))
        }
        let syntax = JSONSyntaxError(reason: "the key \"a\nb\" appears twice", line: 1, column: 2)
        #expect(syntax.description == "line 1, column 2: the key \"a\\nb\" appears twice")
        let file = FileError(.read, path: "a\nb\u{1b}", code: 2)
        #expect(file.description.hasPrefix("cannot read a\\nb\\u001b: "))
        let value = try #require(scenarioError(validScenario.with("\"stepwell-scenario/1\"", "\"\u{7f}\u{85}\"")))
        #expect(value.description == "format: found \"\\u007f\\u0085\", allowed is \"stepwell-scenario/1\"")
    }

    @Test func documentMustBeAnObject() {
        #expect(scenarioError("[1]")?.field == "the document")
        #expect(scenarioError("3")?.value == "3")
    }

    /// What is allowed at the limits stays allowed.
    @Test(arguments: [
        ("\"localStepTime\": 0.002", "\"localStepTime\": 0"), ("0.0011", "0"),
        ("\"stepBudget\": 40", "\"stepBudget\": 0"), ("\"stepBudget\": 40", "\"stepBudget\": 0e-400"),
        ("\"stepBudget\": 40", "\"stepBudget\": 5e-324"), ("\"stepBudget\": 40", "\"stepBudget\": -0.0"),
        ("60}", "60, \"errorFloor\": [1, 0.9, 0.8]}"), ("60}", "60, \"deadline\": null, \"minimumSteps\": null}"),
        ("60}", "60, \"deadline\": [null, 0, 1]}"), ("60}", "60, \"minimumSteps\": 100}"),
        ("60}", "60, \"deadline\": 0.001, \"uplinkTime\": 5}"), ("[15, 16, 17]", "[0, 3.875, 1e15]"),
        ("\"name\": \"three\", ", ""),
    ])
    func accepted(passage: String, replacement: String) throws {
        _ = try OffloadProblem(scenario(validScenario.with(passage, replacement)))
    }

    /// −0 is 0, and is shown as that.
    @Test func aBudgetOfMinusZeroIsZero() throws {
        let scenario = try scenario(validScenario.with("\"stepBudget\": 40", "\"stepBudget\": -0"))
        #expect(scenario.edge.stepBudget.sign == .plus && scenario.edge.stepBudget == 0)
    }

    /// Keys may come in any order, so lengths are known only at the end.
    @Test func orderOfKeysDoesNotMatter() throws {
        let moved = validScenario.with(" \"count\": 3,", "").with("60}}", "60}, \"count\": 3}")
        #expect(try scenario(moved) == scenario(validScenario))
        #expect(scenarioError(moved.with("\"count\": 3", "\"count\": 4"))?.field == "users.edgeStepTime")
    }

    /// Finite entries whose product is not finite are named too.
    @Test func productsThatOverflow() throws {
        let huge = try scenario(validScenario.with("1.5e9", "1e200"))
        #expect {
            try OffloadProblem(huge)
        } throws: { error in
            (error as? ScenarioError)?.user == 1
        }
    }

    /// Building a scenario in code is held to the same rules as reading one.
    @Test func codeIsValidatedToo() throws {
        let valid = try scenario(validScenario)
        var users = valid.users
        users[.errorDecay] = .perUser([0.1, .nan, 0.1])
        #expect(throws: ScenarioError.self) {
            try Scenario(name: "", count: 3, weights: valid.weights, edge: valid.edge, users: users)
        }
        #expect(throws: ScenarioError.self) { try valid.withStepBudget(.nan) }
        #expect(throws: ScenarioError.self) {
            try Scenario(name: "", count: 3, weights: valid.weights, edge: valid.edge, users: UserColumns())
        }
    }
}
