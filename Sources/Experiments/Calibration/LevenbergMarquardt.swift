import LinearAlgebra

/// The method of Levenberg and Marquardt for nonlinear least squares, with bounds on the parameters.
///
/// Each step δ solves the linear least-squares problem
///
///     min ‖ [ J ; √μ·D ]·δ + [ r ; 0 ] ‖₂
///
/// by Householder QR of the augmented matrix: the normal equations, whose condition is that of J squared, are never
/// formed. D holds the largest norm that each column of J has had (Moré, "The Levenberg–Marquardt algorithm", 1978), so
/// that the steps do not depend on the units of the parameters. μ follows the ratio of the reduction found to the one
/// predicted (Nielsen, 1999). A parameter at a bound towards which the sum of squares falls is left out of the step;
/// other steps are cut off at the bounds.
public struct LevenbergMarquardt: Sendable {
    /// How a minimisation ended.
    public enum Status: String, Sendable {
        /// The residual is orthogonal to every column of J whose parameter is free, or zero.
        case stationary
        /// The step is below what matters to the parameters.
        case smallStep
        /// No reduction worth having is found or predicted.
        case smallReduction
        /// The iterations were used up.
        case iterationLimit
        /// Residuals or derivatives are not finite, or the step cannot be computed.
        case numericalFailure

        /// True where the parameters are a minimiser as far as the arithmetic shows.
        public var hasConverged: Bool {
            switch self {
            case .stationary, .smallStep, .smallReduction: true
            case .iterationLimit, .numericalFailure: false
            }
        }
    }

    /// What a minimisation found.
    public struct Result: Sendable, Equatable {
        /// The parameters of the least sum of squares seen.
        public var parameters: [Double]
        /// r there.
        public var residuals: [Double]
        /// How it ended.
        public var status: Status
        /// The steps taken.
        public var iterations: Int
        /// Which parameters are at a bound that holds them.
        public var isHeld: [Bool]
    }

    /// The most steps.
    public var iterationLimit = 200
    /// The largest |cosine| between r and a column of J at a stationary point.
    public var angleTolerance = 1e-12
    /// The smallest step, ‖D·δ‖ against ‖D·x‖.
    public var stepTolerance = 1e-14
    /// The smallest reduction, against the sum of squares.
    public var reductionTolerance = 1e-15

    /// The method with its usual tolerances.
    public init() {}

    /// Minimises from a start point, which is moved between the bounds.
    ///
    /// - Returns: the best point seen, whatever the status.
    /// - Throws: `LinearAlgebraError` if the start point, the bounds, and the rows and columns of the derivatives do not fit
    ///   each other.
    public func minimize(
        _ problem: some LeastSquaresProblem, from start: [Double]
    ) throws(LinearAlgebraError) -> Result {
        let count = start.count
        for bounds in [problem.lowerBounds, problem.upperBounds] where bounds.count != count {
            throw .shapeMismatch(
                operation: "the bounds of least squares", expected: "\(count) numbers", found: "\(bounds.count)")
        }
        let residuals = problem.residuals(at: start).count
        let jacobian = problem.jacobian(at: start)
        guard residuals >= count, (jacobian.rows, jacobian.columns) == (residuals, count) else {
            throw .shapeMismatch(
                operation: "the derivatives of least squares", expected: "\(max(residuals, count)) by \(count)",
                found: "\(jacobian.rows) by \(jacobian.columns) for \(residuals) residuals")
        }
        return minimum(of: problem, from: start)
    }

