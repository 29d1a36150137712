import VectorKernelsABI

/// The answer of neighbouring users of P2 at one multiplier δ.
struct P2Settled {
    let steps: Lanes
    let decisions: Lanes
    /// Where the cap (16c) binds, case 2 of the method.
    let capped: Flags
    /// Half the derivative of Φ (case 1) or ψ (case 2) in its own variable, at the last point but one.
    let rise: Lanes
    let unsettled: Flags
    /// How many points were evaluated.
    let rounds: Int
}

/// Solves min over (a, s) of P2's Lagrangian for every user, δ given, by one safeguarded root search per user.
///
/// Case 1 seeks the root of Φ(s) on [L, cap], a = clamp(num/den) being known. If Φ is still negative at the cap the
/// cap binds, and case 2 seeks the root of ψ(a) = d·Φ(S_0 + a·d) + a·den − num from there to the end of a's range
/// towards which the cap rises. Both functions increase, so every point tried narrows a bracket; the next one is
/// Halley's, moved into the limits, or the bracket's middle if that lies outside the bracket. Halley's error is cubic,
/// so a step of 2⁻¹⁷ on the scale of the exponentials is the last one, unless it leads so near to zero that little but
/// its rounding is left there: where z is huge, s²z shows that. A lane that has converged is frozen, so that its bits do
/// not depend on its neighbours; whole branches are skipped only where they would change no lane.
///
/// - Parameter start: a guess of s, as good as possible; negative or NaN means none.
@inline(always)
func settle(_ user: P2Lanes, sharesRates: Bool, start: Lanes, tolerance: Double) -> P2Settled {
    let zero = all(0)
    let half = all(0.5)
    // In case 2 the cap must rise above the free one, so a moves up where d > 0 and down where d < 0.
    let cappedLow = user.freeDecision.replacing(with: user.leastDecision, where: user.capRise .< zero)
    let cappedHigh = user.freeDecision.replacing(with: user.mostDecision, where: user.capRise .> zero)
    let siteRates = user.local.errorDecay + user.local.utilityRate
    let rates = sharesRates ? siteRates : siteRates + user.edge.errorDecay + user.edge.utilityRate

    // Where the search may go, and the points tried on either side of the root.
    var least = user.fewest
    var most = user.freeCap.replacing(with: user.fewest, where: user.frozen)
    var low = all(-.infinity)
    var high = all(.infinity)
    var point = (half * (least + most)).replacing(with: start, where: start .>= zero)
    // Steps beyond the free cap are possible only if the cap binds: such a guess starts in case 2.
    var capped = (start .> user.freeCap) .& (cappedHigh .> cappedLow) .& .!user.frozen
    if any(capped) {
        let decision = user.freeDecision + (point - user.freeCap) / user.capRise
        point.replace(with: decision, where: capped)
        least.replace(with: cappedLow, where: capped)
        most.replace(with: cappedHigh, where: capped)
    }
    point = larger(smaller(point, most), least)
    var active = .!user.frozen
    var lastRise = zero
    var rounds = 0
    while any(active), rounds < 200 {
        var curve: P2Point
        var value: Lanes
        var rise: Lanes
        var bend: Lanes
        var scale = rates
        if any(capped) {
            let steps = point.replacing(with: user.cap(at: point), where: capped)
            curve = P2Point(user, sharesRates: sharesRates, at: steps)
            // A guess in case 2 where Φ ≥ 0 was wrong; its steps bound the root of case 1 from above.
            let wrong = capped .& .!(curve.slope .< zero) .& (low .< least) .& (high .> most)
            capped = capped .& .!wrong
            point.replace(with: steps, where: wrong)
            least.replace(with: user.fewest, where: wrong)
            most.replace(with: user.freeCap, where: wrong)
        } else {
            curve = P2Point(user, sharesRates: sharesRates, at: point)
        }
        let binds = active .& .!capped .& (point .>= user.freeCap) .& (curve.slope .< zero)
        if any(binds) {
            capped = capped .| binds
            point.replace(with: user.freeDecision, where: binds)
            least.replace(with: cappedLow, where: binds)
            most.replace(with: cappedHigh, where: binds)
            low.replace(with: all(-.infinity), where: binds)
            high.replace(with: all(.infinity), where: binds)
        }
        value = curve.slope
        rise = curve.rise
        bend = curve.bend
        if any(capped) {
            let inner = all(1).replacing(with: user.capRise, where: capped)
            let square = inner * inner
            let pull = half * multiplyAdd(point, user.denominator, zero - user.numerator)
            value = multiplyAdd(inner, value, zero.replacing(with: pull, where: capped))
            rise = multiplyAdd(square, rise, zero.replacing(with: half * user.denominator, where: capped))
            bend = square * inner * bend
            scale = rates * magnitude(inner)
        }
        // Where costs are nothing Φ is 0 over an interval, whose least point takes least of the budget.
        let isRoot = value .== zero
        var flat = isRoot
        if any(isRoot) { flat = isRoot .& (rise .== zero) .& (point .> least) .& .!capped }
        low.replace(with: larger(low, point), where: value .< zero)
        high.replace(with: smaller(high, point), where: (value .> zero) .| flat)

        // Halley's step is −2·F·F′/(2·F′² − F·F″); the divisor is kept above F′².
        let square = rise * rise
        let step = all(-2) * value * rise / larger(square, square + square - value * bend)
        let aim = point + step
        let size = magnitude(step)
        var next = smaller(larger(least, aim), most)
        let settled = ((next .== point) .| isRoot) .& .!flat
        let fine =
            (next .== aim) .& (size * scale .<= all(tolerance)) .& (size * magnitude(bend) .<= all(tolerance) * rise)
            .& (size .<= all(1024) * next)
        let outside = active .& .!settled .& (.!((next .> low) .& (next .< high)) .| flat)
        var stuck = settled
        if any(outside) {
            let left = larger(least, low)
            let middle = multiplyAdd(half, smaller(most, high) - left, left)
            next.replace(with: middle, where: outside)
            next.replace(with: least, where: outside .& flat .& (low .< least))
            stuck = stuck .| (outside .& .!((middle .> low) .& (middle .< high)))
        }
        point.replace(with: next, where: active .& .!stuck)
        lastRise.replace(with: rise, where: active)
        active = active .& .!(stuck .| (fine .& .!outside))
        rounds &+= 1
    }
    let steps = point.replacing(with: user.cap(at: point), where: capped)
    return P2Settled(
        steps: steps.replacing(with: user.fewest, where: user.frozen),
        decisions: user.freeDecision.replacing(with: point, where: capped),
        capped: capped, rise: lastRise, unsettled: active, rounds: rounds)
}
