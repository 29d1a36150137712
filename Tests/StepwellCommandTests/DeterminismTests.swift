import Foundation
import TestSupport
import Testing
import VectorKernels

/// The same question has the same answer, to the last bit, however it is asked.
@Suite struct DeterminismTests {
    private let folder = Folder()

    /// Ways to ask: none of these has a say in the plan.
    static let manners: [[String]] = {
        var manners: [[String]] = [[], [], ["--quiet"], ["--log", "log"], ["--log", "-"], ["--time-limit", "1000"]]
        for threads in 1...3 {
            manners.append(["--threads", "\(threads)"])
            for set in ["avx2", "avx512"] where InstructionSet(rawValue: set)?.isSupported == true {
                manners.append(["--threads", "\(threads)", "--instruction-set", set, "--quiet"])
            }
        }
        return manners
    }()

    static let methods: [[String]] = [
        [], ["--steps", "integer"], ["--method", "paper"], ["--method", "paper", "--steps", "integer"],
        ["--method", "paper", "--start", "random", "--penalty", "0.01:10:1"], ["--method", "random"],
        ["--method", "greedy"],
    ]

    @Test(arguments: methods, [("hetero", 3000), ("hetero", 40_000), ("types", 5000)])
    func thePlanDoesNotDependOnTheManner(method: [String], population: (family: String, users: Int)) throws {
        let users = Effort.sizes([population.users], debugLimit: 5000).first ?? 4500
        // The paper's method gains nothing from size but time.
        guard method.first != "--method" || users <= 5000 else { return }
        #expect(
            try folder.stepwell("generate", "--family", population.family, "--users", "\(users)", "-o", "s.json").status
                == 0)
        var first: String?
        for manner in Self.manners {
            let arguments = ["solve", "s.json", "-o", "plan.json"] + method + manner
            #expect(try RunningCommand(arguments, in: folder).outcome().status == 0)
            let plan = try folder.claims(of: "plan.json")
            if let first {
                #expect(plan == first, "\(arguments)")
            } else {
                first = plan
            }
        }
    }

    /// A batch has the same bytes for every number of threads; a record does not depend on the lines around it, and its
    /// plan is that of `solve`.
    @Test(arguments: ["continuous", "integer"]) func aBatchDoesNotDependOnItsOrder(steps: String) throws {
        var lines: [String] = []
        for seed in 1...12 {
            let users = "\(seed * 40)"
            let scenario = try folder.stepwell("generate", "--users", users, "--seed", "\(seed)", "-o", "-").output
            lines.append(String(scenario.dropLast()))
        }
        func batch(_ lines: [String], _ options: String...) throws -> [String] {
            try folder.write(lines.joined(separator: "\n") + "\n", to: "in.jsonl")
            let arguments = ["batch", "in.jsonl", "-o", "-", "--steps", steps] + options
            let outcome = try RunningCommand(arguments, in: folder).outcome()
            #expect(outcome.status == 0)
            return outcome.output.split(separator: "\n").map(String.init)
        }
        let expected = try batch(lines, "--threads", "1")
        for options in [["2"], ["3"], ["2", "--quiet"], ["2", "--time-limit", "1000"]] {
            #expect(try batch(lines, "--threads", options[0]) == expected)
        }
        /// Without the number of the line, and the checksum that it is part of.
        func unnumbered(_ record: String) -> String {
            record.replacing(/"line":\d+,/, with: "").replacing(/"recordChecksum":"[0-9a-f]+",/, with: "")
        }
        let backwards = try batch(lines.reversed(), "--threads", "2")
        #expect(backwards.reversed().map(unnumbered) == expected.map(unnumbered))
        for (line, record) in zip(lines, expected) {
            try folder.write(line, to: "s.json")
            #expect(try folder.stepwell("solve", "s.json", "-q", "-o", "plan.json", "--steps", steps).status == 0)
            let plan = JSONText(try folder.text(of: "plan.json"))
            let answer = JSONText(record)
            for key in ["status", "objective", "lowerBound", "price", "users", "totals", "certificate"] {
                #expect(plan[key] == answer[key], "\(key)")
            }
        }
    }
}
