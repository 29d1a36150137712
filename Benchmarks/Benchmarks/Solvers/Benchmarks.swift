import Benchmark
import Stepwell

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [Yardstick.metric, .wallClock, .peakMemoryResident], warmupIterations: 2, maxDuration: .seconds(2),
        thresholds: [Yardstick.metric: Yardstick.tolerance])
    kernelSuite()
    certifiedSuite()
    subproblemSuite()
    interiorPointSuite()
    batchSuite()
}
