/// The linear algebra of one program: evaluates it, keeps its derivatives at one point, and solves Newton's system
/// there.
///
/// With W = diag(slacks) and Y = diag(multipliers) of the inequalities, H the Hessian of the Lagrangian, J the Jacobian
/// of the inequalities and A the matrix of the equalities, the augmented matrix is
///
///     ┌ H   Aᵀ  Jᵀ    ┐
///     │ A   0   0     │
///     └ J   0   −W/Y  ┘
///
/// The method itself, ``InteriorPointSolver``, touches derivatives only through this interface, once per large
/// operation, so that the call costs nothing beside the work.
public protocol KKTSystem: AnyObject {
    /// n.
    var variableCount: Int { get }
    /// m.
    var inequalityCount: Int { get }
    /// p.
    var equalityCount: Int { get }
    /// Where a solve begins.
    var startingPoint: [Double] { get }

    /// Writes g(x) and A·x − b and returns f(x), or returns nil if x is outside the domain.
    func evaluate(at x: [Double], inequalities: inout [Double], equalities: inout [Double]) -> Double?

    /// Computes the derivatives that all further calls use: ∇f, which is also written, J, and H with these multipliers.
    func linearize(at x: [Double], multipliers: [Double], gradient: inout [Double])

    /// Adds Jᵀ·y + Aᵀ·ν to a vector of n elements.
    func addTransposedProducts(multipliers y: [Double], equalityMultipliers nu: [Double], to vector: inout [Double])

    /// Subtracts the augmented matrix times a vector: what is left of a right-hand side.
    ///
    /// - Parameters:
    ///   - vector: what the matrix is multiplied by.
    ///   - ratios: the diagonal of W/Y.
    ///   - rightSide: what the product is subtracted from.
    func subtractProduct(_ vector: AugmentedVector, ratios: [Double], from rightSide: inout AugmentedVector)

    /// The sizes of the terms that cancel in the residuals, against which the residuals are measured.
    ///
    /// - Parameters:
    ///   - x: the variables.
    ///   - y: the multipliers of the inequalities.
    ///   - nu: the multipliers of the equations.
    ///   - curvatures: n elements, overwritten with |H_jj|.
    ///   - magnitudes: overwritten with |A|·ξ and |J|·ξ by row, where ξ_j = max(1, |x_j|), and with |Jᵀ|·|y| + |Aᵀ|·|ν|
    ///     by variable.
    func measureMagnitudes(
        at x: [Double], multipliers y: [Double], equalityMultipliers nu: [Double], curvatures: inout [Double],
        into magnitudes: inout AugmentedVector)

    /// Factors the augmented matrix.
    ///
    /// - Parameters:
    ///   - ratios: the diagonal of W/Y.
    ///   - regularization: a relative amount by which to strengthen the diagonal; 0 for none.
    ///   - robust: whether to prefer accuracy to speed, after a solve that was too inaccurate.
    /// - Throws: ``KKTError`` if the matrix cannot be factored; more regularization may help.
    func factor(ratios: [Double], regularization: Double, robust: Bool) throws(KKTError)

    /// Solves the last factored system in place.
    ///
    /// - Throws: ``KKTError`` if there are no factors.
    func solve(_ vector: inout AugmentedVector) throws(KKTError)
}

/// Why Newton's matrix could not be factored or used.
public enum KKTError: Error, Equatable, Sendable {
    /// The matrix is singular, not of the inertia of a convex program, or not finite.
    case notFactorable(reason: String)
}

/// A vector in the three parts of the augmented system.
public struct AugmentedVector: Equatable, Sendable {
    /// n elements: a direction in x, or the residual of the stationarity condition.
    public var variables: [Double]
    /// p elements: a direction in ν, or the residual of the equalities.
    public var equalities: [Double]
    /// m elements: a direction in y, or the residual of the inequalities.
    public var inequalities: [Double]

    /// A vector of zeros.
    public init(variableCount: Int, equalityCount: Int, inequalityCount: Int) {
        variables = Array(repeating: 0, count: variableCount)
        equalities = Array(repeating: 0, count: equalityCount)
        inequalities = Array(repeating: 0, count: inequalityCount)
    }

    /// A vector of zeros for one system.
    init(for system: any KKTSystem) {
        self.init(
            variableCount: system.variableCount, equalityCount: system.equalityCount,
            inequalityCount: system.inequalityCount)
    }

    /// Copies another vector and keeps the storage.
    mutating func copy(_ other: AugmentedVector) {
        copyElements(of: other.variables, to: &variables)
        copyElements(of: other.equalities, to: &equalities)
        copyElements(of: other.inequalities, to: &inequalities)
    }

    /// Adds another vector.
    mutating func add(_ other: AugmentedVector) {
        addElements(of: other.variables, to: &variables)
        addElements(of: other.equalities, to: &equalities)
        addElements(of: other.inequalities, to: &inequalities)
    }
}
