import OffloadModel

/// The table of comparisons: fixed width, one row per comparison, one column per quantity.
///
/// A number that is not within its limit has an exclamation mark; `-` is a quantity that was not compared.
public struct AgreementTable: Sendable {
    /// The quantities that have a column, with its title.
    private static let columns: [(quantity: String, title: String)] = [
        ("objective", "objective"), ("bound", "bound"), ("a", "a"), ("s", "s"), ("delta", "delta"),
        ("zeta", "zeta"), ("price", "price"), ("kkt residual", "kkt res"),
        ("kkt residual, BLAS", "kkt blas"), ("objective, BLAS", "obj blas"),
        ("interior residual", "int res"), ("violation", "violation"), ("ulps", "ulps"),
    ]

    /// A table.
    public init() {}

    /// The names of the columns.
    public var header: String {
        row(name: "comparison", users: "users", Self.columns.map(\.title), "steps", "verdict")
    }

    /// The limits of all columns.
    public func limits(_ limits: AgreementLimits) -> String {
        let values = Self.columns.map { column in
            let limit: Double =
                switch column.quantity {
                case "objective", "bound", "objective, BLAS": limits.objective
                case "a": limits.decisions
                case "s": limits.steps
                case "delta", "zeta", "price": limits.multipliers
                case "ulps": limits.ulps
                default: limits.residuals
                }
            return DecimalText.significant(limit, digits: 2)
        }
        return row(name: "limit", users: "", values, "", "")
    }

    /// One comparison.
    public func row(_ agreement: Agreement) -> String {
        let values = Self.columns.map { column in
            guard let difference = agreement.differences.first(where: { $0.quantity == column.quantity }) else {
                return "-"
            }
            return DecimalText.significant(difference.value, digits: 2) + (difference.isWithin ? "" : "!")
        }
        return row(
            name: agreement.subject, users: "\(agreement.userCount)", values, "\(agreement.iterations)",
            Self.words(agreement.verdict))
    }

    private static func words(_ verdict: Agreement.Verdict) -> String {
        switch verdict {
        case .agrees: "agrees"
        case .differs: "DIFFERS"
        case .notComparable: "not comparable"
        case .noAnswer: "NO ANSWER"
        }
    }

    private func row(name: String, users: String, _ values: [String], _ steps: String, _ verdict: String) -> String {
        let cells = values.map { $0.padded(from: 10) }.joined()
        return name.padded(to: 17) + users.padded(from: 8) + cells + steps.padded(from: 6) + "  " + verdict
    }
}
