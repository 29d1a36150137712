import OffloadModel

/// Where Algorithm 3 starts.
public enum StartPoint: Sendable, Equatable {
    /// a = ½ for every user with a choice, s half-way between L and the cap, moved down to fit the budget.
    case middle
    /// a uniform in (0, 1) and s uniform between L and the cap, from a seed, moved down to fit the budget.
    case random(seed: UInt64)
    /// The given a and s, put within their limits and moved down to fit the budget.
    case given(decisions: [Double], steps: [Double])
    /// A feasible plan, with its decisions moved into the interior by at least 0.01, since a decision at 0 or 1 never
    /// moves.
    case plan(Plan)
}
