/// The solution of a ``SurrogateProgram`` by another route: for a price δ of the coupling row every user is a scalar
/// root problem, solved by bisection, and δ is found by bisection too.
///
/// With κ = 1/(2u) + 1/(2v) + δ/(2z) and η = 1/(2u) + reward, the a-condition without cap is κ·a = η, and with
/// Φ(s) = 2R0·R0′·u + 2R1·R1′·v + 2δsz the s-condition is Φ(s) = 0. If the pair violates s ≤ S0 + a·d, the cap binds, s
/// is eliminated, and ψ(a) = d·Φ(S0 + a·d) + κ·a − η has its root at the solution.
struct SurrogateOracle {
    private(set) var first: [Double] = []
    private(set) var second: [Double] = []
    private(set) var price = 0.0
    private(set) var capMultipliers: [Double] = []

    init(_ program: SurrogateProgram) {
        let used = evaluate(program, price: 0)
        guard used > program.budget else { return }
        var low = 0.0
        var high = 1.0
        while evaluate(program, price: high) > program.budget { high *= 4 }
        for _ in 0..<200 {
            let middle = 0.5 * (low + high)
            if evaluate(program, price: middle) > program.budget { low = middle } else { high = middle }
        }
        price = high
        _ = evaluate(program, price: high)
    }

    private mutating func evaluate(_ program: SurrogateProgram, price: Double) -> Double {
        (first, second, capMultipliers) = ([], [], [])
        var used = 0.0
        for n in 0..<program.userCount {
            let (u, v, z) = (program.u[n], program.v[n], program.z[n])
            let (cap, difference) = (program.localCap[n], program.edgeCap[n] - program.localCap[n])
            let kappa = 1 / (2 * u) + 1 / (2 * v) + price / (2 * z)
            let eta = 1 / (2 * u) + program.reward[n]
            func slope(_ s: Double) -> Double {
                let (r0, r1) = (program.local[n](s), program.edge[n](s))
                return 2 * (r0.value * r0.slope * u + r1.value * r1.slope * v) + 2 * price * s * z
            }
            var a = min(max(eta / kappa, 0), 1)
            var s = Self.root(from: program.least[n], to: 1000, of: slope)
            var multiplier = 0.0
            if s > cap + a * difference {
                a = Self.root(from: 0, to: 1) { difference * slope(cap + $0 * difference) + kappa * $0 - eta }
                s = cap + a * difference
                multiplier = -slope(s)
            }
            first.append(a)
            second.append(s)
            capMultipliers.append(multiplier)
            used += s * s * z + a * a / (4 * z)
        }
        return used
    }

    /// The root of an increasing function, clamped to the interval.
    private static func root(from low: Double, to high: Double, of function: (Double) -> Double) -> Double {
        if function(low) >= 0 { return low }
        if function(high) <= 0 { return high }
        var (low, high) = (low, high)
        for _ in 0..<120 {
            let middle = 0.5 * (low + high)
            if function(middle) < 0 { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }
}
