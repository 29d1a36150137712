import Benchmark
import Stepwell

/// The interior-point method on the paper's P2: the arrow-shaped system on many users, the dense one on few.
func interiorPointSuite() {
    for users in [30, 1000, 100_000] {
        Benchmark("interior-point-arrow-\(users)") { benchmark in
            guard let program = CrossChecker.program(of: Problems.subproblem(users)) else { throw Unsolved() }
            let solver = try InteriorPointSolver()
            try Yardstick.measure(benchmark, users: users) {
                guard try solver.solve(program).status == .optimal else { throw Unsolved() }
            }
        }
    }

    for users in [30, 200] {
        Benchmark("interior-point-dense-\(users)") { benchmark in
            guard let program = CrossChecker.program(of: Problems.subproblem(users)) else { throw Unsolved() }
            let solver = try InteriorPointSolver()
            try Yardstick.measure(benchmark, users: users) {
                guard try solveDense(program, with: solver).status == .optimal else { throw Unsolved() }
            }
        }
    }
}

private func solveDense(
    _ program: some ArrowProgram, with solver: InteriorPointSolver
) throws -> InteriorPointResult {
    try solver.solve(DenseForm(program))
}
