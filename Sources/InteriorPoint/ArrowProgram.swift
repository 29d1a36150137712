/// A smooth convex program that separates by user but for a few coupling rows:
///
///     minimise Σ_n f_n(x_n)   subject to   g_{j,n}(x_n) ≤ 0 for j < J,   Σ_n h_{k,n}(x_n) ≤ β_k for k < C,
///
/// with two variables per user, x_n = (first, second). With N users its Newton matrix has N blocks of order two and C
/// dense rows, the shape of an arrow, and ``ArrowKKTSystem`` solves it in O(N).
///
/// Columns hold one element per user. The point is one array of 2N elements: first variables, then second ones. The
/// inequalities are one array of J·N + C elements: g_{0,·}, g_{1,·}, …, then the coupling rows h_k(x) − β_k;
/// multipliers have the same order. A user without its j-th inequality writes g = −1 and a zero gradient. A program
/// with one variable per user gives the second one the objective ½·second².
public protocol ArrowProgram {
    /// N.
    var userCount: Int { get }
    /// J, the number of inequalities that touch one user only, for each user.
    var localInequalityCount: Int { get }
    /// C, the number of inequalities that couple the users.
    var couplingCount: Int { get }
    /// Where a solve begins: 2N finite numbers inside the domain. They need not satisfy any constraint.
    var startingPoint: [Double] { get }

    /// Writes all inequalities' values and returns the objective, or returns nil if x is outside the domain.
    ///
    /// - Parameters:
    ///   - x: the point, 2N elements.
    ///   - inequalities: J·N + C elements to overwrite.
    func values(at x: [Double], inequalities: inout [Double]) -> Double?

    /// Writes all first derivatives, and the second derivatives of the Lagrangian Σ f_n + Σ y_{j,n}·g_{j,n} + Σ y_k·Σ_n
    /// h_{k,n}.
    ///
    /// - Parameters:
    ///   - x: a point inside the domain.
    ///   - multipliers: y, J·N + C elements.
    ///   - derivatives: columns to overwrite; they keep what the last call of the same solve wrote, at first 0.
    func derivatives(at x: [Double], multipliers: [Double], into derivatives: inout ArrowDerivatives)
}

extension ArrowProgram {
    /// 2N, the number of variables.
    public var variableCount: Int { 2 * userCount }
    /// J·N + C, the number of inequalities.
    public var inequalityCount: Int { localInequalityCount * userCount + couplingCount }
    /// J·N, where the coupling rows begin in the array of inequalities.
    public var firstCouplingRow: Int { localInequalityCount * userCount }
}

/// The derivatives of an ``ArrowProgram`` in columns.
public struct ArrowDerivatives: Sendable {
    /// ∂f/∂first, N elements.
    public var gradientFirst: [Double]
    /// ∂f/∂second, N elements.
    public var gradientSecond: [Double]
    /// ∂g_{j,n}/∂first at `j·N + n`.
    public var localFirst: [Double]
    /// ∂g_{j,n}/∂second at `j·N + n`.
    public var localSecond: [Double]
    /// ∂h_{k,n}/∂first at `k·N + n`.
    public var couplingFirst: [Double]
    /// ∂h_{k,n}/∂second at `k·N + n`.
    public var couplingSecond: [Double]
    /// ∂²Lagrangian/∂first², N elements.
    public var hessianFirst: [Double]
    /// ∂²Lagrangian/∂first∂second, N elements.
    public var hessianCross: [Double]
    /// ∂²Lagrangian/∂second², N elements.
    public var hessianSecond: [Double]

    /// Columns of zeros.
    public init(userCount: Int, localInequalityCount: Int, couplingCount: Int) {
        let column = Array(repeating: 0.0, count: userCount)
        let locals = Array(repeating: 0.0, count: userCount * localInequalityCount)
        let couplings = Array(repeating: 0.0, count: userCount * couplingCount)
        (gradientFirst, gradientSecond) = (column, column)
        (localFirst, localSecond) = (locals, locals)
        (couplingFirst, couplingSecond) = (couplings, couplings)
        (hessianFirst, hessianCross, hessianSecond) = (column, column, column)
    }
}
