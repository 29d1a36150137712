import Benchmark
import Stepwell

// Times are compared as ratios within one run: `streaming-pass` of the same size is the yardstick of every suite.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .cpuTotal, .peakMemoryResident], warmupIterations: 2, maxDuration: .seconds(3))

    for users in [100_000, 1_000_000] {
        let problem = Problems.heterogeneous(users)

        Benchmark("streaming-pass-\(users)") { benchmark in
            var pass = StreamingPass(count: users)
            benchmark.startMeasurement()
            blackHole(pass.run(over: problem.edge))
        }

        Benchmark("kernel-minimise-\(users)") { benchmark in
            var minima = MinimumColumns(count: users)
            benchmark.startMeasurement()
            minima.minimise(problem.edge, price: 0.0036, rule: .continuous, with: Kernels())
            blackHole(minima.costs[0])
        }

        for threads in [1, 2] {
            Benchmark("certified-\(users)-threads-\(threads)") { _ in
                blackHole(try CertifiedSolver(.init(threads: threads)).solve(problem).objective)
            }
        }

        Benchmark("certified-whole-steps-\(users)") { _ in
            blackHole(try CertifiedSolver(.init(stepRule: .integer, threads: 2)).solve(problem).objective)
        }

        let subproblem = Problems.subproblem(of: problem)
        Benchmark("p2-cold-\(users)") { benchmark in
            var workspace = KKTWorkspace()
            workspace.reset(count: users)
            benchmark.startMeasurement()
            blackHole(KKTSolver().solve(subproblem, in: &workspace).objective)
        }
    }

    let small = (1...1000).map { Problems.heterogeneous(30, seed: $0) }
    for threads in [1, 2] {
        Benchmark("batch-1000-of-30-threads-\(threads)") { _ in
            blackHole(try BatchSolver(threads: threads).solve(small).count)
        }
    }
}
