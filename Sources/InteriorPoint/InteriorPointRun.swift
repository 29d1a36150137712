/// The state of one solve and the parts of its iteration.
struct InteriorPointRun {
    private let system: any KKTSystem
    private let settings: InteriorPointSettings
    private let clock: () -> Double
    private let startTime: Double

    private var iterate: Iterate
    private var trial: Iterate
    private var scales: ResidualScales
    private var direction: NewtonDirection
    /// dw_i·dy_i of the predictor.
    private var products: [Double]
    private var certificates: Certificates

    private var residuals = KKTResiduals()
    private var distance = Double.infinity
    private var stepLength = 0.0
    private var backtracks = 0
    private var records: [InteriorPointRecord] = []
    /// Iterates since the residuals reached the tolerance while the distance to the solution was still too large.
    private var polishingSteps = 0
    /// The estimated distance at the last of them.
    private var lastDistance = Double.infinity
    /// The merits of the last iterates.
    private var recentMerits: [Double] = []
    /// The stationarity residual before the last step.
    private var lastDual = Double.infinity
    /// Steps in a row that did not move the point.
    private var tinySteps = 0

    /// Where the distance to the solution cannot be brought down, as at a solution that is not unique, at most this
    /// many steps are spent on trying, and none after one that did not halve it.
    private static let polishingLimit = 12
    /// Steps in a row that do not move the point, after which there is no progress.
    private static let tinyStepLimit = 5
    /// How many iterates back the merit may be compared with, so that a step may first raise what the next ones bring
    /// down.
    private static let meritMemory = 3
    /// Trial points along one direction.
    private static let trialLimit = 40
    /// Trial points after which the corrector is held responsible and given up.
    private static let correctedTrialLimit = 4

    init(
        system: any KKTSystem, settings: InteriorPointSettings, warmStart: InteriorPointWarmStart?,
        clock: @escaping () -> Double
    ) throws(InteriorPointError) {
        self.system = system
        self.settings = settings
        self.clock = clock
        startTime = clock()
        scales = ResidualScales(for: system)
        iterate = try Iterate(for: system, startingFrom: warmStart, settings: settings, scales: &scales)
        trial = iterate
        direction = NewtonDirection(for: system, refinementLimit: settings.refinementLimit)
        products = Array(repeating: 0, count: system.inequalityCount)
        certificates = Certificates(for: system, startingAt: iterate, tolerance: settings.infeasibilityTolerance)
    }

    /// Computes the scaled residuals.
    mutating func measure() {
        scales.measure(iterate, system)
        residuals = scales.residuals(of: iterate)
    }

    /// Factors and computes the predictor, whose length estimates the distance to the solution.
    mutating func predict() -> Bool {
        let isUsable = direction.predict(iterate, scales, system)
        distance = isUsable ? direction.relativeLength(at: iterate) : .infinity
        return isUsable
    }

    mutating func record() {
        records.append(
            InteriorPointRecord(
                iteration: records.count, objective: iterate.objective, residuals: residuals,
                barrier: iterate.barrier, estimatedDistance: distance, stepLength: stepLength, backtracks: backtracks,
                regularization: direction.regularization, seconds: clock() - startTime))
    }

    /// The iterate as the handler sees it.
    var view: InteriorPointIteration {
        InteriorPointIteration(
            record: records[records.count - 1], point: iterate.point, slacks: iterate.slacks,
            inequalityMultipliers: iterate.multipliers, equalityMultipliers: iterate.equalityMultipliers)
    }

    /// The verdict if the solve ends here, otherwise nil.
    mutating func verdict() -> InteriorPointStatus? {
        if residuals.largest <= settings.tolerance {
            let isHalved = distance <= 0.5 * lastDistance
            if distance <= settings.stepTolerance || polishingSteps >= Self.polishingLimit || !isHalved {
                return .optimal
            }
            polishingSteps += 1
            lastDistance = distance
        } else {
            if residuals.primal > settings.tolerance, certificates.provesPrimalInfeasible(iterate) {
                return .primalInfeasible
            }
            if certificates.showsDualInfeasible(iterate, scales, residuals, system) { return .dualInfeasible }
        }
        if records.count > settings.iterationLimit { return .iterationLimit }
        if isOutOfTime { return .timeLimit }
        return nil
    }

    /// The verdict when no further step is possible.
    mutating func verdictWithoutProgress() -> InteriorPointStatus {
        let largest = residuals.largest
        if largest <= settings.tolerance { return .optimal }
        if largest <= settings.acceptableTolerance { return .acceptable }
        guard !(residuals.primal <= settings.acceptableTolerance) else { return .numericalFailure }
        var phase = FeasibilityPhase(
            system: system, certificates: certificates, scales: scales, startingAt: iterate)
        if phase.findsCertificate(unless: { isOutOfTime }) {
            iterate = phase.certificate
            return .primalInfeasible
        }
        return isOutOfTime ? .timeLimit : .numericalFailure
    }

