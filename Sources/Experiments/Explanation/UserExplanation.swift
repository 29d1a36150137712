import OffloadModel

/// Why a user is where it is, and what would change that.
public struct UserExplanation: Sendable, Equatable {
    /// n, from 0.
    public let user: Int
    /// Where the optimal plan has the user.
    public let site: Site
    /// Its steps there.
    public let steps: Double
    /// Where a plan that was handed in has the user, and its steps; nil without one.
    public internal(set) var planned: StepCost?
    /// The verdict of the certified solve.
    public let status: SolveStatus
    /// λ, what one more edge step would save with these decisions; see `CertifiedResult`.
    public let price: Double
    /// What one edge step less would cost with these decisions; nil if less is not enough for the users at the edge.
    public let priceBelow: Double?
    /// Whether steps are whole numbers.
    public let stepRule: StepRule
    /// S_e.
    public let stepBudget: Double
    /// The edge steps that the optimal plan uses.
    public let edgeStepsUsed: Double
    /// How many users the optimal plan has at the edge.
    public let offloadedCount: Int
    /// What the user would do on its device, nil if that cannot be.
    public let local: StepCost?
    /// What the user would do at the edge at the price λ, nil if that cannot be.
    public let edge: StepCost?
    /// How many other users have the same two curves; which of them offload is settled by their order.
    public let twins: Int
    /// The price at which the user changes sides.
    public let switchPrice: SwitchPrice
    /// What else would make it change sides; empty for a user without a choice.
    public let switches: [SwitchFinding]
    /// Both curves around their best steps, in the order of the sites and the steps.
    public let curves: [StepCost]

    /// φ(λ) − r, what offloading adds to the user's cost at the price, negative where it saves; nil without a choice.
    public var reducedCost: Double? {
        guard let local, let edge else { return nil }
        return edge.total - local.total
    }

    /// True if the reduced cost alone would have the user on the other side: the plan cannot split the last user that
    /// the budget has steps for, so one that is near the threshold can be on either side.
    public var isAgainstPrice: Bool {
        guard let reducedCost else { return false }
        return site == .edge ? reducedCost > 0 : reducedCost < 0
    }
}
