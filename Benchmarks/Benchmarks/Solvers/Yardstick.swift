import Benchmark
import Stepwell

/// Times as ratios to one streaming pass over as many users, measured in the same process: what is compared over commits.
enum Yardstick {
    /// Thousandths of a streaming pass.
    static let metric = BenchmarkMetric.custom(
        "thousandths of a streaming pass", polarity: .prefersSmaller, useScalingFactor: false)

    /// A ratio may grow by so many percent before it counts as slower: the machines are noisy, also within one run.
    static var tolerance: BenchmarkThresholds { BenchmarkThresholds(relative: [.p50: 30]) }

    /// Measures a body over some users.
    static func measure(_ benchmark: Benchmark, users: Int, _ body: () throws -> Void) rethrows {
        let pass = secondsPerUser * Double(users)
        benchmark.startMeasurement()
        let start = SolveClock.continuous.seconds()
        try body()
        let seconds = SolveClock.continuous.seconds() - start
        benchmark.stopMeasurement()
        benchmark.measurement(metric, Int((1000 * seconds / pass).rounded()))
    }

    /// Seconds per user of one pass over so many users that they do not fit any cache; the fastest of seven.
    private static let secondsPerUser: Double = {
        let users = 4_000_000
        let curves = Problems.heterogeneous(users).edge
        var pass = StreamingPass(count: users)
        let seconds = (0..<7).map { _ in
            let start = SolveClock.continuous.seconds()
            blackHole(try? pass.run(over: curves))
            return SolveClock.continuous.seconds() - start
        }
        return (seconds.min() ?? .infinity) / Double(users)
    }()
}
