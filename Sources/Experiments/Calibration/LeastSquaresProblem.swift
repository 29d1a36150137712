import LinearAlgebra

/// A nonlinear least-squares problem with bounds: minimise ½·Σ r_i(x)² subject to lower ≤ x ≤ upper.
public protocol LeastSquaresProblem {
    /// The least value of each parameter, −∞ for none; equal to the upper bound for a parameter that is fixed.
    var lowerBounds: [Double] { get }
    /// The largest value of each parameter, ∞ for none.
    var upperBounds: [Double] { get }
    /// r(x), at least as many numbers as there are parameters.
    func residuals(at parameters: [Double]) -> [Double]
    /// ∂r_i/∂x_j in row i and column j.
    func jacobian(at parameters: [Double]) -> Matrix
}
