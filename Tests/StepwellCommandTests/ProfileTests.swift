import Foundation
import TestSupport
import Testing

/// `stepwell profile`: the numbers fit each other, and the trace is one that Perfetto reads.
@Suite struct ProfileTests {
    private let folder = Folder()

    @Test(arguments: ["certified", "kkt", "paper", "greedy"]) func numbersFitEachOther(method: String) throws {
        let run = try folder.stepwell(
            "profile", "--users", "5000", "--method", method, "--json", "--repetitions", "1", "--trace", "trace.json")
        #expect(run.status == 0)
        let profile = try #require(
            try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        func number(_ key: String) throws -> Double {
            let value = profile[key] as? Double
            return try #require(value)
        }
        #expect(try number("users") == 5000)
        #expect(try number("passes") >= 1)
        let (solve, pass) = (try number("solveSeconds"), try number("streamingPassSeconds"))
        #expect(solve > 0 && pass > 0)
        #expect(abs(try number("streamingPasses") - solve / pass) <= 1e-9 * solve / pass)
        #expect(profile["instructionSet"] is String)
        #expect(try number("threads") >= 1)
        if method == "certified" { #expect(try number("relativeGap") <= 1e-9) }

        #expect(try number("inputBytes") == 640_000)
        #if os(Linux)
            // The process has at least its input resident.
            #expect(try number("peakBytes") > 640_000)
        #endif
        let phases = try #require(profile["phases"] as? [String: [String: Double]])
        for (_, phase) in phases {
            let seconds = try #require(phase["seconds"])
            #expect(abs(try #require(phase["share"]) - seconds / solve) <= 1e-9)
            #expect(abs(try #require(phase["streamingPasses"]) - seconds / pass) <= 1e-9 * seconds / pass)
            if seconds > 0 {
                #expect(abs(try #require(phase["usersPerSecond"]) * seconds - 5000) <= 1e-6)
            }
        }
        if ["certified", "kkt"].contains(method) { try checkWork(phases, method: method) }
        let events = try traceEvents()
        try checkSlices(events, phases)
        try checkIterations(events, method: method, solveSeconds: solve)
    }

    private func traceEvents() throws -> [[String: Any]] {
        let trace = try #require(
            try JSONSerialization.jsonObject(with: folder.data(of: "trace.json")) as? [String: Any])
        let events = try #require(trace["traceEvents"] as? [[String: Any]])
        for event in events {
            #expect(["M", "X", "C"].contains(event["ph"] as? String))
            #expect(event["name"] is String && event["pid"] is Int && event["tid"] is Int)
            #expect(event["ph"] as? String == "M" || (event["ts"] as? Double ?? -1) >= 0)
        }
        return events
    }

    private func track(_ name: String, of events: [[String: Any]]) throws -> [[String: Any]] {
        let named = events.first {
            $0["name"] as? String == "thread_name" && ($0["args"] as? [String: Any])?["name"] as? String == name
        }
        let number = try #require(named)["tid"] as? Int
        return events.filter { $0["ph"] as? String == "X" && $0["tid"] as? Int == number }
    }

    /// The phases stand on a track of their own, one after the other, each as long as the table says.
    private func checkSlices(_ events: [[String: Any]], _ phases: [String: [String: Double]]) throws {
        let slices = try track("phases", of: events)
        #expect(slices.count == phases.count)
        var end = 0.0
        for slice in slices {
            let name = try #require(slice["name"] as? String)
            let duration = try #require(slice["dur"] as? Double)
            #expect(abs(duration - 1e6 * (try #require(phases[name]?["seconds"]))) <= 1e-3)
            #expect(abs(try #require(slice["ts"] as? Double) - end) <= 1e-3)
            end += duration
        }
        #expect(try track("one streaming pass", of: events).count == 1)
    }

