/// Tests whether the iterates certify that there is no solution.
struct Certificates {
    private let tolerance: Double
    private let startSize: Double
    private var zeros: AugmentedVector
    private var products: AugmentedVector
    private let ratios: [Double]

    init(for system: any KKTSystem, startingAt iterate: Iterate, tolerance: Double) {
        self.tolerance = tolerance
        startSize = 1 + largestMagnitude(iterate.point)
        zeros = AugmentedVector(for: system)
        products = zeros
        ratios = Array(repeating: 0, count: system.inequalityCount)
    }

    /// Whether the multipliers prove that no point in a very large box satisfies the constraints.
    ///
    /// For every x′ convexity gives yᵀg(x′) + νᵀ(Ax′ − b) ≥ v + uᵀ(x′ − x) with v = yᵀg(x) + νᵀ(Ax − b) and u = Jᵀy +
    /// Aᵀν, while a feasible x′ would make the left side at most 0. So v > 0 and Σ_j |u_j|·(1 + |x_j|) ≤ ε·v exclude
    /// every feasible point with |x′_j − x_j| ≤ (1 + |x_j|)/ε for all j, a generalised Farkas certificate.
    func provesPrimalInfeasible(_ iterate: Iterate) -> Bool {
        var violation = 0.0
        for row in iterate.multipliers.indices { violation += iterate.multipliers[row] * iterate.inequalities[row] }
        for row in iterate.equalities.indices {
            violation += iterate.equalityMultipliers[row] * iterate.equalities[row]
        }
        guard violation > 0 else { return false }
        var slope = 0.0
        for index in iterate.point.indices {
            slope += abs(iterate.stationarity[index] - iterate.gradient[index]) * (1 + abs(iterate.point[index]))
        }
        return slope <= tolerance * violation
    }

    /// Whether the point has run off to infinity along a direction in which all constraints hold and the objective
    /// falls.
    ///
    /// With d = x/‖x‖∞ this asks for ‖x‖∞ ≥ (1 + ‖x⁰‖∞)/ε, (J·d)_i ≤ ε and |A·d|_i ≤ ε relative to the rows, ∇fᵀd < 0,
    /// and a small primal residual. It is a strong indication rather than a proof.
    mutating func showsDualInfeasible(
        _ iterate: Iterate, _ scales: ResidualScales, _ residuals: KKTResiduals, _ system: any KKTSystem
    ) -> Bool {
        let size = largestMagnitude(iterate.point)
        guard size >= startSize / tolerance, residuals.primal <= 1e-6 else { return false }
        var slope = 0.0
        for index in iterate.point.indices { slope += iterate.gradient[index] * iterate.point[index] }
        guard slope < 0 else { return false }
        products.copy(zeros)
        var direction = zeros
        copyElements(of: iterate.point, to: &direction.variables)
        system.subtractProduct(direction, ratios: ratios, from: &products)
        for row in products.inequalities.indices
        where !(-products.inequalities[row] <= 1e-6 * scales.magnitudes.inequalities[row]) {
            return false
        }
        for row in products.equalities.indices
        where !(abs(products.equalities[row]) <= 1e-6 * scales.magnitudes.equalities[row]) {
            return false
        }
        return true
    }
}
