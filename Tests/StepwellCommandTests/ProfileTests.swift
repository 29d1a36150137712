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
        let phases = try #require(profile["phases"] as? [String: Double])
        #expect(events.count == phases.count)
        for event in events {
            #expect(event["ph"] as? String == "X")
            let name = try #require(event["name"] as? String)
            let duration = try #require(event["dur"] as? Double)
            let seconds = try #require(phases[name])
            #expect(abs(duration - 1e6 * seconds) <= 1e-3)
        }
    }

    @Test func tableNamesThePhases() throws {
        let run = try folder.stepwell("profile", "--users", "5000", "--repetitions", "1")
        #expect(run.status == 0)
        for word in ["feasibility", "local", "price", "plan", "solve", "streaming pass", "users per second"] {
            #expect(run.output.contains(word), "\(word)")
        }
    }

    @Test func badSettingsAreUsageErrors() throws {
        #expect(try folder.stepwell("profile", "--users", "0").status == 64)
        #expect(try folder.stepwell("profile", "--repetitions", "0").status == 64)
        #expect(try folder.stepwell("profile", "missing.json").status == 74)
    }
}
