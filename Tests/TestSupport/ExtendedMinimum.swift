#if arch(x86_64)
    import OffloadModel

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Darwin)
        import Darwin
    #endif

    /// min R(s) + λ·s over the limits in the processor's extended precision: 64 bits of significand and exponents that no product
    /// of doubles leaves. Its own error, below 2⁻⁶⁰ of the terms, is a thousandth of the margins that it checks.
    public struct ExtendedMinimum {
        private let curve: CostCurve
        private let price: Float80
        private let rule: StepRule

        /// A curve with a price and a rule of steps.
        public init(of curve: CostCurve, price: Double, rule: StepRule) {
            self.curve = curve
            self.price = Float80(price)
            self.rule = rule
        }

        /// R(s) + λ·s.
        public func value(at steps: Float80) -> Float80 {
            let error = Float80(curve.errorWeight) * exp(-Float80(curve.errorDecay) * steps)
            let utility = Float80(curve.utilityWeight) * exp(-Float80(curve.utilityRate) * steps)
            return Float80(curve.constant) + (Float80(curve.stepCost) + price) * steps + error + utility
        }

        private func slope(at steps: Float80) -> Float80 {
            let (p, q) = (Float80(curve.errorDecay), Float80(curve.utilityRate))
            return Float80(curve.stepCost) + price
                - p * Float80(curve.errorWeight) * exp(-p * steps)
                - q * Float80(curve.utilityWeight) * exp(-q * steps)
        }

        /// The minimum, nil if there is no step to take.
        ///
        /// The slope is increasing, so halving finds its root; what the last interval hides is below the precision.
        public var value: Float80? {
            var (low, high) = (Float80(curve.fewestSteps), Float80(curve.mostSteps))
            if rule == .integer {
                low.round(.up)
                high.round(.down)
            }
            guard low <= high else { return nil }
            if slope(at: low) >= 0 { return value(at: low) }
            if slope(at: high) <= 0 { return value(at: high) }
            let most = high
            for _ in 0..<200 {
                let middle = low + (high - low) / 2
                guard middle > low, middle < high else { break }
                if slope(at: middle) < 0 { low = middle } else { high = middle }
            }
            guard rule == .integer else { return min(value(at: low), value(at: high)) }
            let below = low.rounded(.down)
            return min(value(at: below), value(at: min(below + 1, most)))
        }

        /// |K| + (A + λ)·s + B·exp(−p·s) + D·exp(−q·s) at the minimiser's value, from above: what rounding is measured by.
        public static func scale(of curve: CostCurve) -> Double {
            abs(curve.constant) + curve.errorWeight + curve.utilityWeight
                + curve.stepCost * max(curve.fewestSteps, 0)
        }
    }

    extension HostileProblems {
        /// A price at which the minimiser of a curve is somewhere of interest: at a limit, a hair beside one, inside, or nowhere.
        public static func price(for curve: CostCurve, _ generator: inout SeededGenerator) -> Double {
            let span = max(curve.mostSteps - curve.fewestSteps, 0)
            var steps =
                switch Int.random(in: 0..<6, using: &generator) {
                case 0: curve.fewestSteps
                case 1: curve.mostSteps
                case 2: curve.fewestSteps.nextUp
                case 3: curve.mostSteps.nextDown
                default: curve.fewestSteps + generator.uniform(0, 1) * span
                }
            if generator.chance(0.1) { steps.round() }
            let price = -curve.derivative(at: steps)
            if generator.chance(0.1) { return 0 }
            if generator.chance(0.1) { return generator.logUniform(1e-300, 1e40) }
            return price > 0 && price <= OffloadProblem.largestPrice ? price : 0
        }
    }
#endif
