import InteriorPoint
import LinearAlgebra
import OffloadModel
import SuccessiveConvex

/// What keeps a comparison from being made at all; disagreement is a finding instead.
public enum CrossCheckError: Error, Sendable, Equatable {
    /// A column of the solution has another number of entries than the problem has users.
    case wrongCount(field: String, found: Int, expected: Int)
    /// P2 cannot be expanded around a point.
    case subproblem(P2Error)
    /// The interior-point method refused its settings or its program.
    case interiorPoint(InteriorPointError)
    /// A vector operation failed.
    case linearAlgebra(LinearAlgebraError)
    /// A setting of the certified solver is out of its range.
    case setting(String)
    /// The scenario has no plan.
    case infeasible(Infeasibility)
}

extension CrossCheckError: CustomStringConvertible {
    /// The error in one sentence.
    public var description: String {
        switch self {
        case .wrongCount(let field, let found, let expected):
            "\(field) has \(found) entries; allowed is one for each of \(expected) users"
        case .subproblem(let error): error.description
        case .interiorPoint(let error): error.description
        case .linearAlgebra(let error): error.description
        case .setting(let reason): reason
        case .infeasible(let reason): reason.description
        }
    }

    /// Runs a body whose errors are the interior-point method's.
    static func solving<Value>(
        _ body: () throws(InteriorPointError) -> Value
    ) throws(CrossCheckError) -> Value {
        do throws(InteriorPointError) { return try body() } catch { throw .interiorPoint(error) }
    }

    /// Runs a body whose errors are about settings.
    static func setting<Value>(_ body: () throws -> Value) throws(CrossCheckError) -> Value {
        do { return try body() } catch { throw .setting("\(error)") }
    }

    /// Runs a body whose errors are those of vector operations.
    static func evaluating<Value>(
        _ body: () throws(LinearAlgebraError) -> Value
    ) throws(CrossCheckError) -> Value {
        do throws(LinearAlgebraError) { return try body() } catch { throw .linearAlgebra(error) }
    }
}
