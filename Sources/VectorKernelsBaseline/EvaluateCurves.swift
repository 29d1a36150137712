import VectorKernelsABI

/// R(s) and R′(s) of every user at given steps.
///
/// - Parameters:
///   - curves: the columns of one site.
///   - steps: s, one per user.
///   - values: receives R(s).
///   - derivatives: receives R′(s) = A − p·B·exp(−p·s) − q·D·exp(−q·s).
///   - count: the number of users.
@inline(never)
func evaluateCurves(
    _ curves: CurvePointers, steps: UnsafePointer<Double>,
    values: UnsafeMutablePointer<Double>, derivatives: UnsafeMutablePointer<Double>, count: Int
) {
    var index = 0
    while index < count {
        let curve = CurveLanes(curves, index)
        let (value, derivative) = evaluate(curve, at: load(steps, index))
        store(value, values, index)
        store(derivative, derivatives, index)
        index &+= Lanes.scalarCount
    }
}

@inline(always)
private func evaluate(_ curve: CurveLanes, at steps: Lanes) -> (value: Lanes, derivative: Lanes) {
    let terms = CurveTerms(curve, at: steps)
    return (
        curve.constant + (multiplyAdd(curve.stepCost, steps, terms.error) + terms.utility),
        curve.stepCost - curve.errorDecay * terms.error - curve.utilityRate * terms.utility
    )
}
