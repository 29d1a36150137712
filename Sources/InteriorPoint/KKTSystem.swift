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
