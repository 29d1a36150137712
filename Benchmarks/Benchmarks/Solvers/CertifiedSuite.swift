import Benchmark
import Stepwell

/// P1 to proven optimality.
func certifiedSuite() {
    for users in [30, 1000, 100_000, 1_000_000] {
        for (rule, suffix) in [(StepRule.continuous, ""), (.integer, "-whole-steps")] {
            for threads in users < 100_000 ? [1] : [1, 2] {
                Benchmark("certified\(suffix)-\(users)-threads-\(threads)") { benchmark in
                    let problem = Problems.heterogeneous(users)
                    let solver = try CertifiedSolver(.init(stepRule: rule, threads: threads))
                    var workspace = SolveWorkspace()
                    try Yardstick.measure(benchmark, users: users) {
                        let result = solver.solve(problem, using: &workspace)
                        guard result.status == .optimal else { throw Unsolved() }
                        blackHole(result.objective)
                    }
                }
            }
        }
    }
}

/// A benchmark's solve did not end as it should.
struct Unsolved: Error {}
