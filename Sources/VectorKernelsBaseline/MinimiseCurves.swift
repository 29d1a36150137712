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
public func minimiseCurves(_ curves: CurvePointers, price: Double, into minima: MinimumPointers, count: Int) {
    var first = 0
    while first < count {
        let end = count &- first < chunk ? count : first &+ chunk
        approachRoots(curves, price: price, whole: false, minima, from: first, to: end)
        var index = first
        while index < end {
            let rest = end &- index
            let answer = minimise(
                CurveLanes(curves, index, rest: rest), price: price,
                near: load(minima.steps, index, rest: rest),
                fewest: load(curves.fewestSteps, index, rest: rest), most: load(curves.mostSteps, index, rest: rest))
            store(answer.steps, minima.steps, index, rest: rest)
            store(answer.cost, minima.costs, index, rest: rest)
            store(answer.sensitivity, minima.sensitivities, index, rest: rest)
            index &+= Lanes.scalarCount
        }
        first = end
    }
}

/// Minimises R(s) + λ·s over whole s within the limits ⌈L⌉ … ⌊S⌋, for every user.
///
/// By convexity the best whole number is one of the two around the real minimiser. Sensitivities are zero.
@inline(never)
public func minimiseCurvesOverIntegers(
    _ curves: CurvePointers, price: Double, into minima: MinimumPointers, count: Int
) {
    var first = 0
    while first < count {
        let end = count &- first < chunk ? count : first &+ chunk
        approachRoots(curves, price: price, whole: true, minima, from: first, to: end)
        var index = first
        while index < end {
            let rest = end &- index
            let answer = minimiseOverIntegers(
                CurveLanes(curves, index, rest: rest), price: price,
                near: load(minima.steps, index, rest: rest),
                fewest: ceiling(load(curves.fewestSteps, index, rest: rest)),
                most: floor(load(curves.mostSteps, index, rest: rest)))
            store(answer.steps, minima.steps, index, rest: rest)
            store(answer.cost, minima.costs, index, rest: rest)
            store(all(0), minima.sensitivities, index, rest: rest)
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
        let rest = end &- index
        let curve = CurveLanes(curves, index, rest: rest)
        let fewest = load(curves.fewestSteps, index, rest: rest)
        let most = load(curves.mostSteps, index, rest: rest)
        let start = RootStart(
            curve, rise: curve.stepCost + all(price), fewest: whole ? ceiling(fewest) : fewest,
            most: whole ? floor(most) : most)
        store(start.errorLog, minima.costs, index, rest: rest)
        store(start.utilityLog, minima.sensitivities, index, rest: rest)
        store(start.steps, minima.steps, index, rest: rest)
        index &+= Lanes.scalarCount
    }
    for _ in 0..<2 {
        index = first
        while index < end {
            let rest = end &- index
            let fewest = load(curves.fewestSteps, index, rest: rest)
            let most = load(curves.mostSteps, index, rest: rest)
            let steps = coarseStep(
                from: load(minima.steps, index, rest: rest), errorLog: load(minima.costs, index, rest: rest),
                utilityLog: load(minima.sensitivities, index, rest: rest),
                p: load(curves.errorDecay, index, rest: rest), q: load(curves.utilityRate, index, rest: rest),
                fewest: whole ? ceiling(fewest) : fewest, most: whole ? floor(most) : most)
            store(steps, minima.steps, index, rest: rest)
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
