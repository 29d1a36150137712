import OffloadModel

/// Bad input to a solve; a verdict about a valid program is an ``InteriorPointStatus`` instead.
public enum InteriorPointError: Error, Equatable, Sendable {
    /// A setting is outside its range.
    case invalidSetting(SettingError)
    /// A program or a warm start has the wrong shape, or is not finite.
    case invalidProgram(field: String, expected: String, found: String)
    /// The starting point is outside the domain of the objective or of an inequality, or derivatives there are not
    /// finite.
    case startOutsideDomain
    /// The order of a dense system exceeds what the linear algebra library can count.
    case tooLarge(variables: Int, inequalities: Int)
    /// A dense system needs OpenBLAS and LAPACKE, which cannot be loaded.
    case linearAlgebraUnavailable(reason: String)
}

extension InteriorPointError: CustomStringConvertible {
    /// The error in words.
    public var description: String {
        switch self {
        case .invalidSetting(let error): error.description
        case .invalidProgram(let field, let expected, let found):
            "\(field): expected \(expected), found \(found)"
        case .startOutsideDomain:
            "the starting point is outside the domain of the program"
        case .tooLarge(let variables, let inequalities):
            "a dense system with \(variables) variables and \(inequalities) inequalities is too large"
        case .linearAlgebraUnavailable(let reason):
            reason
        }
    }
}
