#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension CostCurve {
    /// A number that min over the limits of R(s) + λ·s is proven not to fall below, and is within rounding of it.
    ///
    /// The minimiser is only approximated, at s̃. By convexity every s obeys
    ///
    ///     R(s) + λ·s ≥ R(s̃) + λ·s̃ − max((g + e)⁺·(s̃ − L), (e − g)⁺·(U − s̃)) − ρ
    ///
    /// where g is the computed slope at s̃, e bounds its rounding error, ρ bounds the rounding error of the value,
    /// and U = min(S, h/(A + λ)) with h = R(s̃) + λ·s̃ − K: beyond U the linear part alone costs more than s̃ does.
    /// For whole steps the same inequality is used on either side of the root, at ⌊s̃⌋ to the left and ⌊s̃⌋ + 1 to the
    /// right.
    ///
    /// - Returns: The bound; +∞ if the site is not available under the rule, −∞ if overflow leaves nothing proven.
    func provenMinimum(price: Double, rule: StepRule) -> Double {
        let bound = evaluatedMinimum(price: price, rule: rule)
        return bound.isNaN ? -.infinity : bound
    }

    private func evaluatedMinimum(price: Double, rule: StepRule) -> Double {
        var fewest = fewestSteps
        var most = mostSteps
        if rule == .integer {
            fewest = fewest.rounded(.up)
            most = most.rounded(.down)
        }
        guard fewest <= most else { return .infinity }
        let root = approximateMinimiser(price: price, in: fewest...most)
        guard rule == .integer else {
            let point = PricedPoint(of: self, at: root, price: price)
            return point.value - point.rounding
                - max(point.leftLoss(downTo: fewest), point.rightLoss(upTo: most, constant: constant))
        }
        let left = PricedPoint(of: self, at: root.rounded(.down), price: price)
        var bound = left.value - left.rounding - left.leftLoss(downTo: fewest)
        if left.steps + 1 <= most {
            let right = PricedPoint(of: self, at: left.steps + 1, price: price)
            let other = right.value - right.rounding - right.rightLoss(upTo: most, constant: constant)
            bound = other < bound || other.isNaN ? other : bound
        }
        return bound
    }

    /// Numbers that R(s) + λ·s is proven not to fall below at a number of steps, anywhere left of it, and anywhere right of it.
    func provenValues(
        at steps: Double, price: Double, in limits: ClosedRange<Double>
    ) -> (here: Double, left: Double, right: Double) {
        let point = PricedPoint(of: self, at: steps, price: price)
        let here = point.value - point.rounding
        let left = here - point.leftLoss(downTo: limits.lowerBound)
        let right = here - point.rightLoss(upTo: limits.upperBound, constant: constant)
        return (here.isNaN ? -.infinity : here, left.isNaN ? -.infinity : left, right.isNaN ? -.infinity : right)
    }

    /// True if R(s) + λ·s is proven not to fall anywhere right of a number of steps.
    func isProvenToRise(from steps: Double, price: Double) -> Bool {
        PricedPoint(of: self, at: steps, price: price).descentToTheRight <= 0
    }

    /// The minimiser of R(s) + λ·s on an interval, nearly: Newton's method on the slope, which is concave and
    /// increasing, from a point left of its root. Accuracy is a matter of tightness only, never of validity.
    func approximateMinimiser(price: Double, in limits: ClosedRange<Double>) -> Double {
        let rise = stepCost + price
        let errorFall = errorDecay * errorWeight
        let utilityFall = utilityRate * utilityWeight
        guard errorFall + utilityFall > 0 else { return limits.lowerBound }
        guard rise > 0 else { return limits.upperBound }
        // Each exponential alone reaches the rise at or before the root.
        var steps = limits.lowerBound
        if errorFall > rise { steps = max(steps, log(errorFall / rise) / errorDecay) }
        if utilityFall > rise { steps = max(steps, log(utilityFall / rise) / utilityRate) }
        for _ in 0..<200 {
            guard steps < limits.upperBound else { return limits.upperBound }
            let falls = (errorFall * exp(-errorDecay * steps), utilityFall * exp(-utilityRate * steps))
            let slope = rise - falls.0 - falls.1
            guard slope < 0 else { break }
            let advance = -slope / (errorDecay * falls.0 + utilityRate * falls.1)
            guard steps + advance > steps else { break }
            steps += advance
        }
        return min(steps, limits.upperBound)
    }
}

