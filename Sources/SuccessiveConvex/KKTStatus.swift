/// The verdict on a P2.
public enum KKTStatus: Sendable, Equatable {
    /// The KKT conditions hold.
    case solved
    /// This user's L exceeds the cap at every decision that is open to it.
    case infeasibleUser(Int)
    /// Even as δ → ∞ the users take `required` from the budget, and only `available` is there.
    case infeasibleBudget(required: Double, available: Double)
    /// The limits alone take all of the budget, so the row (16b) leaves one point to the users in it. That point is
    /// returned; it satisfies no KKT conditions with finite multipliers (Slater's condition fails), and δ = +∞.
    case onlyPoint
    /// The time limit came first.
    case timeLimit
    /// Rounding kept δ from its accuracy, or a residual from vanishing.
    case numericalFailure

    /// True if there is a solution to read.
    public var hasPoint: Bool { self == .solved || self == .onlyPoint }
}
