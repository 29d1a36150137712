import Benchmark
import Stepwell

/// The paper's P2 by its KKT conditions, from scratch and from its own solution, and the whole method.
func subproblemSuite() {
    for users in [30, 10_000, 100_000, 1_000_000] {
        let solver = KKTSolver()

        Benchmark("p2-cold-\(users)") { benchmark in
            let subproblem = Problems.subproblem(users)
            var workspace = KKTWorkspace()
            workspace.reset(count: users)
            try Yardstick.measure(benchmark, users: users) {
                guard solver.solve(subproblem, in: &workspace).status == .solved else { throw Unsolved() }
            }
        }

        Benchmark("p2-warm-\(users)") { benchmark in
            let subproblem = Problems.subproblem(users)
            var workspace = KKTWorkspace()
            workspace.reset(count: users)
            _ = solver.solve(subproblem, in: &workspace)
            try Yardstick.measure(benchmark, users: users) {
                guard solver.solve(subproblem, in: &workspace).status == .solved else { throw Unsolved() }
            }
        }
    }

    Benchmark("paper-1000") { benchmark in
        let problem = Problems.heterogeneous(1000)
        try Yardstick.measure(benchmark, users: 1000) {
            blackHole(try SuccessiveConvexSolver().solve(problem).objective)
        }
    }
}