/// R(s) + λ·s at one point with bounds on its rounding errors, the working piece of
/// ``CostCurve/provenMinimum(price:rule:)``.
private struct PricedPoint {
    let steps: Double
    /// R(s) + λ·s as computed.
    let value: Double
    /// A bound on the error of `value`.
    let rounding: Double
    private let slope: Double
    private let slopeRounding: Double
    /// A + λ.
    private let rise: Double
    /// The part of `value` that depends on the steps, ≥ 0.
    private let variable: Double

    init(of curve: CostCurve, at steps: Double, price: Double) {
        // An exponential of a rounded product p·s carries the product's error, p·s·2⁻⁵³, beside its own ulp.
        let errorExponent = curve.errorDecay * steps
        let utilityExponent = curve.utilityRate * steps
        let error = curve.errorWeight * exp(-errorExponent)
        let utility = curve.utilityWeight * exp(-utilityExponent)
        self.steps = steps
        rise = curve.stepCost + price
        let linear = rise * steps
        variable = linear + error + utility
        let plainValue = curve.constant + variable
        let errorSlope = curve.errorDecay * error
        let utilitySlope = curve.utilityRate * utility
        slope = rise - errorSlope - utilitySlope
        let unit = Double.ulpOfOne
        var size = abs(curve.constant) + linear + (8 + errorExponent) * error + (8 + utilityExponent) * utility
        if abs(plainValue) < 0x1p-4 * size {
            // The terms cancel. Of one that has hardly decayed, B·e⁻ˣ, the part B is exact, and may cancel K exactly; only
            // B·(e⁻ˣ − 1) is rounded.
            var sum = PreciseSum([curve.constant, linear])
            size = linear
            for (weight, term, exponent) in [
                (curve.errorWeight, error, errorExponent), (curve.utilityWeight, utility, utilityExponent),
            ] {
                guard exponent < 0.5 else {
                    sum.add(term)
                    size += (8 + exponent) * term
                    continue
                }
                let change = weight * expm1(-exponent)
                sum.add(weight)
                sum.add(change)
                size -= 8 * change
            }
            value = sum.value
            size += abs(value)
        } else {
            value = plainValue
        }
        // An exponential errs by up to 2⁻¹⁰⁷⁴ where it is subnormal, and so does every product that is; the factors that
        // follow magnify either.
        let least = 16 * Double.leastNonzeroMagnitude
        rounding = 4 * unit * size + Self.underflow * (curve.errorWeight + curve.utilityWeight) + least
        slopeRounding =
            4 * unit * (rise + (8 + errorExponent) * errorSlope + (8 + utilityExponent) * utilitySlope)
            + Self.underflow * (curve.errorDecay * curve.errorWeight + curve.utilityRate * curve.utilityWeight)
            + least * (1 + curve.errorDecay + curve.utilityRate)
    }

    /// Above the error of an exponential near zero.
    private static let underflow = 0x1p-1070

    /// How much lower the function can be to the left.
    func leftLoss(downTo fewest: Double) -> Double {
        steps > fewest ? Self.descent(slope + slopeRounding) * (steps - fewest) : 0
    }

    /// How steeply the function can fall to the right, 0 if it does not; infinite where nothing is proven.
    var descentToTheRight: Double { Self.descent(slopeRounding - slope) }

    /// How much lower the function can be to the right.
    func rightLoss(upTo most: Double, constant: Double) -> Double {
        let descent = descentToTheRight
        let farthest = rise > 0 ? variable / rise * (1 + 16 * Double.ulpOfOne) : .infinity
        let distance = min(most, farthest) - steps
        return distance > 0 ? descent * distance : 0
    }

    /// A slope's positive part; infinite where overflow leaves it undefined, so that nothing is proven.
    private static func descent(_ slope: Double) -> Double { slope.isNaN ? .infinity : max(slope, 0) }
}
