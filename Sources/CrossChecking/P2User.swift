import SuccessiveConvex

/// One user of P2 in the units of its data: a = a₀ + α·x and s = L + σ·t, where x and t are about 0 … 1.
///
/// a₀ is the least decision. With ρ = S_e − Σ least demands, the room in the budget, nobody can take more of it than all:
///
///     (a² − a₀²)/(4z) ≤ ρ,   so   a − a₀ ≤ r/(a₀ + √(a₀² + r)) with r = 4zρ,
///     z·(s² − L²) ≤ ρ,       so   s − L ≤ r/(L + √(L² + r)) with r = ρ/z.
///
/// α is the smaller one of this and the range of a, σ the smaller one of this and the height of the cap above L. Where α
/// or σ is 0, P2 leaves the variable one value.
struct P2User {
    /// c₁·x + c₂·x².
    struct Square {
        var linear = 0.0
        var square = 0.0

        func callAsFunction(_ x: Double) -> Double { x * (linear + square * x) }
        func slope(at x: Double) -> Double { linear + 2 * square * x }
        var size: Double { abs(linear) + abs(square) }
    }

    /// What the steps change in the objective, with derivatives in t.
    struct StepTerms {
        let value: Double
        let slope: Double
        let curvature: Double
    }

    /// The cap as height + rise·x − σ·t ≥ 0, and the scale that its row is divided by.
    struct Cap {
        let height: Double
        let rise: Double
        let scale: Double
    }

    /// a₀ and α.
    let decisionBase: Double
    let decisionUnit: Double
    /// L and σ.
    let stepBase: Double
    let stepUnit: Double
    /// F_n, what the user's costs are divided by.
    var costUnit = 1.0
    /// What x changes in the objective, without the penalty's share, which is linear.
    let decisionTerms: Square
    let penaltySlope: Double
    /// The demand above the least one, relative to the room, as functions of x and of t.
    let decisionDemand: Square
    let stepDemand: Square
    /// Whether x ≥ 0 is imposed: not where the cap implies it.
    let hasZero: Bool
    /// The largest x, nil where the cap or, with some room, the budget row implies it.
    let most: Double?
    /// The cap, nil where it cannot bind, since the budget row stops s clearly below it.
    let cap: Cap?
    /// The user's terms of the objective at (a₀, L), and their magnitudes.
    let baseObjective: Double
    let baseSize: Double

    /// 1/(4u) and 1/(4v), 0 where the term is constant.
    private let stay: Double
    private let leave: Double
    private let local: RisingCurve
    private let edge: RisingCurve
    private let localWeight: Double
    private let edgeWeight: Double

    /// How far beyond the budget's reach a limit must be to be left out: one that meets it shares its multiplier.
    static let clearance = 1.001

