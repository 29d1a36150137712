import InteriorPoint
import TestSupport

/// The perspective relaxation of choosing a site, with made-up data, x_n = (α_n, x_n):
///
///     minimise Σ (1−α)·r + α·R(x/α)   subject to   L·α ≤ x ≤ S·α, 0 ≤ α ≤ 1, Σ x ≤ budget
///
/// on the domain α > 0.
struct PerspectiveProgram: ArrowProgram {
    var curves: [TestCurve] = []
    var stay: [Double] = []
    var least: [Double] = []
    var cap: [Double] = []
    var budget = 0.0

    var userCount: Int { curves.count }
    var localInequalityCount: Int { 4 }
    var couplingCount: Int { 1 }

    init(users: Int, seed: UInt64, tightness: Double = 0.3) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<users {
            curves.append(TestCurve(using: &random))
            stay.append(random.uniform(1...12))
            least.append(random.uniform(0...5))
            cap.append(random.uniform(20...100))
        }
        budget = tightness * cap.reduce(0, +)
    }

    var startingPoint: [Double] {
        Array(repeating: 0.5, count: userCount) + (0..<userCount).map { 0.25 * (least[$0] + cap[$0]) }
    }

    func values(at point: [Double], inequalities g: inout [Double]) -> Double? {
        let count = userCount
        var objective = 0.0
        var used = 0.0
        for n in 0..<count {
            let (alpha, x) = (point[n], point[count + n])
            guard alpha > 0 else { return nil }
            objective += (1 - alpha) * stay[n] + alpha * curves[n](x / alpha).value
            g[n] = -alpha
            g[count + n] = alpha - 1
            g[2 * count + n] = least[n] * alpha - x
            g[3 * count + n] = x - cap[n] * alpha
            used += x
        }
        g[4 * count] = used - budget
        return objective
    }

    func derivatives(at point: [Double], multipliers: [Double], into out: inout ArrowDerivatives) {
        let count = userCount
        for n in 0..<count {
            let (alpha, x) = (point[n], point[count + n])
            let s = x / alpha
            let r = curves[n](s)
            out.gradientFirst[n] = -stay[n] + r.value - s * r.slope
            out.gradientSecond[n] = r.slope
            out.hessianFirst[n] = s * s * r.curvature / alpha
            out.hessianCross[n] = -s * r.curvature / alpha
            out.hessianSecond[n] = r.curvature / alpha
            out.localFirst[n] = -1
            out.localFirst[count + n] = 1
            (out.localFirst[2 * count + n], out.localSecond[2 * count + n]) = (least[n], -1)
            (out.localFirst[3 * count + n], out.localSecond[3 * count + n]) = (-cap[n], 1)
            out.couplingSecond[n] = 1
        }
    }
}
