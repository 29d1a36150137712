import Foundation
import Testing

/// `stepwell profile`: the numbers fit each other, and the trace is one that Perfetto reads.
@Suite struct ProfileTests {
    private let folder = Folder()

    @Test(arguments: ["certified", "kkt"]) func numbersFitEachOther(method: String) throws {
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

        let trace = try #require(
            try JSONSerialization.jsonObject(with: folder.data(of: "trace.json")) as? [String: Any])
        let events = try #require(trace["traceEvents"] as? [[String: Any]])
        let phases = try #require(profile["phases"] as? [String: [String: Double]])
        #expect(events.count == phases.count)
        for event in events {
            #expect(event["ph"] as? String == "X")
            let name = try #require(event["name"] as? String)
            let duration = try #require(event["dur"] as? Double)
            let phase = try #require(phases[name])
            let seconds = try #require(phase["seconds"])
            #expect(abs(duration - 1e6 * seconds) <= 1e-3)
            #expect(abs(try #require(phase["share"]) - seconds / solve) <= 1e-9)
            #expect(abs(try #require(phase["streamingPasses"]) - seconds / pass) <= 1e-9 * seconds / pass)
            if seconds > 0 {
                #expect(abs(try #require(phase["usersPerSecond"]) * seconds - 5000) <= 1e-6)
            }
        }
        try checkWork(phases, method: method)
    }

    /// What is counted can be worked out: whole passes over 5,000 users and a sample, in columns of eight bytes.
    private func checkWork(_ phases: [String: [String: Double]], method: String) throws {
        for (name, phase) in phases {
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

    @Test func badSettingsAreUsageErrors() throws {
        #expect(try folder.stepwell("profile", "--users", "0").status == 64)
        #expect(try folder.stepwell("profile", "--repetitions", "0").status == 64)
        #expect(try folder.stepwell("profile", "missing.json").status == 74)
    }
}
