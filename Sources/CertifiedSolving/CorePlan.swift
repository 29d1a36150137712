/// A plan for the core's users.
struct CorePlan {
    /// True for the users that offload.
    var offloaded: [Bool] = []
    /// The steps of the users that offload.
    var steps: [Double] = []
    /// The objective of P1, with the users outside the core at their best.
    var objective = Double.infinity
    /// A multiplier of (1) for these decisions; see ``PlanPrice`` for what it says of the budget.
    var price = 0.0
}
