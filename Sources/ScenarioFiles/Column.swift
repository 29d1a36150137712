/// One quantity of all users: a number that all share, or one number each.
public enum Column: Sendable, Equatable {
    /// The same for every user.
    case uniform(Double)
    /// One entry per user.
    case perUser([Double])

    /// The value of one user.
    ///
    /// - Precondition: A column of one number for each user has an entry for this one, as those of a ``Scenario`` have.
    public subscript(user: Int) -> Double {
        switch self {
        case .uniform(let value): value
        case .perUser(let values): values[user]
        }
    }

    /// The entries written out, one for each of `count` users; storage is shared where there is an array already.
    package func values(count: Int) -> [Double] {
        switch self {
        case .uniform(let value): Array(repeating: value, count: count)
        case .perUser(let values): values
        }
    }

    /// The values that occur: one, or all entries.
    var entries: [Double] {
        switch self {
        case .uniform(let value): [value]
        case .perUser(let values): values
        }
    }

    /// True if some entry is 0.
    var hasZero: Bool { entries.contains(0) }

    var isUniform: Bool {
        if case .uniform = self { true } else { false }
    }
}

/// Several columns read side by side without asking, for every entry, whether a column is uniform.
struct ColumnReader {
    private let values: [Double]
    /// 0 for a uniform column, whose only entry is read again and again.
    private let stride: Int

    init(_ column: Column) {
        values = column.entries
        stride = column.isUniform ? 0 : 1
    }

    @inline(__always)
    subscript(user: Int) -> Double { values[user &* stride] }
}

extension Column {
    /// A function of two columns, user by user; uniform if both are.
    @inline(__always)
    static func combining(
        _ first: Column, _ second: Column, count: Int, _ function: (Double, Double) -> Double
    ) -> Column {
        if case (.uniform(let first), .uniform(let second)) = (first, second) {
            return .uniform(function(first, second))
        }
        let first = ColumnReader(first)
        let second = ColumnReader(second)
        return .perUser((0..<count).map { function(first[$0], second[$0]) })
    }

    /// A function of three columns, user by user; uniform if all are.
    @inline(__always)
    static func combining(
        _ first: Column, _ second: Column, _ third: Column, count: Int,
        _ function: (Double, Double, Double) -> Double
    ) -> Column {
        if case (.uniform(let first), .uniform(let second), .uniform(let third)) = (first, second, third) {
            return .uniform(function(first, second, third))
        }
        let first = ColumnReader(first)
        let second = ColumnReader(second)
        let third = ColumnReader(third)
        return .perUser((0..<count).map { function(first[$0], second[$0], third[$0]) })
    }
}
