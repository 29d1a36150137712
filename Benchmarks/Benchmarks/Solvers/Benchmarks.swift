import Benchmark
import Stepwell

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [Yardstick.metric, .wallClock, .peakMemoryResident],
        // Otherwise a ratio would be written in thousands as soon as it is large, and two runs in different units.
        units: [Yardstick.metric: .count], warmupIterations: 2, maxDuration: .seconds(2),
        thresholds: [Yardstick.metric: Yardstick.tolerance])
    kernelSuite()
    certifiedSuite()
    subproblemSuite()
    interiorPointSuite()
    batchSuite()
}
