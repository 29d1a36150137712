import SuccessiveConvex

/// How a plan is found. The names stand in plan files and on the command line.
public enum SolveMethod: String, Sendable, CaseIterable {
    /// Branch and bound on the Lagrangian dual: the optimum, with a proof.
    case certified
    /// Algorithms 1–3 of the paper.
    case paper
    /// The paper's baseline: random decisions and steps.
    case random
    /// Everybody on its device.
    case local
    /// Everybody at the edge that fits.
    case edge
    /// By gain per edge step while the budget lasts.
    case greedy

    /// The baseline of that name, nil for the solvers.
    public func baseline(seed: UInt64) -> Baseline? {
        switch self {
        case .certified, .paper: nil
        case .random: .random(seed: seed)
        case .local: .allLocal
        case .edge: .allEdge
        case .greedy: .greedy
        }
    }
}
