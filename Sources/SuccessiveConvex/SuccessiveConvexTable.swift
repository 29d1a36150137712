import OffloadModel

/// Formats the trace of Algorithms 1 and 3 as a table of fixed width, one row for every P2.
///
///     sub iter   penalty       penalised       surrogate   undecided   delta   tries   change
///
/// `penalised` is Σ (1−a)·R_0 + a·R_1 − τ·H(a | a^(i)) and must not rise within a sub-problem; `surrogate` is (15)
/// at the same point; `undecided` is the largest distance of an a from 0 or 1; `tries` counts the values of δ tried.
public struct SuccessiveConvexTable: Sendable {
    /// A table.
    public init() {}

    /// The heading, without a line break.
    public var header: String {
        Self.columns.line(["sub", "iter", "penalty", "penalised", "surrogate", "undecided", "delta", "tries", "change"])
    }

    /// One row, without a line break.
    public func row(_ iteration: SuccessiveConvexIteration) -> String {
        Self.columns.line([
            "\(iteration.subproblem)",
            "\(iteration.iteration)",
            DecimalText.significant(iteration.penalty, digits: 4),
            DecimalText.significant(iteration.penalisedObjective, digits: 11),
            DecimalText.significant(iteration.surrogate, digits: 11),
            DecimalText.significant(iteration.distanceFromBinary, digits: 3),
            DecimalText.significant(iteration.multiplier, digits: 6),
            "\(iteration.multiplierEvaluations)",
            DecimalText.significant(iteration.change, digits: 3),
        ])
    }

    private static let columns = TextColumns([5, 6, 11, 18, 18, 11, 13, 7, 11])
}