    /// True once a time limit is used up.
    private var isOutOfTime: Bool {
        guard let limit = settings.timeLimit else { return false }
        return clock() - startTime >= limit
    }

    /// Computes the corrector and goes as far along it as the merit allows.
    ///
    /// - Returns: false if no step length worth the name is left.
    mutating func correctAndStep() -> Bool {
        let barrier = iterate.barrier
        let isOutpaced = isOutpaced
        lastDual = residuals.dual
        backtracks = 0
        if isOutpaced {
            lastDual = .infinity
            // The products stay where they are, but for outliers: whatever changes them disturbs what is to be brought
            // down.
            for row in products.indices {
                products[row] = min(max(iterate.slacks[row] * iterate.multipliers[row], 0.1 * barrier), 10 * barrier)
            }
            let products = products
            if direction.aim(iterate, scales, system, at: { products[$0] }) == nil { return false }
            return search(trials: Self.trialLimit, centering: 1)
        }
        let affineLength = direction.longestStep(from: iterate, fraction: 1)
        direction.advance(iterate, by: affineLength, into: &trial)
        let ratio = barrier > 0 ? max(trial.barrier / barrier, 0) : 0
        let centering = min(ratio * ratio * ratio, 1)
        let target = centering * barrier
        for row in products.indices { products[row] = direction.slackStep[row] * direction.step.inequalities[row] }
        let products = products
        if direction.aim(iterate, scales, system, at: { target - products[$0] }) != nil,
            search(trials: Self.correctedTrialLimit, centering: centering)
        {
            return true
        }
        // The merit of a point that is already good enough is mostly rounding.
        if polishingSteps > 0 { return false }
        // The second-order term can mislead; Newton's direction alone cannot.
        let safeCentering = max(centering, 0.1)
        let safeTarget = safeCentering * barrier
        guard direction.refactor(system), direction.aim(iterate, scales, system, at: { _ in safeTarget }) != nil else {
            return false
        }
        return search(trials: Self.trialLimit, centering: safeCentering)
    }

    /// Whether the barrier falls while the stationarity residual does not, as where a function is not smooth at the
    /// solution: steps towards the boundary then shrink the iterate without improving it. At a constant barrier
    /// Newton's method brings the residual down.
    private var isOutpaced: Bool {
        if residuals.complementarity < 0.1 * settings.tolerance { return residuals.dual > settings.tolerance }
        let isStalled = backtracks > 0 && residuals.dual > 0.5 * lastDual
        return isStalled && residuals.dual > 10 * max(residuals.complementarity, settings.tolerance)
    }

    /// Backtracks along the direction until the merit is below the largest of the last few, and moves there.
    private mutating func search(trials: Int, centering: Double) -> Bool {
        let fraction = max(settings.boundaryFraction, 1 - residuals.largest)
        let merit = scales.merit(of: iterate)
        let reference = max(merit, recentMerits.max() ?? merit)
        var alpha = direction.longestStep(from: iterate, fraction: fraction)
        for _ in 0..<trials {
            direction.advance(iterate, by: alpha, into: &trial)
            if trial.evaluate(system), trial.linearize(system),
                scales.merit(of: trial) <= (1 - 1e-4 * alpha * (1 - centering)) * reference
            {
                swap(&iterate, &trial)
                stepLength = alpha
                recentMerits.append(merit)
                if recentMerits.count > Self.meritMemory { recentMerits.removeFirst() }
                let isTiny = alpha < 1e-6 && alpha * distance < 1e-9
                tinySteps = isTiny ? tinySteps + 1 : 0
                return tinySteps < Self.tinyStepLimit
            }
            // Next to a point where the functions are not smooth, most of the way is often possible when all of it is
            // not.
            alpha *= backtracks < Self.correctedTrialLimit ? 0.75 : 0.5
            backtracks += 1
        }
        // The system still holds the derivatives of the last trial point.
        _ = iterate.linearize(system)
        return false
    }

    func result(_ status: InteriorPointStatus) -> InteriorPointResult {
        let isOptimal = status == .optimal || status == .acceptable
        return InteriorPointResult(
            status: status, point: iterate.point, slacks: iterate.slacks, inequalityMultipliers: iterate.multipliers,
            equalityMultipliers: iterate.equalityMultipliers, objective: isOptimal ? iterate.objective : nil,
            residuals: residuals, estimatedDistance: distance, records: records)
    }
}
