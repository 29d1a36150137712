import Foundation
import OffloadModel
import TestSupport
import Testing

/// Hostile problems, thousands of them: whatever the numbers are, every claim of every method must hold.
///
/// `STEPWELL_FUZZ_PROBLEMS` asks for more of them than the ordinary tests draw, `STEPWELL_FUZZ_SEED` for others. A
/// problem that breaks something is printed with its seed, shrunk, as a file for `Regressions`; `STEPWELL_FUZZ_ONLY`, its number,
/// draws it alone.
@Suite struct NumericFuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let parts = 8

    @Test(.timeLimit(.minutes(600)), arguments: 0..<parts)
    func everyClaimHolds(part: Int) throws {
        let count = Self.environment["STEPWELL_FUZZ_PROBLEMS"].flatMap { Int($0) } ?? Effort.rounds(2000)
        let seed = Self.environment["STEPWELL_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
        var refused = 0
        var verdicts: [String: Int] = [:]
        var broken = 0
        let only = Self.environment["STEPWELL_FUZZ_ONLY"].flatMap { Int($0) }
        let watchdog = Watchdog()
        for number in part * count / Self.parts..<(part + 1) * count / Self.parts where number == only ?? number {
            let problemSeed = seed &* 1_000_000_007 &+ UInt64(number)
            var problems = HostileProblems(seed: problemSeed)
            let draw = problems.next()
            guard let problem = try? draw.problem() else {
                refused += 1
                continue
            }
            watchdog.watch("problem \(number) of seed \(seed), \(draw.family.rawValue)", problem, seed: problemSeed)
            var checks = ProblemChecks(problem, seed: problemSeed)
            checks.run()
            verdicts.merge(checks.verdicts) { $0 + $1 }
            guard let failure = checks.failures.first else { continue }
            broken += 1
            // The first few are enough to work on.
            guard broken <= 3 else { continue }
            print("problem \(number) of seed \(seed), \(draw.family.rawValue), to be shrunk: \(checks.failures)")
            watchdog.watch("shrinking problem \(number) of seed \(seed)", problem, seed: problemSeed)
            let kind = Self.kind(of: failure)
            let shrunk = ProblemShrinker { candidate in
                ProblemChecks.failures(of: candidate, seed: problemSeed).contains { Self.kind(of: $0) == kind }
            }.shrink(problem)
            let file = try ProblemFile(shrunk, seed: problemSeed, found: failure).json()
            Issue.record("problem \(number) of seed \(seed), \(draw.family.rawValue): \(checks.failures)\n\(file)")
        }
        watchdog.stop()
        #expect(broken == 0)
        // A fuzzer whose problems are all refused finds nothing.
        #expect(refused < count / Self.parts / 2)
        if Self.environment["STEPWELL_FUZZ_PROBLEMS"] != nil {
            let counts = verdicts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            print(
                "part \(part) of seed \(seed), \(count / Self.parts) problems: \(broken) broken, \(refused) refused, "
                    + counts.joined(separator: ", "))
        }
    }

    /// Every problem that once broke something, with the random parts of its checks as they were.
    @Test func nothingBreaksAgain() throws {
        let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Regressions")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        #expect(names.count >= 18)
        for name in names.sorted() {
            let file = try ProblemFile(json: Data(contentsOf: folder.appendingPathComponent(name)))
            let failures = ProblemChecks.failures(of: try file.problem(), seed: file.seed)
            #expect(failures == [], "\(name)")
        }
    }

    /// What a failure is about, without its numbers.
    private static func kind(of failure: String) -> String {
        String(failure.prefix { $0 != ":" }) + failure.filter { $0.isLetter }.prefix(60)
    }
}

/// Says which problem it was if one takes longer than any may.
private final class Watchdog: @unchecked Sendable {
    private let lock = NSLock()
    private var text = ""
    private var began = Date()
    private let timer = DispatchSource.makeTimerSource(queue: .global(qos: .userInitiated))

    init() {
        timer.schedule(deadline: .now() + 5, repeating: 5)
        timer.setEventHandler { [weak self] in self?.look() }
        timer.resume()
    }

    func watch(_ what: String, _ problem: OffloadProblem, seed: UInt64) {
        lock.withLock {
            began = Date()
            text = what + "\n" + ((try? ProblemFile(problem, seed: seed, found: "takes too long").json()) ?? "")
        }
    }

    func stop() { timer.cancel() }

    private func look() {
        let (text, seconds) = lock.withLock { (self.text, Date().timeIntervalSince(began)) }
        guard seconds > 300 else { return }
        fatalError("after \(seconds) seconds no answer to \(text)")
    }
}
