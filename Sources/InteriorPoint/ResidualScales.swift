/// The sizes against which residuals are measured at one iterate.
struct ResidualScales {
    /// By row Σ_j |J_ij|·ξ_j and Σ_j |A_ij|·ξ_j, by variable D_j of ``KKTResiduals/dual``.
    var magnitudes: AugmentedVector
    /// G of ``KKTResiduals``.
    private(set) var objective = 1.0
    /// What G never falls below, a share of its value at the starting point.
    private var leastObjective: Double?
    /// The share of G that a stationarity residual is at least measured against.
    private var leastShare = 1e-8
    /// |H_jj|.
    private var curvatures: [Double]
    /// What a unit left over in a row counts in the merit.
    private var rowWeights: [Double]

    private static let leastRowWeight = 1e-6

    init(for system: any KKTSystem) {
        magnitudes = AugmentedVector(for: system)
        curvatures = Array(repeating: 0, count: system.variableCount)
        rowWeights = Array(repeating: 0, count: system.inequalityCount)
    }

    mutating func measure(_ iterate: Iterate, _ system: any KKTSystem) {
        system.measureMagnitudes(
            at: iterate.point, multipliers: iterate.multipliers, equalityMultipliers: iterate.equalityMultipliers,
            curvatures: &curvatures, into: &magnitudes)
        var largest = 0.0
        var largestCurvature = 0.0
        for index in magnitudes.variables.indices {
            let slope = magnitudes.variables[index] + abs(iterate.gradient[index])
            largest = max(largest, slope)
            largestCurvature = max(largestCurvature, curvatures[index])
            magnitudes.variables[index] = slope + curvatures[index] * abs(iterate.point[index])
        }
        if leastObjective == nil {
            // A start at the minimum of the objective has no slope; failing curvature too, any scale will do.
            let size = largest > 0 ? largest : largestCurvature
            leastObjective = size > 0 ? 1e-8 * size : 1
            leastShare = size > 0 ? 1e-8 : 1
        }
        objective = max(largest, leastObjective ?? 1)
        // A row without a gradient has no scale of its own.
        for row in magnitudes.inequalities.indices where !(magnitudes.inequalities[row] > 0) {
            magnitudes.inequalities[row] = max(abs(iterate.inequalities[row]), .leastNormalMagnitude)
        }
        for row in rowWeights.indices {
            let share = iterate.multipliers[row] / objective
            rowWeights[row] = max(share, Self.leastRowWeight / magnitudes.inequalities[row])
        }
        for row in magnitudes.equalities.indices where !(magnitudes.equalities[row] > 0) {
            magnitudes.equalities[row] = 1
        }
    }

    /// The scaled residuals of the iterate that was measured.
    func residuals(of iterate: Iterate) -> KKTResiduals {
        var result = KKTResiduals(primal: 0, dual: 0, complementarity: 0)
        for row in iterate.slacks.indices {
            let residual = abs(iterate.inequalities[row] + iterate.slacks[row])
            result.primal = max(result.primal, residual / (iterate.slacks[row] + magnitudes.inequalities[row]))
        }
        for row in iterate.equalities.indices {
            result.primal = max(result.primal, abs(iterate.equalities[row]) / magnitudes.equalities[row])
        }
        let least = leastShare * objective
        for index in iterate.stationarity.indices {
            let size = max(magnitudes.variables[index], least)
            result.dual = max(result.dual, abs(iterate.stationarity[index]) / size)
        }
        result.complementarity = iterate.complementaritySum / (abs(iterate.objective) + objective)
        return result
    }

    /// θ, the merit of an iterate: the norm of all residuals of the KKT conditions, in units of these scales.
    ///
    /// What a row leaves over counts by its multiplier, which turns it into a change of the objective, but
    /// never for nothing: it would not be brought down.
    func merit(of iterate: Iterate) -> Double {
        var sum = 0.0
        for value in iterate.stationarity {
            let scaled = value / objective
            sum += scaled * scaled
        }
        for row in iterate.slacks.indices {
            let primal = (iterate.inequalities[row] + iterate.slacks[row]) * rowWeights[row]
            let product = iterate.slacks[row] * iterate.multipliers[row] / objective
            sum += primal * primal + product * product
        }
        for row in iterate.equalities.indices {
            let scaled = iterate.equalities[row] / magnitudes.equalities[row]
            sum += scaled * scaled
        }
        return sum.squareRoot()
    }
}
