import OffloadModel
import TestSupport
import Testing

/// True prices of steps pass, and false ones are found, for plans whose prices are known by construction.
@Suite struct PriceFaultsTests {
    /// A problem at a kink with its best plan and both prices, straight from their definition.
    private struct Case {
        let problem: OffloadProblem
        let plan: Plan
        let objective: Double
        let price: Double
        let below: Double?

        /// Everybody at the limit that the family has it at.
        init(_ family: KinkedProblems.Family, seed: UInt64, rule: StepRule) throws {
            var problems = KinkedProblems(seed: seed)
            problem = try problems.next(family, count: 2 + Int(seed % 7))
            var plan = Plan(sites: [], steps: [], stepRule: rule)
            var (price, below) = (0.0, Double.infinity)
            for user in 0..<problem.count {
                let isAway = problem.local.mostSteps[user] < problem.local.fewestSteps[user]
                let curve = isAway ? problem.edge[user] : problem.local[user]
                let isAtMost = family == .allAtMost || family == .slack || (family == .mixture && user % 2 == 0)
                let steps =
                    isAway
                    ? isAtMost ? curve.mostSteps : curve.fewestSteps : Self.minimiser(of: curve, rule)
                plan.offloaded.append(isAway)
                plan.steps.append(steps)
                guard isAway else { continue }
                let worth = Self.worth(of: curve, at: steps, rule)
                if steps < curve.mostSteps { price = max(price, worth.more) }
                if steps > curve.fewestSteps { below = min(below, worth.less) }
            }
            // Of less than a step whole steps have no use.
            let most = PreciseSum(plan.steps.indices.filter { plan.offloaded[$0] }.map { plan.steps[$0] }).value
            if problem.spendableBudget(under: rule) > most { (price, below) = (0, 0) }
            self.plan = plan
            self.price = price
            self.below = below < .infinity ? below : nil
            objective = plan.cost(in: problem)
        }

        private static func minimiser(of curve: CostCurve, _ rule: StepRule) -> Double {
            guard rule == .integer else { return BruteForce.minimiser(of: curve, price: 0) }
            return stride(from: curve.fewestSteps, through: curve.mostSteps, by: 1).min {
                curve.value(at: $0) < curve.value(at: $1)
            }!
        }

        private static func worth(of curve: CostCurve, at steps: Double, _ rule: StepRule) -> (
            more: Double, less: Double
        ) {
            guard rule == .integer else { return (-curve.derivative(at: steps), -curve.derivative(at: steps)) }
            // Beside the constant the differences would lose digits.
            var curve = curve
            curve.constant = 0
            return (
                curve.value(at: steps) - curve.value(at: steps + 1), curve.value(at: steps - 1) - curve.value(at: steps)
            )
        }

        /// True for the one fault of the price, with the true price, to rounding.
        func isOfPrice(_ faults: [PriceFault]) -> Bool {
            guard faults.count == 1, case .price(let found) = faults[0] else { return false }
            return abs(found - price) <= 1e-13
        }

        /// True for the one fault of the price below, with the true one, to rounding.
        func isOfPriceBelow(_ faults: [PriceFault]) -> Bool {
            guard faults.count == 1, case .below(let found) = faults[0] else { return false }
            guard let found, let below else { return (found == nil) == (below == nil) }
            return abs(found - below) <= 1e-13
        }

        func faults(_ price: Double, _ below: PriceBelow?) -> [PriceFault] {
            plan.priceFaults(price, below: below, objective: objective, allowance: 1e-9 * abs(objective), in: problem)
        }
    }

    private static let families: [KinkedProblems.Family] = [.allAtMost, .allAtFewest, .mixture, .slack]

    @Test(arguments: families, StepRule.allCases) func truthPasses(family: KinkedProblems.Family, rule: StepRule) throws
    {
        for seed in 1...UInt64(Effort.rounds(100)) {
            let known = try Case(family, seed: seed, rule: rule)
            let faults = known.faults(known.price, PriceBelow(known.below))
            #expect(faults.isEmpty, "seed \(seed): \(faults)")
        }
    }

    /// Between the two true prices every number is a multiplier: good enough where nothing is said of fewer steps, as
    /// in older files, and false where it is.
    @Test(arguments: families) func anyMultiplierIsNotThePrice(family: KinkedProblems.Family) throws {
        for seed in 1...UInt64(Effort.rounds(100)) {
            let known = try Case(family, seed: seed, rule: .continuous)
            let highest = known.below ?? 10 * known.price
            for share in [0.01, 0.5, 1] where highest > 1.1 * known.price {
                let price = known.price + share * (highest - known.price)
                #expect(known.faults(price, nil).isEmpty)
                let faults = known.faults(price, PriceBelow(known.below))
                #expect(faults.contains(.price(found: known.price)), "seed \(seed): \(faults)")
                guard known.below != nil, share < 1 else { continue }
                let others = known.faults(known.price, .cost(price))
                #expect(others.contains(.below(found: known.below)), "seed \(seed): \(others)")
            }
        }
    }

    /// A price beyond the multipliers, and a verdict on fewer steps that is the opposite of the truth.
    @Test(arguments: families, StepRule.allCases) func falsePricesAreFound(
        family: KinkedProblems.Family, rule: StepRule
    ) throws {
        for seed in 1...UInt64(Effort.rounds(100)) {
            let known = try Case(family, seed: seed, rule: rule)
            let opposite: PriceBelow = known.below == nil ? .cost(2 * known.price) : .infeasible
            #expect(known.isOfPriceBelow(known.faults(known.price, opposite)), "seed \(seed)")
            if let below = known.below {
                #expect(!known.faults(known.price, .cost(1.2 * below + 1e-3)).isEmpty)
                if below > 0 { #expect(!known.faults(known.price, .cost(0.8 * below)).isEmpty) }
            }
            if known.price > 0 { #expect(!known.faults(0.8 * known.price, PriceBelow(known.below)).isEmpty) }
            #expect(!known.faults(1.2 * known.price + 1e-3, PriceBelow(known.below)).isEmpty)
        }
    }

    /// Whole steps are held to the last digits.
    @Test(arguments: families) func wholeStepsAreExact(family: KinkedProblems.Family) throws {
        for seed in 1...UInt64(Effort.rounds(100)) {
            let known = try Case(family, seed: seed, rule: .integer)
            for change in [-1e-11, 1e-11] {
                let price = known.price + change
                if price >= 0 { #expect(known.isOfPrice(known.faults(price, PriceBelow(known.below)))) }
                if let below = known.below, below + change >= 0 {
                    #expect(known.isOfPriceBelow(known.faults(known.price, .cost(below + change))))
                }
                if price >= 0 { #expect(known.faults(price, nil).isEmpty) }
            }
        }
    }
}
