import InteriorPoint
import TestSupport

/// R(s) = K + A·s + B·exp(−p·s) + D·exp(−q·s) with its first two derivatives.
struct TestCurve {
    var constant, slope, first, firstRate, second, secondRate: Double

    init(using random: inout SeededGenerator) {
        slope = random.uniform(0.01...0.3)
        first = random.uniform(0.5...20)
        firstRate = random.uniform(0.01...0.2)
        second = random.uniform(0.5...5)
        secondRate = random.uniform(0.01...0.3)
        constant = random.uniform(0...1)
    }

    func callAsFunction(_ s: Double) -> (value: Double, slope: Double, curvature: Double) {
        let e = first * exponential(-firstRate * s)
        let d = second * exponential(-secondRate * s)
        return (
            constant + slope * s + e + d, slope - firstRate * e - secondRate * d,
            firstRate * firstRate * e + secondRate * secondRate * d
        )
    }
}

/// The shape of the surrogate P2 with made-up data, x_n = (a_n, s_n):
///
///     minimise Σ R0(s)²·u + (1−a)²/(4u) + R1(s)²·v + a²/(4v) − t·a
///     subject to −a ≤ 0, a − 1 ≤ 0, L − s ≤ 0, s − S0 − a·(S1−S0) ≤ 0, Σ s²·z + a²/(4z) ≤ budget
struct SurrogateProgram: ArrowProgram {
    var local: [TestCurve] = []
    var edge: [TestCurve] = []
    var u: [Double] = []
    var v: [Double] = []
    var z: [Double] = []
    var reward: [Double] = []
    var least: [Double] = []
    var localCap: [Double] = []
    var edgeCap: [Double] = []
    var budget = 0.0

    var userCount: Int { u.count }
    var localInequalityCount: Int { 4 }
    var couplingCount: Int { 1 }

    /// Random data; u, v and z are spread over this many decades to each side of 1, and the reward is ±`penalty`.
    init(users: Int, seed: UInt64, decades: Double = 1, penalty: Double = 0, tightness: Double = 0.5) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<users {
            local.append(TestCurve(using: &random))
            edge.append(TestCurve(using: &random))
            u.append(random.decades(-decades...decades) * 0.1)
            v.append(random.decades(-decades...decades) * 0.1)
            z.append(random.decades(-decades...decades) * 0.01)
            reward.append((random.uniform(-1...1)) * penalty)
            least.append(random.uniform(0...5))
            localCap.append(random.uniform(10...60))
            edgeCap.append(random.uniform(10...120))
        }
        // Between the least that any point needs (a = 0, s = L) and what the middle point would need.
        var fewest = 0.0
        var most = 0.0
        for n in 0..<users {
            let middle = 0.5 * (localCap[n] + edgeCap[n])
            fewest += least[n] * least[n] * z[n]
            most += middle * middle * z[n] + 0.25 / (4 * z[n])
        }
        budget = fewest + tightness * (most - fewest)
    }

    var startingPoint: [Double] {
        let middles = (0..<userCount).map { n in
            0.5 * (least[n] + 0.5 * (localCap[n] + edgeCap[n]))
        }
        return Array(repeating: 0.5, count: userCount) + middles
    }

    func values(at x: [Double], inequalities g: inout [Double]) -> Double? {
        let count = userCount
        var objective = 0.0
        var used = 0.0
        for n in 0..<count {
            let (a, s) = (x[n], x[count + n])
            let (r0, r1) = (local[n](s).value, edge[n](s).value)
            objective += r0 * r0 * u[n] + (1 - a) * (1 - a) / (4 * u[n])
            objective += r1 * r1 * v[n] + a * a / (4 * v[n]) - reward[n] * a
            g[n] = -a
            g[count + n] = a - 1
            g[2 * count + n] = least[n] - s
            g[3 * count + n] = s - localCap[n] - a * (edgeCap[n] - localCap[n])
            used += s * s * z[n] + a * a / (4 * z[n])
        }
        g[4 * count] = used - budget
        return objective
    }

    func derivatives(at x: [Double], multipliers y: [Double], into out: inout ArrowDerivatives) {
        let count = userCount
        let delta = y[4 * count]
        for n in 0..<count {
            let (a, s) = (x[n], x[count + n])
            let (r0, r1) = (local[n](s), edge[n](s))
            out.gradientFirst[n] = -(1 - a) / (2 * u[n]) + a / (2 * v[n]) - reward[n]
            out.gradientSecond[n] = 2 * (r0.value * r0.slope * u[n] + r1.value * r1.slope * v[n])
            out.localFirst[n] = -1
            out.localFirst[count + n] = 1
            out.localSecond[2 * count + n] = -1
            out.localFirst[3 * count + n] = -(edgeCap[n] - localCap[n])
            out.localSecond[3 * count + n] = 1
            out.couplingFirst[n] = a / (2 * z[n])
            out.couplingSecond[n] = 2 * s * z[n]
            out.hessianFirst[n] = 1 / (2 * u[n]) + 1 / (2 * v[n]) + delta / (2 * z[n])
            out.hessianSecond[n] =
                2 * u[n] * (r0.slope * r0.slope + r0.value * r0.curvature)
                + 2 * v[n] * (r1.slope * r1.slope + r1.value * r1.curvature) + 2 * delta * z[n]
        }
    }
}
