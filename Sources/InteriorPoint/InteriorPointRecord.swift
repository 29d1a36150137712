/// One iterate of a solve, in numbers.
public struct InteriorPointRecord: Equatable, Sendable {
    /// The number of steps taken so far; 0 at the starting point.
    public var iteration: Int
    /// f(x).
    public var objective: Double
    /// The scaled residuals.
    public var residuals: KKTResiduals
    /// μ, the mean of w_i·y_i; 0 without inequalities.
    public var barrier: Double
    /// max_j |dx_j| / (1 + |x_j|) of the full Newton step from here, an estimate of the distance to the solution.
    public var estimatedDistance: Double
    /// α, the length of the step that led here; 0 at the starting point.
    public var stepLength: Double
    /// The number of trial points that the line search rejected on the way here.
    public var backtracks: Int
    /// The relative regularisation of the matrix factored here.
    public var regularization: Double
    /// Seconds since the solve began; for display only, no decision but the time limit depends on it.
    public var seconds: Double
}

/// Called at every iterate; may stop the solve.
public typealias InteriorPointHandler = (InteriorPointIteration) -> InteriorPointContinuation
