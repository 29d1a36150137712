#if arch(x86_64)
    import OffloadModel

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Darwin)
        import Darwin
    #endif

    /// Costs and optima of small problems in which large costs cancel, in the processor's extended precision.
    ///
    /// R(s) is written as (K + B + D) + A·s + B·(e^(−p·s) − 1) + D·(e^(−q·s) − 1): what cancels is gone before anything is rounded,
    /// and what is left is exact to 2⁻⁶⁰ of its own size.
    public struct ExactCosts {
        private let problem: OffloadProblem
        private let rule: StepRule

        /// The costs of a problem under a rule of steps.
        public init(of problem: OffloadProblem, rule: StepRule) {
            self.problem = problem
            self.rule = rule
        }

        /// e⁻ˣ − 1 for x ≥ 0, by its series where x is small.
        static func change(_ x: Float80) -> Float80 {
            guard x < 0.5 else { return exp(-x) - 1 }
            var (term, sum): (Float80, Float80) = (1, 0)
            for power in 1...30 {
                term *= -x / Float80(power)
                sum += term
            }
            return sum
        }

        private struct Parts {
            let value: Float80
            /// The size of what was added up.
            let size: Float80
        }

        private static func parts(of curve: CostCurve, at steps: Float80) -> Parts {
            let (error, utility) = (Float80(curve.errorWeight), Float80(curve.utilityWeight))
            // The two largest first: where they cancel, that is exact.
            let ordered = [Float80(curve.constant), error, utility].sorted { abs($0) > abs($1) }
            let constant = ordered[0] + ordered[1] + ordered[2]
            let linear = Float80(curve.stepCost) * steps
            let errorChange = error * change(Float80(curve.errorDecay) * steps)
            let utilityChange = utility * change(Float80(curve.utilityRate) * steps)
            return Parts(
                value: constant + linear + errorChange + utilityChange,
                size: abs(constant) + linear - errorChange - utilityChange)
        }

        /// R(s).
        public static func cost(of curve: CostCurve, at steps: Double) -> Float80 {
            parts(of: curve, at: Float80(steps)).value
        }

        /// The objective of a plan, and how far it may be off.
        public func objective(of plan: Plan) -> (value: Float80, error: Float80) {
            var (value, size): (Float80, Float80) = (0, 0)
            for user in 0..<problem.count {
                let curve = plan.offloaded[user] ? problem.edge[user] : problem.local[user]
                let parts = Self.parts(of: curve, at: Float80(plan.steps[user]))
                value += parts.value
                size += parts.size
            }
            return (value, 0x1p-58 * size)
        }

        /// The optimum, nil if no plan is feasible: over all sets of offloading users for real steps, by the dynamic program
        /// over the budget for whole ones.
        public var optimum: Float80? { rule == .integer ? wholeOptimum : continuousOptimum }

        private var wholeOptimum: Float80? {
            let budget = Int(problem.stepBudget.rounded(.down))
            var table = [Float80](repeating: 0, count: budget + 1)
            for user in 0..<problem.count {
                var local = Float80.infinity
                if let limits = problem.stepLimits(of: user, at: .local, under: .integer) {
                    for steps in stride(from: limits.lowerBound, through: limits.upperBound, by: 1) {
                        local = min(local, Self.cost(of: problem.local[user], at: steps))
                    }
                }
                var next = table.map { $0 + local }
                if let limits = problem.stepLimits(of: user, at: .edge, under: .integer) {
                    for steps in stride(from: limits.lowerBound, through: min(limits.upperBound, Double(budget)), by: 1)
                    {
                        let cost = Self.cost(of: problem.edge[user], at: steps)
                        let taken = Int(steps)
                        for left in taken...budget { next[left] = min(next[left], table[left - taken] + cost) }
                    }
                }
                table = next
            }
            return table[budget].isFinite ? table[budget] : nil
        }

        private var continuousOptimum: Float80? {
            let local = (0..<problem.count).map { user -> Float80 in
                let curve = problem.local[user]
                return curve.isAvailable ? Self.minimum(of: curve, price: 0).value : .infinity
            }
            var best = Float80.infinity
            for set in 0..<(1 << problem.count) {
                let members = (0..<problem.count).filter { set >> $0 & 1 == 1 }
                guard members.allSatisfy({ problem.edge[$0].isAvailable }) else { continue }
                let home = (0..<problem.count).filter { set >> $0 & 1 == 0 }.reduce(0) { $0 + local[$1] }
                guard home.isFinite else { continue }
                best = min(best, home + waterFilled(members.map { problem.edge[$0] }))
            }
            return best.isFinite ? best : nil
        }

        /// min Σ R(s) for Σ s ≤ S_e: the largest value of its dual function, which is concave in the price.
        private func waterFilled(_ curves: [CostCurve]) -> Float80 {
            let budget = Float80(problem.stepBudget)
            guard PreciseSum(curves.map(\.fewestSteps)).value <= problem.stepBudget else { return .infinity }
            func dual(_ price: Float80) -> (value: Float80, demand: Float80) {
                curves.reduce((-price * budget, 0)) { sum, curve in
                    let minimum = Self.minimum(of: curve, price: price)
                    return (sum.0 + minimum.value, sum.1 + minimum.steps)
                }
            }
            let free = dual(0)
            guard free.demand > budget else { return free.value }
            var (low, high): (Float80, Float80) = (
                0,
                curves.reduce(0) {
                    $0 + Float80($1.errorDecay) * Float80($1.errorWeight)
                        + Float80($1.utilityRate) * Float80($1.utilityWeight)
                }
            )
            for _ in 0..<100 {
                let middle = (low + high) / 2
                if dual(middle).demand > budget { low = middle } else { high = middle }
            }
            return max(dual(low).value, dual(high).value)
        }

        /// min over the limits of R(s) + λ·s, by halving on the slope.
        private static func minimum(of curve: CostCurve, price: Float80) -> (steps: Float80, value: Float80) {
            let (p, q) = (Float80(curve.errorDecay), Float80(curve.utilityRate))
            let (error, utility) = (p * Float80(curve.errorWeight), q * Float80(curve.utilityWeight))
            let rise = Float80(curve.stepCost) + price
            var (low, high) = (Float80(curve.fewestSteps), Float80(curve.mostSteps))
            func slope(_ steps: Float80) -> Float80 { rise - error * exp(-p * steps) - utility * exp(-q * steps) }
            if slope(low) >= 0 { high = low }
            if slope(high) <= 0 { low = high }
            for _ in 0..<70 where low < high {
                let middle = (low + high) / 2
                if slope(middle) < 0 { low = middle } else { high = middle }
            }
            return (high, parts(of: curve, at: high).value + price * high)
        }
    }
#endif