    /// The units of a user.
    ///
    /// - Parameters:
    ///   - problem: P2.
    ///   - user: the user's index.
    ///   - limits: what its limits leave it.
    ///   - room: ρ; nil to leave those who are in the budget row their least demand.
    init(_ problem: P2Problem, _ user: Int, limits: P2Limits, room: Double?) {
        let (u, v, z) = (problem.u[user], problem.v[user], problem.z[user])
        let (low, high) = (problem.curves.local.mostSteps[user], problem.curves.edge.mostSteps[user])
        let (a, s) = (limits.leastDecision, limits.fewest)
        let decisionRange = limits.mostDecision - a
        var (alpha, sigma) = (decisionRange, limits.stepRange)
        if limits.isInBudget, let room {
            // Without room P2 is infeasible, and its own limits do as units.
            alpha = min(alpha, room > 0 ? Self.rise(from: a, square: 4 * z * room) : .infinity)
            sigma = min(sigma, room > 0 ? Self.rise(from: s, square: room / z) : .infinity)
        } else if limits.isInBudget {
            (alpha, sigma) = (0, 0)
        }
        (decisionBase, decisionUnit, stepBase, stepUnit) = (a, alpha, s, sigma)

        local = RisingCurve(problem.curves.local, user, from: s)
        edge = RisingCurve(problem.curves.edge, user, from: s)
        (localWeight, edgeWeight) = (u, v)
        (stay, leave) = (u > 0 ? 1 / (4 * u) : 0, v > 0 ? 1 / (4 * v) : 0)
        let pull = problem.penalty * (2 * problem.previous[user] - 1)
        decisionTerms = Square(
            linear: alpha * (2 * a * leave - 2 * (1 - a) * stay), square: alpha * alpha * (stay + leave))
        penaltySlope = -alpha * pull
        let costs =
            local.base * local.base * u + edge.base * edge.base * v + (1 - a) * (1 - a) * stay + a * a * leave
        (baseObjective, baseSize) = (costs - pull * a, costs + abs(pull) * a)

        if limits.isInBudget, let room {
            let scale = P2Program.rowScale(room: room, budget: problem.stepBudget)
            decisionDemand = Square(
                linear: alpha * a / (2 * z) / scale, square: alpha * alpha / (4 * z) / scale)
            stepDemand = Square(linear: 2 * s * z * sigma / scale, square: sigma * sigma * z / scale)
        } else {
            (decisionDemand, stepDemand) = (Square(), Square())
        }

        hasZero = alpha > 0 && (sigma == 0 || !limits.isBoundedBelowByCap)
        let isTopImplied = alpha == 0 || sigma > 0 && limits.isBoundedAboveByCap
        most = isTopImplied || decisionRange > Self.clearance * alpha ? nil : decisionRange / alpha
        let height = limits.isBoundedBelowByCap ? 0 : max(P2Limits.cap(at: a, low, high) - s, 0)
        let rise = alpha * (high - low)
        let isSlack = limits.stepRange > sigma && height + min(rise, 0) > Self.clearance * sigma
        cap =
            sigma > 0 && !isSlack ? Cap(height: height, rise: rise, scale: max(sigma, abs(rise))) : nil
    }

    /// x − base where x² − base² = square.
    private static func rise(from base: Double, square: Double) -> Double {
        square.isFinite ? square / (base + (base * base + square).squareRoot()) : .infinity
    }

    /// True if x or t stands in the budget row.
    var isInBudget: Bool { decisionDemand.size + stepDemand.size > 0 }

    /// u·(R̃_0(s)² − R̃_0(L)²) + v·(R̃_1(s)² − R̃_1(L)²), formed from what the curves change.
    func stepTerms(at t: Double) -> StepTerms {
        let local = local.jet(at: stepUnit * t)
        let edge = edge.jet(at: stepUnit * t)
        let (localValue, edgeValue) = (self.local.base + local.rise, self.edge.base + edge.rise)
        let slope = localWeight * localValue * local.slope + edgeWeight * edgeValue * edge.slope
        let curvature =
            localWeight * (local.slope * local.slope + localValue * local.curvature)
            + edgeWeight * (edge.slope * edge.slope + edgeValue * edge.curvature)
        return StepTerms(
            value: localWeight * local.rise * (self.local.base + localValue)
                + edgeWeight * edge.rise * (self.edge.base + edgeValue),
            slope: 2 * slope * stepUnit, curvature: 2 * curvature * stepUnit * stepUnit)
    }

    /// The sum of the magnitudes of what x and t can change in the objective, the penalty's share apart.
    var costRange: Double {
        let (localRise, edgeRise) = (local.riseSize(at: stepUnit), edge.riseSize(at: stepUnit))
        return decisionTerms.size + localWeight * localRise * (2 * local.base + localRise)
            + edgeWeight * edgeRise * (2 * edge.base + edgeRise)
    }

    /// The sum of the magnitudes of the terms of the objective's derivative in x.
    func decisionSlopeSize(at x: Double) -> Double {
        let a = decisionBase + decisionUnit * x
        return 2 * decisionUnit * (abs(a) * (stay + leave) + stay) + abs(penaltySlope)
    }

    /// The sum of the magnitudes of the terms of the objective's derivative in t.
    func stepSlopeSize(at t: Double) -> Double {
        let h = stepUnit * t
        return 2 * stepUnit
            * (localWeight * (local.base + local.riseSize(at: h)) * local.slopeSize(at: h)
                + edgeWeight * (edge.base + edge.riseSize(at: h)) * edge.slopeSize(at: h))
    }
}
