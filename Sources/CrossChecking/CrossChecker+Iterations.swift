import OffloadModel
import SuccessiveConvex

extension CrossChecker {
    /// Compares the P2 that the paper's method meets: each is expanded around the solution of the last one, with the
    /// penalty linearised there as well, that is Algorithm 3 with one iteration of Algorithm 1 in each sub-problem.
    ///
    /// The first one is expanded around a = ½ and s = max(½, ½·min(S_0, S_1)); users without a choice have a = 0 or 1.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - penalty: τ ≥ 0.
    ///   - count: how many P2 to compare at most; fewer if one has no solution or the last one changed nothing.
    ///   - onComparison: called after every comparison; returns false to stop.
    /// - Returns: One comparison per P2, with the subject `P2, iteration k`.
    /// - Throws: ``CrossCheckError/subproblem(_:)`` for a negative penalty, and what ``compare(_:with:)`` throws.
    public func compareIterations(
        of problem: OffloadProblem, penalty: Double, count: Int, onComparison: (Agreement) -> Bool = { _ in true }
    ) throws(CrossCheckError) -> [Agreement] {
        var (decisions, steps) = Self.expansionPoint(of: problem)
        var agreements: [Agreement] = []
        for iteration in 1...max(count, 1) {
            let subproblem: P2Problem
            do throws(P2Error) {
                subproblem = try P2Problem(
                    problem, decisions: decisions, steps: steps, penalty: penalty, kernels: kernels)
            } catch {
                throw .subproblem(error)
            }
            let start = clock.seconds()
            let solution = KKTSolver(kernels: kernels).solve(subproblem)
            let seconds = clock.seconds() - start
            var agreement = try compare(subproblem, with: solution)
            agreement.subject = "P2, iteration \(iteration)"
            agreement.solverSeconds = seconds
            agreements.append(agreement)
            let isLast = solution.decisions == decisions && solution.steps == steps
            guard onComparison(agreement), solution.status == .solved, !isLast else { break }
            (decisions, steps) = (solution.decisions, solution.steps)
        }
        return agreements
    }

    /// a = ½, or 0 and 1 for users without a choice, and s = max(½, ½·min(S_0, S_1)).
    public static func expansionPoint(of problem: OffloadProblem) -> (decisions: [Double], steps: [Double]) {
        let (local, edge) = (problem.local, problem.edge)
        let decisions = (0..<problem.count).map { user in
            if local.fewestSteps[user] > local.mostSteps[user] { return 1.0 }
            return edge.fewestSteps[user] > edge.mostSteps[user] ? 0 : 0.5
        }
        let steps = (0..<problem.count).map { max(0.5, 0.5 * min(local.mostSteps[$0], edge.mostSteps[$0])) }
        return (decisions, steps)
    }
}
