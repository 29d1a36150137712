/// The time that a deadline leaves for steps, and how many of them fit into it.
///
/// Deadlines, uplink times and step times come as decimal numbers, whose nearest `Double`s D, T and Δ are each off by up
/// to half a unit in the last place. So 0.3/0.1 gives 2.9999999999999996, and (1.0 − 0.9)/0.1 gives 0.9999999999999998,
/// where the decimals give 3 and 1. If the decimals give exactly k steps, then
///
///     |k·Δ − (D − T)| ≤ ½·(ulp(D) + ulp(T) + k·ulp(Δ)),
///
/// an error relative to D, however little the subtraction leaves. Twice as much is granted, so that a number that a
/// program rounded once more counts as the decimal that it stands for.
package struct TimeForSteps {
    /// D in seconds, infinite if there is no deadline.
    private let deadline: Double
    /// T in seconds, what passes before the first step.
    private let fixedTime: Double

    package init(deadline: Double, fixedTime: Double) {
        self.deadline = deadline
        self.fixedTime = fixedTime
    }

    /// The largest number of steps of Δ seconds that end by the deadline, and at most `limit`.
    ///
    /// Where the quotient (D − T)/Δ is a whole number, or the fewest steps that the user accepts, up to the error of the
    /// decimals, the result is that number; otherwise the quotient itself. Where no time is left at all it is −1, below every
    /// minimum of steps. Where steps take no time the deadline does not matter.
    package func mostSteps(stepTime: Double, upTo limit: Double, minimum: Double) -> Double {
        let slack = deadline - fixedTime
        guard slack >= 0 else { return -1 }
        guard stepTime > 0 else { return limit }
        let quotient = slack / stepTime
        guard quotient < limit else { return limit }
        for meant in [minimum, quotient.rounded()] where isReached(meant, stepTime: stepTime, slack: slack) {
            return min(meant, limit)
        }
        return quotient
    }

    /// True if so many steps take just the time that is left, up to the error of the decimals.
    private func isReached(_ steps: Double, stepTime: Double, slack: Double) -> Bool {
        let stepsError = steps == steps.rounded() ? 0 : steps.ulp
        let error = deadline.ulp + fixedTime.ulp + steps * stepTime.ulp + stepsError * stepTime
        guard abs(steps * stepTime - slack) <= 3 * error else { return false }
        // Only here the exact difference matters: D − T = slack + rest, and one rounding of a product less a sum.
        let back = slack - deadline
        let rest = (deadline - (slack - back)) - (fixedTime + back)
        return abs((-slack).addingProduct(steps, stepTime) - rest) <= error
    }
}
