/// The quantities of all users, one ``Column`` per ``UserField``; what is left out has its default.
public struct UserColumns: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    private var columns: [Column?]

    /// No entry yet.
    public init() {
        columns = Array(repeating: nil, count: UserField.allCases.count)
    }

    /// The entries given; the last of two for the same field counts.
    public init(dictionaryLiteral elements: (UserField, Column)...) {
        self.init()
        for (field, column) in elements { self[field] = column }
    }

    /// The entry as given, nil where it was left out.
    public subscript(field: UserField) -> Column? {
        get { columns[Self.position[field]!] }
        set { columns[Self.position[field]!] = newValue }
    }

    /// The entry that holds: as given, or else the default.
    ///
    /// A required field that is missing is empty here; ``Scenario`` does not let that happen.
    public func effective(_ field: UserField) -> Column {
        if let column = self[field] { return column }
        switch field.fallback {
        case .required: return .perUser([])
        case .value(let value): return .uniform(value)
        case .field(let other): return effective(other)
        }
    }

    private static let position = Dictionary(
        uniqueKeysWithValues: UserField.allCases.enumerated().map { ($1, $0) })
}
