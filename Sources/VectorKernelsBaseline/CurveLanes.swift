import VectorKernelsABI

/// The curves of neighbouring users in registers.
struct CurveLanes {
    let constant: Lanes
    let stepCost: Lanes
    let errorWeight: Lanes
    let errorDecay: Lanes
    let utilityWeight: Lanes
    let utilityRate: Lanes

    @inline(always)
    init(_ curves: CurvePointers, _ index: Int) {
        constant = load(curves.constant, index)
        stepCost = load(curves.stepCost, index)
        errorWeight = load(curves.errorWeight, index)
        errorDecay = load(curves.errorDecay, index)
        utilityWeight = load(curves.utilityWeight, index)
        utilityRate = load(curves.utilityRate, index)
    }

    /// The same where only `rest` users are left.
    @inline(always)
    init(_ curves: CurvePointers, _ index: Int, rest: Int) {
        constant = load(curves.constant, index, rest: rest)
        stepCost = load(curves.stepCost, index, rest: rest)
        errorWeight = load(curves.errorWeight, index, rest: rest)
        errorDecay = load(curves.errorDecay, index, rest: rest)
        utilityWeight = load(curves.utilityWeight, index, rest: rest)
        utilityRate = load(curves.utilityRate, index, rest: rest)
    }
}

/// The two exponential terms of neighbouring curves at given steps, from which value and slopes follow.
struct CurveTerms {
    /// p·s and q·s.
    let exponents: (error: Lanes, utility: Lanes)
    /// B·exp(−p·s).
    let error: Lanes
    /// D·exp(−q·s).
    let utility: Lanes

    @inline(always)
    init(_ curve: CurveLanes, at steps: Lanes) {
        exponents = (curve.errorDecay * steps, curve.utilityRate * steps)
        error = curve.errorWeight * exponential(all(0) - exponents.error)
        utility = curve.utilityWeight * exponential(all(0) - exponents.utility)
    }
}
