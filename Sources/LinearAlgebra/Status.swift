import CLinearAlgebra

/// Turns a status of the C layer into an error; `positive` says what a positive status means.
@inline(__always)
func check(
    _ status: Int32, _ operation: String, positive: (Int) -> LinearAlgebraError = { .zeroPivot(pivot: $0) }
) throws(LinearAlgebraError) {
    if status == 0 { return }
    switch status {
    case STEPWELL_SIZE_ERROR: throw .sizeTooLarge(operation: operation)
    case STEPWELL_NOT_FINITE: throw .notFinite(operation: operation)
    case STEPWELL_NO_MEMORY: throw .outOfMemory(operation: operation)
    case STEPWELL_NO_BACKEND: throw .backendUnavailable(reason: String(cString: stepwell_backend_problem()))
    case 1...: throw positive(Int(status))
    default: throw .illegalArgument(operation: operation, position: -Int(status))
    }
}

/// Throws unless two lengths agree.
@inline(__always)
func checkLength(_ found: Int, _ expected: Int, _ operation: String) throws(LinearAlgebraError) {
    guard found == expected else {
        throw .shapeMismatch(operation: operation, expected: "\(expected) elements", found: "\(found)")
    }
}

/// Throws unless the order of a matrix is at least 0.
func checkOrder(_ order: Int, _ operation: String) throws(LinearAlgebraError) {
    guard order >= 0 else { throw .invalidOrder(operation: operation, order: order) }
}
