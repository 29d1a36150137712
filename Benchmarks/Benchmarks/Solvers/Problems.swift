import Stepwell

/// The problems that the suites share: the generator's family hetero, seed 1.
enum Problems {
    /// A problem with a number of users, made when it is first asked for: every benchmark has a process of its own.
    static func heterogeneous(_ users: Int, seed: UInt64 = 1) -> OffloadProblem {
        let key = Key(users: users, seed: seed)
        if let known = made[key] { return known }
        do {
            let problem = try OffloadProblem(
                ScenarioGenerator(family: .hetero, users: users, seed: seed).scenario())
            made[key] = problem
            return problem
        } catch {
            fatalError("the generator failed: \(error)")
        }
    }

    /// The first sub-problem of the paper's method: a = ½, s halfway to the smaller limit.
    static func subproblem(_ users: Int) -> P2Problem {
        let problem = heterogeneous(users)
        let steps = (0..<problem.count).map {
            max(0.5, 0.5 * min(problem.local.mostSteps[$0], problem.edge.mostSteps[$0]))
        }
        let decisions = [Double](repeating: 0.5, count: problem.count)
        do {
            return try P2Problem(problem, decisions: decisions, steps: steps, penalty: 0, previous: decisions)
        } catch {
            fatalError("no sub-problem: \(error)")
        }
    }

    private struct Key: Hashable {
        var users: Int
        var seed: UInt64
    }

    /// Benchmarks run one after the other on one thread.
    nonisolated(unsafe) private static var made: [Key: OffloadProblem] = [:]
}
