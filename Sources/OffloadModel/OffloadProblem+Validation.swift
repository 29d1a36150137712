extension OffloadProblem {
    static func validate(local: CostCurves, edge: CostCurves, stepBudget: Double) throws {
        guard stepBudget >= 0, stepBudget.isFinite else {
            throw ProblemError(
                column: "stepBudget", site: nil, user: nil, value: stepBudget, allowed: "a finite number ≥ 0")
        }
        let count = local.count
        guard count > 0 else {
            throw ProblemError(column: "K", site: .local, user: nil, value: 0, allowed: "at least one user")
        }
        for (site, curves) in [(Site.local, local), (Site.edge, edge)] {
            for (symbol, values) in curves.columns {
                guard values.count == count else {
                    throw ProblemError(
                        column: symbol, site: site, user: nil, value: Double(values.count),
                        allowed: "one entry for each of \(count) users")
                }
                try checkRange(of: values, symbol: symbol, site: site)
            }
        }
    }

    private static func checkRange(of values: [Double], symbol: String, site: Site) throws {
        let signed = symbol == "K" || symbol == "S"
        let least = signed ? -Double.greatestFiniteMagnitude : 0
        // One branch-free sweep decides; the search for the culprit runs only when there is one.
        var valid = true
        for value in values { valid = valid && value >= least && value <= .greatestFiniteMagnitude }
        guard !valid else { return }
        guard let user = values.firstIndex(where: { !($0 >= least && $0.isFinite) }) else { return }
        throw ProblemError(
            column: symbol, site: site, user: user, value: values[user],
            allowed: signed ? "a finite number" : "a finite number ≥ 0")
    }
}

/// Data that cannot be a problem: names the column, the site, the user, the value and what is allowed.
public struct ProblemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The column by its symbol, or `stepBudget`.
    public let column: String
    /// The site whose curve it is, nil for the budget.
    public let site: Site?
    /// The index of the user, nil if the whole column is at fault.
    public let user: Int?
    /// The value found (for a wrong length, the length).
    public let value: Double
    /// What would have been accepted, in words.
    public let allowed: String

    /// The error in one sentence.
    public var description: String {
        let place = site.map { " of the \($0) curve" } ?? ""
        let person = user.map { ", user \($0)" } ?? ""
        return "\(column)\(place)\(person): \(value) is not \(allowed)"
    }
}
