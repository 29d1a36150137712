import OffloadModel
import SuccessiveConvex

extension CrossChecker {
    /// Compares the P2 that the paper's method meets: each is expanded around the solution of the last one, with the
    /// penalty linearised there as well, that is Algorithm 3 with one iteration of Algorithm 1 in each sub-problem.
    ///
    /// The first one is expanded around ``expansionPoint(of:)``.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - penalty: τ ≥ 0, as far as P2 takes it.
    ///   - count: how many P2 to compare at most, at least 1; fewer if one has no solution or the last one changed nothing.
    ///   - onComparison: called after every comparison; returns false to stop.
    /// - Returns: One comparison per P2, with the subject `P2, iteration k`.
    /// - Throws: ``CrossCheckError/setting(_:)`` for a count below 1, ``CrossCheckError/subproblem(_:)`` for a penalty out
    ///   of its range, and what ``compare(_:with:)`` throws.
    public func compareIterations(
        of problem: OffloadProblem, penalty: Double, count: Int, onComparison: (Agreement) -> Bool = { _ in true }
    ) throws(CrossCheckError) -> [Agreement] {
        guard count >= 1 else { throw .setting("count is \(count), allowed is a whole number of at least 1") }
        var (decisions, steps) = Self.expansionPoint(of: problem)
        var agreements: [Agreement] = []
        for iteration in 1...count {
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

    /// A point inside the limits and the budget of P1, so that the P2 that is expanded there has solutions.
    ///
    /// Users with a choice have a = ½ and s half-way from L to the smaller limit, or a quarter of the way to the larger one
    /// where the smaller one is L; those without have a = 0 or 1 and s half-way from L to their limit. Where that exceeds
    /// the budget, the steps of those with a = 1 are moved towards L until half of what their L leave is left, and the
    /// decisions of all others are made smaller by one factor until Σ a·s is at most 0.9 of the rest.
    public static func expansionPoint(of problem: OffloadProblem) -> (decisions: [Double], steps: [Double]) {
        var decisions = [Double](repeating: 0.5, count: problem.count)
        var steps = decisions
        var (least, rise, optional) = (PreciseSum(), PreciseSum(), PreciseSum())
        for user in 0..<problem.count {
            let (local, edge) = (problem.local[user], problem.edge[user])
            if !local.isAvailable {
                decisions[user] = 1
                rise.add(0.5 * (edge.mostSteps - edge.fewestSteps))
                least.add(edge.fewestSteps)
            } else if !edge.isAvailable {
                decisions[user] = 0
                steps[user] = local.fewestSteps + 0.5 * (local.mostSteps - local.fewestSteps)
            } else {
                let fewest = max(local.fewestSteps, edge.fewestSteps)
                let (small, large) = (
                    min(local.mostSteps, edge.mostSteps) - fewest, max(local.mostSteps, edge.mostSteps) - fewest
                )
                steps[user] = fewest + (small > 0 ? 0.5 * small : 0.25 * max(large, 0))
                optional.add(0.5 * steps[user])
            }
        }
        least.add(-problem.stepBudget)
        let room = max(-least.value, 0)
        let share = rise.value > 0.5 * room ? 0.5 * room / rise.value : 1
        let rest = max(room - share * rise.value, 0)
        let factor = optional.value > 0.9 * rest ? 0.9 * rest / optional.value : 1
        for user in 0..<problem.count {
            if decisions[user] == 1 {
                let (fewest, most) = (problem.edge.fewestSteps[user], problem.edge.mostSteps[user])
                steps[user] = fewest + share * 0.5 * (most - fewest)
            } else {
                decisions[user] *= factor
            }
        }
        return (decisions, steps)
    }
}
