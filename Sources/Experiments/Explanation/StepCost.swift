import OffloadModel
import ScenarioFiles

/// What a number of steps costs one user at one site, term by term; the terms add up to R(s) + λ·s.
public struct StepCost: Sendable, Equatable {
    /// Where.
    public let site: Site
    /// s.
    public let steps: Double
    /// ω1·c1·time, (3).
    public let time: Double
    /// ω1·c2·error, (4).
    public let error: Double
    /// ω1·c3·energy, (5) and (6).
    public let energy: Double
    /// −ω2·utility, (7); not positive.
    public let utility: Double
    /// λ·s at the edge, 0 on the device.
    public let payment: Double

    /// R(s), without the payment.
    public var cost: Double { time + error + energy + utility }
    /// R(s) + λ·s.
    public var total: Double { cost + payment }

    init(_ scenario: Scenario, user: Int, site: Site, steps: Double, price: Double) {
        let totals = scenario.outcome(of: user, at: site, steps: steps)
        let weights = scenario.weights
        self.site = site
        self.steps = steps
        time = weights.cost * weights.time * totals.time
        error = weights.cost * weights.error * totals.error
        energy = weights.cost * weights.energy * totals.energy
        utility = 0 - weights.utility * totals.utility
        payment = site == .edge ? price * steps : 0
    }
}
