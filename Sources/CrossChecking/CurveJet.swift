import OffloadModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// R(s) with its first two derivatives, from scalar code and the C library's exponential.
struct CurveJet {
    /// R(s) = K + A·s + B·exp(−p·s) + D·exp(−q·s).
    let value: Double
    /// R′(s).
    let slope: Double
    /// R″(s) ≥ 0.
    let curvature: Double

    @inline(__always)
    init(_ curves: CostCurves, _ user: Int, at steps: Double) {
        let error = curves.errorWeight[user] * exp(-curves.errorDecay[user] * steps)
        let utility = curves.utilityWeight[user] * exp(-curves.utilityRate[user] * steps)
        let errorFall = curves.errorDecay[user] * error
        let utilityFall = curves.utilityRate[user] * utility
        value = curves.constant[user] + curves.stepCost[user] * steps + error + utility
        slope = curves.stepCost[user] - errorFall - utilityFall
        curvature = curves.errorDecay[user] * errorFall + curves.utilityRate[user] * utilityFall
    }

    /// The least R(s) over L ≤ s ≤ S, by bisection on the sign of R′; nil if L > S.
    static func least(of curves: CostCurves, _ user: Int) -> Double? {
        var (low, high) = (curves.fewestSteps[user], curves.mostSteps[user])
        guard low <= high else { return nil }
        if CurveJet(curves, user, at: low).slope >= 0 { return CurveJet(curves, user, at: low).value }
        if CurveJet(curves, user, at: high).slope <= 0 { return CurveJet(curves, user, at: high).value }
        while true {
            let middle = 0.5 * (low + high)
            guard middle > low, middle < high else { return CurveJet(curves, user, at: low).value }
            if CurveJet(curves, user, at: middle).slope < 0 { low = middle } else { high = middle }
        }
    }
}
