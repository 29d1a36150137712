import OffloadModel

/// How many edge steps a user would take if they cost nothing: the root of R_1′, within 0 ≤ s ≤ S_1.
///
/// Generators derive step budgets from it, which must not differ between machines. So the exponential is one of
/// plain additions and multiplications, which every machine rounds alike, rather than the C library's.
package struct EdgeDemand {
    /// A.
    package let stepCost: Double
    /// p·B.
    package let errorFall: Double
    /// p.
    package let errorDecay: Double
    /// q·D.
    package let utilityFall: Double
    /// q.
    package let utilityRate: Double
    /// S_1.
    package let limit: Double

    package init(
        stepCost: Double, errorFall: Double, errorDecay: Double, utilityFall: Double, utilityRate: Double,
        limit: Double
    ) {
        self.stepCost = stepCost
        self.errorFall = errorFall
        self.errorDecay = errorDecay
        self.utilityFall = utilityFall
        self.utilityRate = utilityRate
        self.limit = limit
    }

    /// R_1′(s) and R_1″(s).
    private func slope(at steps: Double) -> (slope: Double, rise: Double) {
        let error = errorFall * Self.exponential(-errorDecay * steps)
        let utility = utilityFall * Self.exponential(-utilityRate * steps)
        return (stepCost - error - utility, errorDecay * error + utilityRate * utility)
    }

    /// The demand, by Newton's method from the left, where the concave slope makes every step fall short.
    package var steps: Double {
        guard slope(at: limit).slope > 0 else { return limit }
        var steps = 0.0
        for _ in 0..<100 {
            let (slope, rise) = slope(at: steps)
            guard slope < 0 else { break }
            let advance = -slope / rise
            steps += advance
            // The error left is about p·advance²/2: below rounding of any sum that is made of it.
            guard advance > 1e-7 * steps else { break }
        }
        return min(steps, limit)
    }

    /// exp(x) for x ≤ 0 to a few units in the last place: x = k·ln 2 + r and a Taylor polynomial in r.
    package static func exponential(_ x: Double) -> Double {
        guard x > -700 else { return 0 }
        let shifted = x * 1.4426950408889634 + 0x1.8p52
        let multiple = shifted - 0x1.8p52
        let r = (x - multiple * 0x1.62e42fefa38p-1) - multiple * 0x1.ef35793c7673p-45
        // Σ rⁱ/i! for i ≤ 13, from the last term to the first.
        var sum = 1.0 / 6_227_020_800
        sum = sum * r + 1.0 / 479_001_600
        sum = sum * r + 1.0 / 39_916_800
        sum = sum * r + 1.0 / 3_628_800
        sum = sum * r + 1.0 / 362_880
        sum = sum * r + 1.0 / 40_320
        sum = sum * r + 1.0 / 5040
        sum = sum * r + 1.0 / 720
        sum = sum * r + 1.0 / 120
        sum = sum * r + 1.0 / 24
        sum = sum * r + 1.0 / 6
        sum = sum * r + 0.5
        sum = sum * r + 1
        sum = sum * r + 1
        return sum * Double(bitPattern: UInt64(1023 + Int(multiple)) << 52)
    }
}

extension Scenario {
    /// Σ d_n, the edge steps that all users would take at no price, without regard to floors, deadlines and uplink.
    package func freeEdgeDemand() -> Double {
        let weights = weights
        let coefficient = edge.powerCoefficient
        let columns = [
            UserField.edgeStepTime, .edgeFrequency, .edgeInitialError, .edgeErrorDecay, .edgeUtilityRate,
            .edgeStepLimit,
        ].map { self[$0] }
        let stepTime = ColumnReader(columns[0])
        let frequency = ColumnReader(columns[1])
        let initialError = ColumnReader(columns[2])
        let errorDecay = ColumnReader(columns[3])
        let utilityRate = ColumnReader(columns[4])
        let limit = ColumnReader(columns[5])
        func demand(of user: Int) -> Double {
            let frequency = frequency[user]
            let power = coefficient * (frequency * frequency * frequency)
            return EdgeDemand(
                stepCost: weights.cost * (weights.time + weights.energy * power) * stepTime[user],
                errorFall: errorDecay[user] * weights.cost * weights.error * initialError[user],
                errorDecay: errorDecay[user], utilityFall: utilityRate[user] * weights.utility,
                utilityRate: utilityRate[user], limit: limit[user]
            ).steps
        }
        if columns.allSatisfy(\.isUniform) { return Double(count) * demand(of: 0) }
        var sum = PreciseSum()
        for user in 0..<count { sum.add(demand(of: user)) }
        return sum.value
    }
}
