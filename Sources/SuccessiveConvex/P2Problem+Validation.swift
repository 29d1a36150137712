import OffloadModel

extension P2Problem {
    /// Checks lengths and ranges, and that nobody is pinned at both sites or frozen below L.
    func validate() throws(P2Error) {
        let positive = "0 or a number from 2⁻³³² to 2³³²"
        let isUsable: (Double) -> Bool = { $0 == 0 || ($0 >= 0x1p-332 && $0 <= 0x1p332) }
        try Self.check(u, "u", count: count, allowed: positive, isUsable)
        try Self.check(v, "v", count: count, allowed: positive, isUsable)
        try Self.check(z, "z", count: count, allowed: positive + ", or +∞") { isUsable($0) || $0 == .infinity }
        try Self.check(previous, "previous a", count: count, allowed: "a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
        guard penalty >= 0, penalty <= 1e100 else {
            throw P2Error(column: "τ", user: nil, value: penalty, allowed: "a number from 0 to 1e100")
        }
        guard stepBudget >= 0, stepBudget.isFinite else {
            throw P2Error(column: "stepBudget", user: nil, value: stepBudget, allowed: "a finite number ≥ 0")
        }
        for user in 0..<count {
            guard u[user] > 0 || (v[user] > 0 && z[user] > 0) else {
                throw P2Error(
                    column: "u", user: user, value: u[user],
                    allowed: "a number > 0, since v or z is 0: a cannot be pinned at 0 and at 1")
            }
            guard z[user].isFinite || curves.local.fewestSteps[user] <= 0 else {
                throw P2Error(
                    column: "z", user: user, value: z[user],
                    allowed: "finite, since L > 0: s cannot be frozen at 0")
            }
        }
    }

    /// Checks that a point has an entry for each user; its numbers may be any.
    func checkLengths(decisions: [Double], steps: [Double]) throws(P2Error) {
        try Self.check(decisions, "a", count: count, allowed: "a number") { _ in true }
        try Self.check(steps, "s", count: count, allowed: "a number") { _ in true }
    }

    /// Checks the length of a column and every entry.
    static func check(
        _ values: [Double], _ column: String, count: Int, allowed: String, _ isAllowed: (Double) -> Bool
    ) throws(P2Error) {
        guard values.count == count else {
            throw P2Error(
                column: column, user: nil, value: Double(values.count), allowed: "one entry for each of \(count) users")
        }
        for (user, value) in values.enumerated() {
            guard isAllowed(value) else { throw P2Error(column: column, user: user, value: value, allowed: allowed) }
        }
    }
}

/// Data that cannot be a P2: names the column, the user, the value and what is allowed.
public struct P2Error: Error, Sendable, Equatable, CustomStringConvertible {
    /// The column by its symbol, or the scalar's name.
    public let column: String
    /// The index of the user, nil if the whole column or a scalar is at fault.
    public let user: Int?
    /// The value found (for a wrong length, the length).
    public let value: Double
    /// What would have been accepted, in words.
    public let allowed: String

    /// The error in one sentence.
    public var description: String {
        let person = user.map { ", user \($0)" } ?? ""
        return "\(column)\(person): \(exact: value) is not \(allowed)"
    }
}
