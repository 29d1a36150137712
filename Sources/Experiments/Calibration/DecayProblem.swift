import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The fit of y = F + B·e^(−κ·u) as a least-squares problem in (B, ln κ, F).
///
/// u runs from 0 at the first abscissa to 1 at the last, and y is divided by its largest magnitude, so that all three
/// parameters are of the order of one, whatever the units are; a curve that rises is turned upside down. The logarithm
/// keeps κ positive. B ≥ 0, and F ≥ 0 or F = 0 where the ``FloorRule`` asks for it. κ is kept where data can show it:
/// above 10⁻³, below which a curve is straight to the thousandth, and below 36 over the smallest u > 0, beyond which
/// all of it happens before the second abscissa.
package struct DecayProblem: LeastSquaresProblem, Sendable {
    /// u of each point.
    package let abscissas: [Double]
    /// y of each point.
    package let ordinates: [Double]
    /// √w of each point, by which its residual is multiplied; 1 for data of equal weight.
    package let weights: [Double]
    /// The least B, ln κ and F.
    package let lowerBounds: [Double]
    /// The largest B, ln κ and F.
    package let upperBounds: [Double]

    /// A problem from points that are scaled already.
    ///
    /// - Parameters:
    ///   - abscissas: u, from 0 to 1, at least two values apart from 0.
    ///   - ordinates: y.
    ///   - weights: √w > 0.
    ///   - floor: the range of F.
    package init(abscissas: [Double], ordinates: [Double], weights: [Double], floor: ClosedRange<Double>) {
        self.abscissas = abscissas
        self.ordinates = ordinates
        self.weights = weights
        let second = abscissas.reduce(1) { $1 > 0 ? min($0, $1) : $0 }
        lowerBounds = [0, log(1e-3), floor.lowerBound]
        upperBounds = [.infinity, log(36 / second), floor.upperBound]
    }

    /// √w·(F + B·e^(−κ·u) − y).
    package func residuals(at parameters: [Double]) -> [Double] {
        let rate = exp(parameters[1])
        return abscissas.indices.map {
            weights[$0] * (parameters[2] + parameters[0] * exp(-rate * abscissas[$0]) - ordinates[$0])
        }
    }

    /// √w·(e^(−κ·u), −B·κ·u·e^(−κ·u), 1).
    package func jacobian(at parameters: [Double]) -> Matrix {
        let rate = exp(parameters[1])
        var matrix = Matrix(rows: abscissas.count, columns: 3)
        for (row, u) in abscissas.enumerated() {
            let decay = weights[row] * exp(-rate * u)
            matrix[row, 0] = decay
            matrix[row, 1] = -parameters[0] * rate * u * decay
            matrix[row, 2] = weights[row]
        }
        return matrix
    }

    /// The best B and F for a given ln κ, a linear problem solved within the bounds, and the sum of squares they leave.
    ///
    /// - Returns: (B, ln κ, F).
    package func projected(logRate: Double) -> (parameters: [Double], squares: Double) {
        let rate = exp(logRate)
        var (total, meanDecay, meanValue) = (0.0, 0.0, 0.0)
        let decays = abscissas.map { exp(-rate * $0) }
        for index in decays.indices {
            let weight = weights[index] * weights[index]
            total += weight
            meanDecay += weight * decays[index]
            meanValue += weight * ordinates[index]
        }
        meanDecay /= total
        meanValue /= total
        var (variance, covariance) = (0.0, 0.0)
        for index in decays.indices {
            let weight = weights[index] * weights[index]
            variance += weight * (decays[index] - meanDecay) * (decays[index] - meanDecay)
            covariance += weight * (decays[index] - meanDecay) * (ordinates[index] - meanValue)
        }
        // The sum of squares is convex in (B, F): a bound that the free minimum breaks holds at the minimum.
        var amplitude = max(covariance / variance, 0)
        var floor = meanValue - amplitude * meanDecay
        if !(lowerBounds[2]...upperBounds[2]).contains(floor) {
            floor = min(max(floor, lowerBounds[2]), upperBounds[2])
            amplitude = max(covarianceAboutFloor(decays, floor), 0)
            // With B at its bound as well, F is the mean within its own.
            if amplitude == 0 { floor = min(max(meanValue, lowerBounds[2]), upperBounds[2]) }
        }
        let parameters = [amplitude, logRate, floor]
        return (parameters, residuals(at: parameters).reduce(0) { $0 + $1 * $1 })
    }

    /// The best B for a given F.
    private func covarianceAboutFloor(_ decays: [Double], _ floor: Double) -> Double {
        var (products, squares) = (0.0, 0.0)
        for index in decays.indices {
            let weight = weights[index] * weights[index]
            products += weight * decays[index] * (ordinates[index] - floor)
            squares += weight * decays[index] * decays[index]
        }
        return products / squares
    }

    /// Where to start from: the best points of a grid of κ, at each of which B and F are optimal (variable projection).
    ///
    /// - Returns: every local minimum of the grid, the lowest first, at most three.
    package func startingPoints() -> [[Double]] {
        let count = 64
        let range = (lowerBounds[1], upperBounds[1])
        let grid = (0...count).map {
            projected(logRate: min(range.0 + (range.1 - range.0) * Double($0) / Double(count), range.1))
        }
        let lowest = grid.indices.filter { index in
            (index == 0 || grid[index].squares <= grid[index - 1].squares)
                && (index == count || grid[index].squares <= grid[index + 1].squares)
        }
        return lowest.sorted { grid[$0].squares < grid[$1].squares }.prefix(3).map { grid[$0].parameters }
    }
}

extension DecayProblem {
    /// Which way the ordinates go.
    package enum Trend { case falling, rising, none }

    /// The sign of the slope of a straight line through the points; none if it is less than twice its standard error.
    ///
    /// - Parameter sudden: a line over 0 at the first abscissa and 1 at all others in place of u.
    package func trend(sudden: Bool = false) -> Trend {
        let places = sudden ? abscissas.map { $0 > 0 ? 1.0 : 0 } : abscissas
        let squares = weights.map { $0 * $0 }
        let total = squares.reduce(0, +)
        func mean(_ values: [Double]) -> Double { zip(squares, values).reduce(0) { $0 + $1.0 * $1.1 } / total }
        let (place, ordinate) = (mean(places), mean(ordinates))
        var (variance, covariance, spread) = (0.0, 0.0, 0.0)
        for index in places.indices {
            let (x, y) = (places[index] - place, ordinates[index] - ordinate)
            variance += squares[index] * x * x
            covariance += squares[index] * x * y
            spread += squares[index] * y * y
        }
        let explained = covariance * covariance / variance
        let rest = max(spread - explained, 0) / Double(places.count - 2)
        guard explained > 4 * rest else { return .none }
        return covariance < 0 ? .falling : .rising
    }
}
