import OffloadModel

/// Problems whose optimum has a kink in the budget, or nearly, or none: the places where a price can mislead.
///
/// Who is at the edge is given, since the devices cannot do the fewest steps. Some users are *heavy*: their last step is
/// worth more than the first one of the others.
public struct KinkedProblems {
    /// What a problem is like.
    public enum Family: String, CaseIterable, Sendable {
        /// Everybody is at S_1, and the budget is exactly Σ S_1.
        case allAtMost
        /// Everybody is at L, and the budget is exactly Σ L.
        case allAtFewest
        /// The heavy are at S_1 and the light at L, and the budget is exactly the sum of these.
        case mixture
        /// As in `mixture`, but for one user between its limits, for whom the others leave a whole number.
        case oneBetween
        /// As in `mixture`, but for alike users who share what the others leave in equal whole numbers.
        case twinsBetween
        /// The ordinary case: several are between their limits.
        case between
        /// One user, at a limit or between.
        case single
        /// Curves that are nearly straight.
        case straight
        /// p = q, with the budget Σ S_1.
        case equalRates
        /// p = q = 0, or only one of them; half of the users gain nothing by steps.
        case zeroRates
        /// L = S_1 for half of the users, with the budget Σ L or Σ S_1.
        case fixedBlocks
        /// A budget of nothing, and users who must be at the edge for no steps.
        case zeroBudget
        /// Everybody is on its device.
        case nobody
        /// More budget than anybody wants.
        case slack
        /// Everybody is at S_1, and the budget is Σ S_1 to rounding: limits in tenths.
        case decimal
    }

    private var random: SeededGenerator

    /// Starts a sequence.
    public init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// The next problem of a family with so many users at the edge; of `single` with one.
    public mutating func next(_ family: Family, count: Int) throws -> OffloadProblem {
        var edge = (0..<(family == .single ? 1 : count)).map { user in
            curve(weight: [.mixture, .oneBetween, .twinsBetween].contains(family) && user % 2 == 1 ? 1e-3 : 1)
        }
        adapt(&edge, family)
        let budget = budget(edge, family)
        var local = edge
        for user in edge.indices {
            if family == .nobody { edge[user].constant += 10 } else { local[user].mostSteps = -1 }
        }
        // Two users whom the edge is closed to.
        for _ in 0..<2 {
            let curve = curve(weight: 1)
            local.append(curve)
            edge.append(curve)
            edge[edge.count - 1].mostSteps = -1
        }
        return try OffloadProblem(local: CostCurves(local), edge: CostCurves(edge), stepBudget: budget)
    }

    private mutating func adapt(_ edge: inout [CostCurve], _ family: Family) {
        let middle = curve(weight: 0.05)
        for user in edge.indices {
            switch family {
            case .oneBetween, .twinsBetween:
                guard user == 0 || (family == .twinsBetween && user % 4 == 0) else { continue }
                edge[user] = middle
                edge[user].mostSteps = middle.fewestSteps + 9
            case .straight:
                edge[user].errorWeight *= 1e3
                (edge[user].errorDecay, edge[user].utilityWeight) = (1e-6, 0)
            case .equalRates: edge[user].utilityRate = edge[user].errorDecay
            case .zeroRates:
                edge[user].errorDecay = 0
                if user % 2 == 0 { edge[user].utilityRate = 0 }
                if user % 4 == 0 { edge[user].stepCost = 0 }
            case .fixedBlocks: if user % 2 == 0 { edge[user].mostSteps = edge[user].fewestSteps }
            case .zeroBudget: edge[user].fewestSteps = 0
            case .decimal: edge[user].mostSteps = edge[user].fewestSteps + 0.1 * Double(1 + user % 7)
            default: break
            }
        }
    }

    private mutating func budget(_ edge: [CostCurve], _ family: Family) -> Double {
        let fewest = PreciseSum(edge.map(\.fewestSteps)).value
        let most = PreciseSum(edge.map(\.mostSteps)).value
        switch family {
        case .allAtMost, .equalRates, .decimal: return most
        case .allAtFewest: return fewest
        case .mixture, .oneBetween, .twinsBetween, .zeroRates:
            return edge.indices.reduce(0) { sum, user in
                let isBetween = family == .twinsBetween ? user % 4 == 0 : family == .oneBetween && user == 0
                let isAtMost = (user % 2 == 0) != (family == .zeroRates)
                return sum
                    + (isBetween
                        ? edge[user].fewestSteps + 5 : isAtMost ? edge[user].mostSteps : edge[user].fewestSteps)
            }
        case .between: return (fewest + random.uniform(0.2, 0.8) * (most - fewest)).rounded()
        case .single: return [fewest, most, fewest + 1, fewest + 0.7].randomElement(using: &random)!
        case .straight: return fewest + Double(Int.random(in: 1...6, using: &random))
        case .fixedBlocks: return random.chance(0.5) ? fewest : most
        case .zeroBudget: return 0
        case .nobody: return random.chance(0.5) ? 0 : 7
        case .slack: return most + random.uniform(0.25, 9)
        }
    }

    /// A user who gains by every step that it may have, with whole limits.
    private mutating func curve(weight: Double) -> CostCurve {
        let fewest = Double(Int.random(in: 1...3, using: &random))
        return CostCurve(
            constant: random.uniform(-1, 0), stepCost: random.logUniform(1e-6, 1e-5),
            errorWeight: weight * random.uniform(0.5, 1), errorDecay: random.uniform(0.02, 0.2),
            utilityWeight: weight * random.uniform(0.5, 1), utilityRate: random.uniform(0.02, 0.2),
            fewestSteps: fewest, mostSteps: fewest + Double(Int.random(in: 2...9, using: &random)))
    }
}
