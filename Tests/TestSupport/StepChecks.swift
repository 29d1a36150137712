import OffloadModel

/// What the steps of plans must be, as exactly as they are stored.
public enum StepChecks {
    /// The first step count of a plan that is within a few units in the last place of a limit or of a whole number
    /// without being that number.
    public static func nearMiss(in plan: Plan, of problem: OffloadProblem) -> (user: Int, steps: Double)? {
        for user in 0..<problem.count {
            let steps = plan.steps[user]
            let curve = problem.curves(at: plan.offloaded[user] ? .edge : .local)[user]
            for number in [curve.fewestSteps, curve.mostSteps, steps.rounded()] {
                let distance = abs(steps - number)
                if distance > 0, distance <= 64 * max(number, steps).ulp { return (user, steps) }
            }
        }
        return nil
    }

    /// The largest sum of the edge steps, in doubles, over several orders in which one may add them up.
    public static func largestSum(of plan: Plan) -> Double {
        let edge = (0..<plan.count).filter { plan.offloaded[$0] }.map { plan.steps[$0] }
        func pairwise(_ part: ArraySlice<Double>) -> Double {
            guard part.count > 1 else { return part.first ?? 0 }
            let middle = part.startIndex + part.count / 2
            return pairwise(part[..<middle]) + pairwise(part[middle...])
        }
        var random = SeededGenerator(seed: 9)
        let orders = [edge, edge.reversed(), edge.sorted(), edge.shuffled(using: &random)]
        return max(pairwise(edge[...]), orders.map { $0.reduce(0, +) }.max() ?? 0)
    }
}
