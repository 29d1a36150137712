import Benchmark
import Stepwell

/// Many small problems.
func batchSuite() {
    for threads in [1, 2] {
        Benchmark("batch-1000-of-30-threads-\(threads)") { benchmark in
            let problems = (1...1000).map { Problems.heterogeneous(30, seed: $0) }
            let solver = try BatchSolver(threads: threads)
            Yardstick.measure(benchmark, users: 30_000) { blackHole(solver.solve(problems).count) }
        }
    }
}