    /// The certified solver and the paper's method tell of their iterations; none begins before the last one's end.
    private func checkIterations(_ events: [[String: Any]], method: String, solveSeconds: Double) throws {
        guard ["certified", "paper"].contains(method) else { return }
        let slices = try track("iterations", of: events)
        #expect(!slices.isEmpty)
        var end = 0.0
        for slice in slices {
            let start = try #require(slice["ts"] as? Double)
            #expect(abs(start - end) <= 1e-3)
            end = start + (try #require(slice["dur"] as? Double))
        }
        #expect(end <= 1e6 * solveSeconds + 1e-3)
        #expect(events.filter { $0["name"] as? String == "price" && $0["ph"] as? String == "C" }.count == slices.count)
    }

    @Test func aBatchCountsItsProblems() throws {
        let arguments = ["profile", "--method", "batch", "--problems", "200", "--users", "20", "--repetitions", "1"]
        for threads in ["1", "2"] {
            let run = try RunningCommand(arguments + ["--threads", threads, "--json"], in: folder).outcome()
            #expect(run.status == 0)
            let profile = try #require(
                try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
            let seconds = try #require(profile["solveSeconds"] as? Double)
            #expect(profile["problems"] as? Double == 200)
            #expect(profile["users"] as? Double == 20)
            #expect(profile["status"] as? String == "optimal")
            #expect(try #require(profile["relativeGap"] as? Double) <= 1e-9)
            #expect(abs(try #require(profile["solvesPerSecond"] as? Double) * seconds - 200) <= 1e-6)
            // The phases are those of all solves, by thread; the last one is the rest of the time that has passed.
            let phases = try #require(profile["phases"] as? [String: [String: Double]])
            let sum = phases.values.reduce(0) { $0 + ($1["seconds"] ?? 0) }
            #expect(abs(sum - seconds) <= 1e-9 * seconds && phases["other"] != nil)
            #expect(try #require(profile["passes"] as? Double) >= 200)
        }
        let scenario = reference("hetero-n30-t30")
        let table = try folder.stepwell(
            "profile", scenario, "--method", "batch", "--problems", "10", "--repetitions", "1")
        #expect(table.status == 0)
        #expect(table.output.contains("10 problems of 30 users") && table.output.contains("solves per second"))
    }

    /// What is counted can be worked out: whole passes over 5,000 users and a sample, in columns of eight bytes.
    private func checkWork(_ phases: [String: [String: Double]], method: String) throws {
        for (name, phase) in phases where name != "other" {
            let (passes, bytes) = (try #require(phase["passes"]), try #require(phase["bytes"]))
            let exponentials = try #require(phase["exponentials"])
            #expect(passes >= 0 && bytes >= 0 && exponentials >= 0, "\(name)")
            // The narrowest pass reads four columns, the widest has 26; the most exponentials are four a round.
            #expect(bytes >= passes * 5000 * 8 * 4 && bytes <= passes * 5000 * 8 * 26, "\(name)")
            #expect(exponentials <= passes * 5000 * 4 * 20, "\(name)")
        }
        if method == "certified" {
            #expect(try #require(phases["local"]?["bytes"]) == 400_000)
            #expect(try #require(phases["local"]?["exponentials"]) == 10_000)
            #expect(try #require(phases["feasibility"]?["bytes"]) == 160_000)
            let price = try #require(phases["price"])
            let (exponentials, passes) = (try #require(price["exponentials"]), try #require(price["passes"]))
            #expect(abs(exponentials - passes * 5000 * 4) <= 1e-6 * exponentials)
        } else {
            let cold = try #require(phases["cold"]), warm = try #require(phases["warm"])
            #expect(try #require(warm["passes"]) <= (try #require(cold["passes"])))
            // At least one point per user in every pass, with two exponentials, and one more at the end.
            #expect(try #require(cold["exponentials"]) >= (try #require(cold["passes"]) + 1) * 5000 * 2)
        }
    }

    /// The passes of few users are those of branch and bound, in the profile and in the plan file: no fewer than the rows of the
    /// iteration table, nor than what is counted for the phase.
    @Test func passesOfFewUsersAreCounted() throws {
        let scenario = reference("hetero-n30-t30")
        #expect(try folder.stepwell("solve", scenario, "--quiet", "--log", "log", "--output", "plan.json").status == 0)
        let row = try #require(try folder.text(of: "log").split(separator: "\n").last)
        let rows = try #require(row.split(separator: " ").map(String.init).dropLast().last.flatMap(Double.init))
        let passes = JSONText(try folder.text(of: "plan.json")).number("statistics.passes")
        #expect(rows >= 1 && passes >= rows)
        let run = try folder.stepwell("profile", scenario, "--repetitions", "1", "--json")
        let profile = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(profile["passes"] as? Double == passes)
        let phases = try #require(profile["phases"] as? [String: [String: Double]])
        #expect(try #require(phases["branch and bound"]?["passes"]) <= passes + 1e-9)
        let seconds = try #require(profile["solveSeconds"] as? Double)
        #expect(abs(phases.values.reduce(0) { $0 + ($1["seconds"] ?? 0) } - seconds) <= 1e-9 * seconds)
    }

    @Test func tableNamesThePhases() throws {
        let run = try folder.stepwell("profile", "--users", "5000", "--repetitions", "1")
        #expect(run.status == 0)
        for word in [
            "feasibility", "local", "price", "plan", "solve", "streaming pass", "users per second", "users/s", "bytes",
            "exponentials", "ratio",
        ] {
            #expect(run.output.contains(word), "\(word)")
        }
    }

    @Test(arguments: ["certified", "greedy", "kkt", "batch"])
    func theExitStatusIsThatOfTheSolve(method: String) throws {
        try folder.write(
            validScenario.with("\"utilityRate\"", "\"minimumSteps\": 70, \"utilityRate\""), to: "infeasible.json")
        let run = try folder.stepwell("profile", "infeasible.json", "--method", method, "--repetitions", "1")
        #expect(run.status == 3, "\(run)")
        #expect(run.output.contains("infeasible"), "\(run)")
    }

    @Test func anEarlyEndShowsInTheExitStatus() throws {
        try folder.write(endlessScenario(), to: "endless.json")
        let run = try folder.stepwell(
            "profile", "endless.json", "--gap", "1e-14", "--time-limit", "0.05", "--repetitions", "1")
        #expect(run.status == 2, "\(run)")
        #expect(run.output.contains("timeLimit"))
    }

    @Test func badSettingsAreUsageErrors() throws {
        #expect(try folder.stepwell("profile", "--users", "0").status == 64)
        #expect(try folder.stepwell("profile", "--repetitions", "0").status == 64)
        #expect(try folder.stepwell("profile", "missing.json").status == 74)
    }
}
