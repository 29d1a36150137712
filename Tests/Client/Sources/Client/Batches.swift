import Stepwell

/// A view model of the main actor: its problems are made as they are wanted, of its own state.
@MainActor final class BudgetTable {
    var share = 0.25
    var objectives: [Double] = []

    func fill(_ base: [OffloadProblem], threads: Int) throws {
        let problems = base.lazy.map { try! $0.withStepBudget(self.share * $0.stepBudget) }
        try BatchSolver(threads: threads).solve(each: problems) { result in
            MainActor.assertIsolated()
            objectives.append(result.objective ?? .nan)
        }
    }
}

/// A service that keeps its own count.
actor BudgetService {
    private var solved = 0

    func solve(_ problems: [OffloadProblem], threads: Int) throws -> Int {
        let checked = problems.lazy.map { problem in
            self.assertIsolated()
            return problem
        }
        try BatchSolver(threads: threads).solve(each: checked) { _ in solved += 1 }
        return solved
    }
}

@MainActor func solveBatches() async throws {
    let problems = try (1...100).map { try Population.problem(users: 5 + $0 % 40, stepBudget: Double(10 * $0)) }
    let single = try CertifiedSolver()
    let expected = problems.map { single.solve($0).objective }
    for threads in [1, 2, 4] {
        let results = try BatchSolver(threads: threads).solve(problems)
        print("\(threads) threads: \(results.count) results, the same bits: \(results.map(\.objective) == expected)")
    }
    let table = BudgetTable()
    try table.fill(problems, threads: 2)
    print("a quarter of the budgets: \(table.objectives.count) objectives, sum \(short(table.objectives.reduce(0, +)))")
    print("from an actor: \(try await BudgetService().solve(problems, threads: 2))")
}