    /// ``minimize(_:from:)`` of a problem whose parts are known to fit each other.
    func minimum(of problem: some LeastSquaresProblem, from start: [Double]) -> Result {
        let (lower, upper) = (problem.lowerBounds, problem.upperBounds)
        func clamped(_ x: [Double]) -> [Double] { x.indices.map { min(max(x[$0], lower[$0]), upper[$0]) } }

        let first = clamped(start)
        var result = Result(
            parameters: first, residuals: problem.residuals(at: first), status: .iterationLimit, iterations: 0,
            isHeld: first.map { _ in false })
        guard result.residuals.allSatisfy(\.isFinite) else { return result.ended(.numericalFailure) }
        var scale = first.map { _ in 0.0 }
        var damping = 1e-3
        var growth = 2.0
        while result.iterations < iterationLimit {
            let x = result.parameters
            let residual = result.residuals
            let jacobian = problem.jacobian(at: x)
            let norm = Self.norm(residual)
            var isStationary = true
            for column in x.indices {
                let (length, slope) = Self.lengthAndSlope(jacobian, column, residual)
                guard length.isFinite else { return result.ended(.numericalFailure) }
                scale[column] = max(scale[column], length)
                result.isHeld[column] =
                    lower[column] == upper[column] || x[column] <= lower[column] && slope > 0
                    || x[column] >= upper[column] && slope < 0
                let isFlat = abs(slope) <= angleTolerance * length * norm
                if !result.isHeld[column], !isFlat { isStationary = false }
            }
            guard norm > 0, !isStationary else { return result.ended(.stationary) }
            let free = x.indices.filter { !result.isHeld[$0] }
            let weights = scale.map { $0 > 0 ? $0 : 1 }

            // Ever shorter steps until one reduces the sum of squares.
            while true {
                guard let step = Self.step(jacobian, residual, free: free, weights: weights, damping: damping) else {
                    return result.ended(.numericalFailure)
                }
                let trial = clamped(zip(x, step).map { $0 + $1 })
                let taken = zip(trial, x).map { $0 - $1 }
                let length = Self.norm(zip(taken, weights).map { $0 * $1 })
                guard length > stepTolerance * Self.norm(zip(x, weights).map { $0 * $1 }) else {
                    return result.ended(.smallStep)
                }
                let predicted = Self.predictedReduction(jacobian, residual, taken)
                let next = problem.residuals(at: trial)
                // ½·Σ (r² − r'²) as a sum of products keeps small differences.
                let actual = 0.5 * zip(residual, next).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 + $1.1) }
                let level = reductionTolerance * 0.5 * norm * norm
                if predicted <= level, abs(actual) <= level {
                    // What is left is below rounding, but the step still brings the parameters closer.
                    if predicted > 0 { (result.parameters, result.residuals) = (trial, next) }
                    return result.ended(.smallReduction)
                }
                if actual.isFinite, predicted > 0, actual > 1e-4 * predicted {
                    let ratio = 2 * (actual / predicted) - 1
                    damping = max(damping * max(1.0 / 3, 1 - ratio * ratio * ratio), 1e-15)
                    growth = 2
                    result.parameters = trial
                    result.residuals = next
                    result.iterations += 1
                    break
                }
                damping *= growth
                growth *= 2
                guard damping.isFinite else { return result.ended(.smallStep) }
            }
        }
        return result
    }

    /// δ of all parameters, zero for those that are not free; nil if it cannot be computed.
    private static func step(
        _ jacobian: Matrix, _ residual: [Double], free: [Int], weights: [Double], damping: Double
    ) -> [Double]? {
        let rows = jacobian.rows
        var augmented = Matrix(rows: rows + free.count, columns: free.count)
        for (place, column) in free.enumerated() {
            for row in 0..<rows { augmented[row, place] = jacobian[row, column] }
            augmented[rows + place, place] = damping.squareRoot() * weights[column]
        }
        let rightSide = residual.map { -$0 } + free.map { _ in 0 }
        guard let solution = try? leastSquares(augmented, rightSide).solution else { return nil }
        var step = weights.map { _ in 0.0 }
        for (place, column) in free.enumerated() { step[column] = solution[place] }
        return step
    }

    /// ½·‖r‖² − ½·‖r + J·δ‖².
    private static func predictedReduction(_ jacobian: Matrix, _ residual: [Double], _ step: [Double]) -> Double {
        var reduction = 0.0
        for row in residual.indices {
            var change = 0.0
            for column in step.indices { change += jacobian[row, column] * step[column] }
            reduction -= change * (residual[row] + 0.5 * change)
        }
        return reduction
    }

    /// The norm of a column of J, and its product with r.
    private static func lengthAndSlope(
        _ jacobian: Matrix, _ column: Int, _ residual: [Double]
    ) -> (length: Double, slope: Double) {
        var (squares, slope) = (0.0, 0.0)
        for row in residual.indices {
            squares += jacobian[row, column] * jacobian[row, column]
            slope += jacobian[row, column] * residual[row]
        }
        return (squares.squareRoot(), slope)
    }

    private static func norm(_ values: [Double]) -> Double {
        values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
}

extension LevenbergMarquardt.Result {
    fileprivate func ended(_ status: LevenbergMarquardt.Status) -> LevenbergMarquardt.Result {
        var result = self
        result.status = status
        return result
    }
}
