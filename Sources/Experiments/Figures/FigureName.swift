/// The figures that can be reproduced, by the names of the command line.
public enum FigureName: String, Sendable, CaseIterable {
    /// The paper's Fig. 1: time, accuracy and energy against S_e for several weights.
    case fig1
    /// The paper's Fig. 2: the objective against S_e for three local limits.
    case fig2
    /// The distance of the paper's method to the optimum, by start point and penalty.
    case gaps
    /// Seconds against N.
    case scaling

    /// What the figure shows, in words.
    public var summary: String {
        switch self {
        case .fig1: "time, accuracy and energy against the step budget"
        case .fig2: "the objective against the step budget"
        case .gaps: "how far the paper's method ends from the optimum, by start point"
        case .scaling: "seconds against the number of users"
        }
    }
}
