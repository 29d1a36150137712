/// A plan for the core's users.
struct CorePlan {
    /// True for the users that offload.
    var offloaded: [Bool] = []
    /// The steps of the users that offload.
    var steps: [Double] = []
    /// The objective of P1, with the users outside the core at their best.
    var objective = Double.infinity
    /// What one more edge step would save with these decisions: the multiplier of (1).
    var price = 0.0
}
