import SuccessiveConvex

/// How a plan is found. The names stand in plan files and on the command line.
public enum SolveMethod: String, Sendable, CaseIterable {
    /// Branch and bound on the Lagrangian dual: the optimum, with a proof.
    case certified
    /// Algorithms 1–3 of the paper.
    case paper
    /// The paper's baseline, `Baseline.random`.
    case random
    /// `Baseline.allLocal`.
    case local
    /// `Baseline.allEdge`.
    case edge
    /// `Baseline.greedy`.
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
