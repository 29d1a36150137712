import LinearAlgebra

/// A smooth convex program with dense derivatives:
///
///     minimise f(x)   subject to   g_i(x) ≤ 0 for i < m,   A·x = b,
///
/// where f and every g_i are convex and twice continuously differentiable on an open domain. The Lagrangian is
/// f(x) + Σ y_i·g_i(x) + νᵀ(A·x − b) with multipliers y ≥ 0 and ν.
public protocol ConvexProgram {
    /// n, the number of variables.
    var variableCount: Int { get }
    /// m, the number of inequalities.
    var inequalityCount: Int { get }
    /// The equalities A·x = b; none by default.
    var equalities: LinearEqualities { get }
    /// Where a solve begins: n finite numbers inside the domain of f and g. They need not satisfy any constraint.
    var startingPoint: [Double] { get }

    /// Writes g(x) and returns f(x), or returns nil if x is outside the domain.
    ///
    /// - Parameters:
    ///   - x: the point, n elements.
    ///   - inequalities: m elements to overwrite.
    func values(at x: [Double], inequalities: inout [Double]) -> Double?

    /// Writes ∇f(x) and the Jacobian of g.
    ///
    /// - Parameters:
    ///   - x: a point inside the domain.
    ///   - gradient: n elements to overwrite.
    ///   - jacobian: m by n; row i is ∇g_i(x). All elements must be written, or left as the last call of the same
    ///     solve wrote them; before the first call they are 0.
    func derivatives(at x: [Double], gradient: inout [Double], jacobian: inout Matrix)

    /// Adds ∇²f(x) + Σ y_i·∇²g_i(x) to the lower triangle of a matrix of zeros.
    ///
    /// - Parameters:
    ///   - x: a point inside the domain.
    ///   - multipliers: y, m elements.
    ///   - hessian: n by n, zero on entry; only the lower triangle is read.
    func addHessian(at x: [Double], multipliers: [Double], to hessian: inout Matrix)
}

extension ConvexProgram {
    /// No equalities.
    public var equalities: LinearEqualities { LinearEqualities(variableCount: variableCount) }
}

/// The linear equalities A·x = b of a program.
public struct LinearEqualities: Equatable, Sendable {
    /// A, one row per equality.
    public let matrix: Matrix
    /// b.
    public let rightSide: [Double]

    /// No equalities, on a number of variables.
    public init(variableCount: Int) {
        matrix = Matrix(rows: 0, columns: variableCount)
        rightSide = []
    }

    /// The equalities A·x = b.
    ///
    /// - Throws: ``InteriorPointError/invalidProgram(field:expected:found:)`` unless b is finite and has one element
    ///   per row of A.
    public init(matrix: Matrix, rightSide: [Double]) throws(InteriorPointError) {
        guard rightSide.count == matrix.rows else {
            throw .invalidProgram(
                field: "rightSide", expected: "\(matrix.rows) elements", found: "\(rightSide.count)")
        }
        guard rightSide.allSatisfy(\.isFinite), matrix.elements.allSatisfy(\.isFinite) else {
            throw .invalidProgram(field: "equalities", expected: "finite numbers", found: "NaN or an infinity")
        }
        self.matrix = matrix
        self.rightSide = rightSide
    }

    /// The number of equalities.
    public var count: Int { rightSide.count }
}
