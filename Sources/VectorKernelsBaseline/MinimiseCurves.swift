import VectorKernelsABI

// min over L ≤ s ≤ S of R(s) + λ·s for neighbouring users, with a proven bound on the minimum.

// The work on a user is one long chain of dependent operations, longer than a processor looks ahead. It is therefore
// cut into stages, each a short loop over a chunk of users whose intermediate results stay in the first-level cache, so
// that the chains of many users overlap.

/// Users per chunk.
private var chunk: Int {
    @inline(always) get { 256 }
}

/// Minimises R(s) + λ·s over real s within the limits, for every user.
///
/// The minimiser is the root of p·B·exp(−p·s) + q·D·exp(−q·s) = A + λ, clamped. With no decaying term the fewest
/// steps are chosen; with A + λ = 0 the most.
@inline(never)
func minimiseCurves(_ curves: CurvePointers, price: Double, into minima: MinimumPointers, count: Int) {
    var first = 0
    while first < count {
        let end = count &- first < chunk ? count : first &+ chunk
        approachRoots(curves, price: price, whole: false, minima, from: first, to: end)
        finish(curves, price: price, minima, from: first, to: end)
        first = end
    }
}

/// The same, where `minima.steps` holds what ``sumDemand(localCosts:fewestSteps:edge:count:)`` left there at a price
/// not far away: one step from there takes the place of logarithms and two steps.
@inline(never)
func minimiseCurvesNearby(_ curves: CurvePointers, price: Double, into minima: MinimumPointers, count: Int) {
    var first = 0
    while first < count {
        let end = count &- first < chunk ? count : first &+ chunk
        var index = first
        while index < end {
            let curve = CurveLanes(curves, index)
            let marked = load(minima.steps, index)
            let steps = nearbyStep(
                curve, rise: curve.stepCost + all(price),
                from: marked.replacing(with: all(-1) - marked, where: marked .< all(0)),
                fewest: load(curves.fewestSteps, index), most: load(curves.mostSteps, index))
            store(steps, minima.steps, index)
            index &+= Lanes.scalarCount
        }
        finish(curves, price: price, minima, from: first, to: end)
        first = end
    }
}

/// Minima and their bounds from steps near the roots.
@inline(always)
private func finish(
    _ curves: CurvePointers, price: Double, _ minima: MinimumPointers, from first: Int, to end: Int
) {
    var index = first
    while index < end {
        let answer = minimise(
            CurveLanes(curves, index), price: price,
            near: load(minima.steps, index),
            fewest: load(curves.fewestSteps, index), most: load(curves.mostSteps, index))
        store(answer.steps, minima.steps, index)
        store(answer.cost, minima.costs, index)
        store(answer.sensitivity, minima.sensitivities, index)
        index &+= Lanes.scalarCount
    }
}

/// The same, for curves whose minimum is mostly at the most steps allowed, as it is on devices.
///
/// The slope at the limit S tells without a logarithm; only chunks with a user that it does not settle take the long
/// way.
@inline(never)
func minimiseCurvesFromLimits(_ curves: CurvePointers, price: Double, into minima: MinimumPointers, count: Int) {
    var first = 0
    while first < count {
        let end = count &- first < chunk ? count : first &+ chunk
        var open = false
        var index = first
        while index < end {
            let answer = LimitAnswer(curves, price: price, index)
            store(answer.steps, minima.steps, index)
            store(answer.cost, minima.costs, index)
            store(all(0), minima.sensitivities, index)
            open = open || any(.!answer.isMinimum)
            index &+= Lanes.scalarCount
        }
        if open { minimiseTheLongWay(curves, price: price, minima, from: first, to: end) }
        first = end
    }
}

@inline(always)
private func minimiseTheLongWay(
    _ curves: CurvePointers, price: Double, _ minima: MinimumPointers, from first: Int, to end: Int
) {
    approachRoots(curves, price: price, whole: false, minima, from: first, to: end)
    var index = first
    while index < end {
        let inner = minimise(
            CurveLanes(curves, index), price: price, near: load(minima.steps, index),
            fewest: load(curves.fewestSteps, index), most: load(curves.mostSteps, index))
        // What the limit settles keeps its bits, whoever the neighbours are.
        let limit = LimitAnswer(curves, price: price, index)
        store(inner.steps.replacing(with: limit.steps, where: limit.isMinimum), minima.steps, index)
        store(inner.cost.replacing(with: limit.cost, where: limit.isMinimum), minima.costs, index)
        store(
            inner.sensitivity.replacing(with: all(0), where: limit.isMinimum), minima.sensitivities, index)
        index &+= Lanes.scalarCount
    }
}

/// R(S) + λ·S with its proven bound, and whether that is the minimum.
private struct LimitAnswer {
    let steps: Lanes
    let cost: Lanes
    /// True where the slope at S is not positive, so that no fewer steps cost less.
    let isMinimum: Flags

    @inline(always)
    init(_ curves: CurvePointers, price: Double, _ index: Int) {
        let curve = CurveLanes(curves, index)
        let fewest = load(curves.fewestSteps, index)
        let most = load(curves.mostSteps, index)
        // A limit below the fewest steps means that the site is not available.
        let point = PricedPoint(curve, rise: curve.stepCost + all(price), at: larger(all(0), most))
        steps = most
        cost = (point.provenValue - point.leftLoss(downTo: fewest))
            .replacing(with: all(.infinity), where: fewest .> most)
        isMinimum = (point.slope .<= all(0)) .| (fewest .> most)
    }
}

