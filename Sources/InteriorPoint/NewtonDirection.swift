/// Newton's directions at one iterate: keeps the factorisation, the refinement and the regularisation together.
///
/// The complementarity condition aims at w_i·y_i = t_i. Eliminating dw_i = (t_i − w_i·dy_i)/y_i − w_i leaves
///
///     H·dx + Aᵀ·dν + Jᵀ·dy = −(∇f + Jᵀ·y + Aᵀ·ν),   A·dx = b − A·x,   J·dx − (W/Y)·dy = −g − t/y,
///
/// in which the slack has cancelled from the last right-hand side.
struct NewtonDirection {
    /// dx, dν and dy.
    private(set) var step: AugmentedVector
    /// dw.
    private(set) var slackStep: [Double]
    /// The relative regularisation of the last factorisation.
    private(set) var regularization = 0.0

    private let refinementLimit: Int
    private var ratios: [Double]
    private var rightSide: AugmentedVector
    private var remainder: AugmentedVector
    private var isRobust = false

    /// The remainder of a solve, relative to its right-hand side, at which refinement ends, and at which the
    /// factorisation counts as useless.
    private static let accurate = 1e-13
    private static let useless = 1e-3
    private static let largestRegularization = 1e-2

    init(for system: any KKTSystem, refinementLimit: Int) {
        step = AugmentedVector(for: system)
        rightSide = step
        remainder = step
        slackStep = Array(repeating: 0, count: system.inequalityCount)
        ratios = slackStep
        self.refinementLimit = refinementLimit
    }

    /// Factors Newton's matrix at an iterate and computes the direction that aims at w_i·y_i = 0.
    ///
    /// - Returns: false if no regularisation makes the matrix usable.
    mutating func predict(_ iterate: Iterate, _ scales: ResidualScales, _ system: any KKTSystem) -> Bool {
        for row in ratios.indices { ratios[row] = iterate.slacks[row] / iterate.multipliers[row] }
        // What was needed last time is tried again, more weakly.
        regularization = regularization > 1e-13 ? regularization / 100 : 0
        isRobust = false
        var best: (quality: Double, regularization: Double, isRobust: Bool)?
        while true {
            if let quality = attempt(iterate, scales, system) {
                if quality <= Self.useless { return true }
                if quality < 0.5 * (best?.quality ?? .infinity) { best = (quality, regularization, isRobust) }
            }
            if !isRobust {
                isRobust = true
            } else if regularization < Self.largestRegularization {
                regularization = max(100 * regularization, 1e-13)
            } else {
                break
            }
        }
        // The line search can make something of a rough direction, but not of none. Of equally rough ones it gets the
        // least regularised: where the program is unbounded that one is the longest, and shows it soonest.
        guard let best else { return false }
        (regularization, isRobust) = (best.regularization, best.isRobust)
        return attempt(iterate, scales, system) != nil
    }

    private mutating func attempt(
        _ iterate: Iterate, _ scales: ResidualScales, _ system: any KKTSystem
    ) -> Double? {
        do {
            try system.factor(ratios: ratios, regularization: regularization, robust: isRobust)
        } catch {
            return nil
        }
        return aim(iterate, scales, system) { _ in 0 }
    }

    /// Repeats the last factorisation, after derivatives at another point were computed and those of the iterate
    /// restored.
    func refactor(_ system: any KKTSystem) -> Bool {
        (try? system.factor(ratios: ratios, regularization: regularization, robust: isRobust)) != nil
    }

    /// Computes the direction that aims at w_i·y_i = target(i), with the last factorisation.
    ///
    /// - Returns: the relative remainder of the linear system, or nil if the direction is not finite.
    mutating func aim(
        _ iterate: Iterate, _ scales: ResidualScales, _ system: any KKTSystem, at target: (Int) -> Double
    ) -> Double? {
        for index in rightSide.variables.indices { rightSide.variables[index] = -iterate.stationarity[index] }
        for row in rightSide.equalities.indices { rightSide.equalities[row] = -iterate.equalities[row] }
        // The slack steps hold t/y − w until the multiplier steps are known.
        for row in slackStep.indices {
            let share = target(row) / iterate.multipliers[row]
            rightSide.inequalities[row] = -iterate.inequalities[row] - share
            slackStep[row] = share - iterate.slacks[row]
        }
        guard let quality = solveRefined(scales, system) else { return nil }
        for row in slackStep.indices { slackStep[row] -= ratios[row] * step.inequalities[row] }
        return quality
    }

    /// Solves for the right-hand side, with iterative refinement against the matrix that is not regularised.
    private mutating func solveRefined(_ scales: ResidualScales, _ system: any KKTSystem) -> Double? {
        let size = scaledNorm(rightSide, scales) + 1e-14
        step.copy(rightSide)
        guard (try? system.solve(&step)) != nil else { return nil }
        var quality = remainderNorm(scales, system) / size
        var refinements = 0
        while quality > Self.accurate, refinements < refinementLimit {
            guard (try? system.solve(&remainder)) != nil else { return nil }
            step.add(remainder)
            refinements += 1
            let refined = remainderNorm(scales, system) / size
            if !(refined < 0.5 * quality) {
                quality = min(refined, quality)
                break
            }
            quality = refined
        }
        return quality.isFinite ? quality : nil
    }

    private mutating func remainderNorm(_ scales: ResidualScales, _ system: any KKTSystem) -> Double {
        remainder.copy(rightSide)
        system.subtractProduct(step, ratios: ratios, from: &remainder)
        return scaledNorm(remainder, scales)
    }

    private func scaledNorm(_ vector: AugmentedVector, _ scales: ResidualScales) -> Double {
        var largest = largestMagnitude(vector.variables) / scales.objective
        for row in vector.equalities.indices {
            let scaled = abs(vector.equalities[row]) / scales.magnitudes.equalities[row]
            // Written so that a NaN wins and then stays.
            if !(scaled <= largest), !largest.isNaN { largest = scaled }
        }
        for row in vector.inequalities.indices {
            let scaled = abs(vector.inequalities[row]) / scales.magnitudes.inequalities[row]
            if !(scaled <= largest), !largest.isNaN { largest = scaled }
        }
        return largest
    }

    /// max_j |dx_j| / (1 + |x_j|).
    func relativeLength(at iterate: Iterate) -> Double {
        var largest = 0.0
        for index in step.variables.indices {
            largest = max(largest, abs(step.variables[index]) / (1 + abs(iterate.point[index])))
        }
        return largest
    }

    /// The largest α in (0, 1] for which w + α·dw ≥ (1 − fraction)·w and the same for y.
    func longestStep(from iterate: Iterate, fraction: Double) -> Double {
        var longest = 1.0
        for row in slackStep.indices {
            let slack = iterate.slacks[row]
            if slackStep[row] * longest < -fraction * slack { longest = -fraction * slack / slackStep[row] }
            let multiplier = iterate.multipliers[row]
            if step.inequalities[row] * longest < -fraction * multiplier {
                longest = -fraction * multiplier / step.inequalities[row]
            }
        }
        return longest
    }

    /// Writes the point at a step length, without values or derivatives.
    func advance(_ iterate: Iterate, by alpha: Double, into trial: inout Iterate) {
        stepElements(from: iterate.point, along: step.variables, by: alpha, into: &trial.point)
        stepElements(from: iterate.slacks, along: slackStep, by: alpha, into: &trial.slacks)
        stepElements(from: iterate.multipliers, along: step.inequalities, by: alpha, into: &trial.multipliers)
        stepElements(
            from: iterate.equalityMultipliers, along: step.equalities, by: alpha, into: &trial.equalityMultipliers)
    }
}
