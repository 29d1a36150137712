extension OffloadProblem {
    /// The largest magnitude of a cost: of K, A, B and D.
    ///
    /// With the other limits here it keeps the solvers' formulas far from overflow, which would leave bounds unproven, and makes
    /// what underflow takes from a product smaller than the margin of the kernels, 2⁻⁹⁰⁰. No physical number comes near.
    public static let largestCost = 1e30
    /// The largest rate per step: of p and q.
    public static let largestRate = 1e15
    /// The largest number of steps of one user: of L, and of S in magnitude. Whole numbers up to here are exact, and so are
    /// their halves. The budget may be any finite number ≥ 0, so that one that binds nobody can be written.
    public static let largestStepCount = 1e15
    /// The largest price that is tried, many orders of magnitude above what a step can save.
    public static let largestPrice = 1e100

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
                try checkLength(of: values, symbol, site: site, count: count)
                try checkRange(of: values, symbol: symbol, site: site)
            }
        }
    }

    static func checkLength(of values: [Double], _ symbol: String, site: Site?, count: Int) throws(ProblemError) {
        guard values.count == count else {
            throw ProblemError(
                column: symbol, site: site, user: nil, value: Double(values.count),
                allowed: "one entry for each of \(count) users")
        }
    }

    private static func checkRange(of values: [Double], symbol: String, site: Site) throws {
        let signed = symbol == "K" || symbol == "S"
        let most =
            switch symbol {
            case "p", "q": largestRate
            case "L", "S": largestStepCount
            default: largestCost
            }
        let least = signed ? -most : 0
        // One branch-free sweep decides; the search for the culprit runs only when there is one.
        var valid = true
        for value in values { valid = valid && value >= least && value <= most }
        guard !valid else { return }
        guard let user = values.firstIndex(where: { !($0 >= least && $0 <= most) }) else { return }
        throw ProblemError(
            column: symbol, site: site, user: user, value: values[user],
            allowed: "a number from \(exact: least) to \(exact: most)")
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

    package init(column: String, site: Site? = nil, user: Int? = nil, value: Double, allowed: String) {
        self.column = column
        self.site = site
        self.user = user
        self.value = value
        self.allowed = allowed
    }

    /// The error in one sentence.
    public var description: String {
        let place = site.map { " of the \($0) curve" } ?? ""
        let person = user.map { ", user \($0)" } ?? ""
        return "\(column)\(place)\(person): \(exact: value) is not \(allowed)"
    }
}