/// Minimises R(s) + λ·s over whole s within the limits ⌈L⌉ … ⌊S⌋, for every user.
///
/// By convexity the best whole number is one of the two around the real minimiser. Sensitivities are zero.
@inline(never)
func minimiseCurvesOverIntegers(
    _ curves: CurvePointers, price: Double, into minima: MinimumPointers, count: Int
) {
    var first = 0
    while first < count {
        let end = count &- first < chunk ? count : first &+ chunk
        approachRoots(curves, price: price, whole: true, minima, from: first, to: end)
        var index = first
        while index < end {
            let answer = minimiseOverIntegers(
                CurveLanes(curves, index), price: price,
                near: load(minima.steps, index),
                fewest: ceiling(load(curves.fewestSteps, index)),
                most: floor(load(curves.mostSteps, index)))
            store(answer.steps, minima.steps, index)
            store(answer.cost, minima.costs, index)
            store(all(0), minima.sensitivities, index)
            index &+= Lanes.scalarCount
        }
        first = end
    }
}

/// Brings `steps` near the roots; the other two columns serve as scratch for the logarithms.
@inline(always)
private func approachRoots(
    _ curves: CurvePointers, price: Double, whole: Bool, _ minima: MinimumPointers, from first: Int, to end: Int
) {
    var index = first
    while index < end {
        let curve = CurveLanes(curves, index)
        let fewest = load(curves.fewestSteps, index)
        let most = load(curves.mostSteps, index)
        let start = RootStart(
            curve, rise: curve.stepCost + all(price), fewest: whole ? ceiling(fewest) : fewest,
            most: whole ? floor(most) : most)
        store(start.errorLog, minima.costs, index)
        store(start.utilityLog, minima.sensitivities, index)
        store(start.steps, minima.steps, index)
        index &+= Lanes.scalarCount
    }
    for _ in 0..<2 {
        index = first
        while index < end {
            let fewest = load(curves.fewestSteps, index)
            let most = load(curves.mostSteps, index)
            let steps = coarseStep(
                from: load(minima.steps, index), errorLog: load(minima.costs, index),
                utilityLog: load(minima.sensitivities, index),
                p: load(curves.errorDecay, index), q: load(curves.utilityRate, index),
                fewest: whole ? ceiling(fewest) : fewest, most: whole ? floor(most) : most)
            store(steps, minima.steps, index)
            index &+= Lanes.scalarCount
        }
    }
}

@inline(always)
private func minimise(
    _ curve: CurveLanes, price: Double, near steps: Lanes, fewest: Lanes, most: Lanes
) -> (steps: Lanes, cost: Lanes, sensitivity: Lanes) {
    let rise = curve.stepCost + all(price)
    let point = pointNearMinimum(curve, rise: rise, near: steps, fewest: fewest, most: most)
    let inverseCurvature = all(1) / point.curvature
    let minimiser = polished(point, inverseCurvature: inverseCurvature, fewest: fewest, most: most)
    let loss = point.loss(fewest: fewest, most: most, inverseCurvature: inverseCurvature)
    let inside = (minimiser .> fewest) .& (minimiser .< most) .& (point.curvature .> all(0))
    return (
        minimiser,
        (point.provenValue - loss).replacing(with: all(.infinity), where: fewest .> most),
        all(0).replacing(with: all(0) - inverseCurvature, where: inside)
    )
}

@inline(always)
private func minimiseOverIntegers(
    _ curve: CurveLanes, price: Double, near steps: Lanes, fewest: Lanes, most: Lanes
) -> (steps: Lanes, cost: Lanes) {
    let rise = curve.stepCost + all(price)
    let point = pointNearMinimum(curve, rise: rise, near: steps, fewest: fewest, most: most)
    let root = polished(point, inverseCurvature: all(1) / point.curvature, fewest: fewest, most: most)
    let below = floor(root)
    let left = PricedPoint(curve, rise: rise, at: below)
    let right = PricedPoint(curve, rise: rise, at: smaller(below + all(1), most))
    // To the left of ⌊s⌋ and to the right of ⌊s⌋ + 1 the function is bounded from these two points.
    let cost = smaller(
        left.provenValue - left.leftLoss(downTo: fewest), right.provenValue - right.rightLoss(upTo: most))
    return (
        below.replacing(with: right.steps, where: right.value .< left.value),
        cost.replacing(with: all(.infinity), where: fewest .> most)
    )
}

/// A point at the minimum or so near that one more step reaches it to rounding.
@inline(always)
private func pointNearMinimum(
    _ curve: CurveLanes, rise: Lanes, near steps: Lanes, fewest: Lanes, most: Lanes
) -> PricedPoint {
    let point = PricedPoint(curve, rise: rise, at: steps)
    let atLimit =
        (steps .>= most) .& (point.slope .<= all(0)) .| (steps .<= fewest) .& (point.slope .>= all(0))
    let near = point.remoteness(inverseCurvature: all(1) / point.curvature) .<= all(0x1p-16)
    let remote = .!(atLimit .| near)
    guard any(remote) else { return point }
    let exact = exactRoot(curve, rise: rise, fewest: fewest, most: most, steps: steps, where: remote)
    return PricedPoint(curve, rise: rise, at: exact)
}

/// The point moved by one of Halley's steps on the slope, in its form without a second division.
@inline(always)
private func polished(_ point: PricedPoint, inverseCurvature: Lanes, fewest: Lanes, most: Lanes) -> Lanes {
    let newton = point.slope * inverseCurvature
    let step = newton * (all(1) - all(0.5) * newton * point.bend * inverseCurvature)
    let near = point.remoteness(inverseCurvature: inverseCurvature) .<= all(0x1p-16)
    let moved = point.steps.replacing(with: point.steps - step, where: near)
    return smaller(larger(fewest, moved), most)
}
