/// Looks for the point that violates the constraints least, when the method itself can make no progress.
///
/// It minimises φ(x) = ½·Σ (max(0, g_i(x))/ρ_i)² subject to A·x = b by Newton's method with the same factorisations,
/// ρ_i being the scale of a row. Where the program is infeasible, the gradient of φ vanishes at a point with φ > 0, and
/// the multipliers y_i = max(0, g_i)/ρ_i² are the certificate that ``Certificates`` asks for.
struct FeasibilityPhase {
    private let system: any KKTSystem
    private let certificates: Certificates
    private let scales: ResidualScales
    private var iterate: Iterate
    private var trial: Iterate
    private var step: AugmentedVector
    private var ratios: [Double]
    /// The factor of φ that drowns the Hessian of the objective, which every Newton matrix contains.
    private let weight: Double

    private static let iterationLimit = 100
    private static let trialLimit = 50

    init(system: any KKTSystem, certificates: Certificates, scales: ResidualScales, startingAt iterate: Iterate) {
        self.system = system
        self.certificates = certificates
        self.scales = scales
        self.iterate = iterate
        trial = iterate
        step = AugmentedVector(for: system)
        ratios = Array(repeating: 0, count: system.inequalityCount)
        weight = 1e8 * scales.objective
    }

    /// Whether a certificate of infeasibility was found; the iterate then holds it.
    ///
    /// - Parameter isOutOfTime: asked before every iteration.
    mutating func findsCertificate(unless isOutOfTime: () -> Bool) -> Bool {
        guard iterate.evaluate(system) else { return false }
        for _ in 0..<Self.iterationLimit {
            if isOutOfTime() { return false }
            setMultipliers()
            guard iterate.linearize(system), solve() else { return false }
            // The solve gives ν itself rather than a change of it.
            copyElements(of: step.equalities, to: &iterate.equalityMultipliers)
            guard iterate.linearize(system) else { return false }
            if certificates.provesPrimalInfeasible(iterate) { return true }
            guard advance() else { return false }
        }
        return false
    }

    /// The point and the certificate.
    var certificate: Iterate { iterate }

    private mutating func setMultipliers() {
        for row in ratios.indices {
            let scale = scales.magnitudes.inequalities[row]
            let violation = max(iterate.inequalities[row], 0)
            iterate.multipliers[row] = weight * violation / scale / scale
            // An inequality that holds has no curvature in φ.
            ratios[row] = violation > 0 ? scale * scale / weight : 1e20 * scale * scale / weight
        }
        fillWithZeros(&iterate.equalityMultipliers)
    }

    private mutating func solve() -> Bool {
        for regularization in [0, 1e-10, 1e-6, 1e-2] {
            for index in step.variables.indices {
                step.variables[index] = iterate.gradient[index] - iterate.stationarity[index]
            }
            for row in step.equalities.indices { step.equalities[row] = -iterate.equalities[row] }
            fillWithZeros(&step.inequalities)
            do {
                try system.factor(ratios: ratios, regularization: regularization, robust: false)
                try system.solve(&step)
            } catch {
                continue
            }
            if largestMagnitude(step.variables).isFinite, largestMagnitude(step.equalities).isFinite { return true }
        }
        return false
    }

    private mutating func advance() -> Bool {
        let violation = violation(of: iterate)
        var alpha = 1.0
        for _ in 0..<Self.trialLimit {
            stepElements(from: iterate.point, along: step.variables, by: alpha, into: &trial.point)
            if trial.evaluate(system), self.violation(of: trial) < violation {
                copyElements(of: iterate.multipliers, to: &trial.multipliers)
                swap(&iterate, &trial)
                return true
            }
            alpha *= 0.5
        }
        return false
    }

    private func violation(of iterate: Iterate) -> Double {
        var sum = 0.0
        for row in iterate.inequalities.indices {
            let scaled = max(iterate.inequalities[row], 0) / scales.magnitudes.inequalities[row]
            sum += scaled * scaled
        }
        for row in iterate.equalities.indices {
            let scaled = iterate.equalities[row] / scales.magnitudes.equalities[row]
            sum += scaled * scaled
        }
        return sum
    }
}
