import OffloadModel
import ScenarioFiles
import VectorKernels

/// Why nobody in a scenario gains by offloading, even if edge steps were free.
///
/// Mostly that is a matter of units: with equal weights on seconds and joules, as the paper prints them, an edge step of
/// 10 J outweighs all that it can do for an image.
public struct OffloadObstacle: Sendable, Equatable {
    /// The user who loses least by offloading; nil if the limits of steps leave nobody the edge.
    public let user: Int?
    /// φ(0) − r ≥ 0 of that user, what it loses.
    public let loss: Double
    /// ω1·c1·Δt_1 of that user, what the time of an edge step costs.
    public let stepTime: Double
    /// ω1·c3·P_1·Δt_1 of that user, what the energy of an edge step costs.
    public let stepEnergy: Double
    /// p·B + q·D at its fewest steps: the most that an edge step gains it in error and utility.
    public let largestGain: Double
    /// The weight whose lowering would make somebody offload, if one of the two would.
    public let remedy: Remedy?

    /// A weight that stands in the way, and what it had to be.
    public struct Remedy: Sendable, Equatable {
        /// `.timeWeight` or `.energyWeight`.
        public let field: SweepField
        /// The weight in the scenario.
        public let present: Double
        /// With this weight somebody gains by offloading; with 1 % more nobody does.
        public let needed: Double
    }

    /// What keeps everybody from offloading, nil if somebody gains by it at some price, or must offload.
    ///
    /// - Parameters:
    ///   - scenario: the scenario.
    ///   - problem: P1 of that scenario.
    ///   - rule: whether steps are whole.
    ///   - kernels: the vector kernels to use.
    /// - Throws: `SettingError` if the problem has another number of users than the scenario.
    public init?(
        _ scenario: Scenario, _ problem: OffloadProblem, rule: StepRule = .continuous, kernels: Kernels = Kernels()
    ) throws(SettingError) {
        guard problem.count == scenario.count else {
            throw SettingError(
                setting: "problem", value: "one of \(problem.count) users",
                allowed: "that of the scenario's \(scenario.count)")
        }
        // One of the first users tells in nearly every scenario.
        for user in 0..<min(problem.count, 32) {
            let curves = UserCurves(problem, user: user, rule: rule, kernels: kernels)
            guard let local = curves.best(at: .local, price: 0) else { return nil }
            if let edge = curves.best(at: .edge, price: 0), edge.cost < local.cost { return nil }
        }
        guard let nearest = Self.nearest(in: problem, rule, kernels) else { return nil }
        user = nearest.user
        loss = nearest.loss
        if let user {
            let curve = problem.edge[user]
            let step = scenario.outcome(of: user, at: .edge, steps: 1)
            let rest = scenario.outcome(of: user, at: .edge, steps: 0)
            stepTime = scenario.weights.cost * scenario.weights.time * (step.time - rest.time)
            stepEnergy = scenario.weights.cost * scenario.weights.energy * (step.energy - rest.energy)
            largestGain = max(curve.stepCost - curve.derivative(at: curve.fewestSteps), 0)
            remedy = Self.remedy(scenario, rule, kernels)
        } else {
            (stepTime, stepEnergy, largestGain, remedy) = (0, 0, 0, nil)
        }
    }

    /// Who loses least by offloading at price 0, nil if somebody gains or must offload.
    private static func nearest(
        in problem: OffloadProblem, _ rule: StepRule, _ kernels: Kernels
    ) -> (user: Int?, loss: Double)? {
        var local = MinimumColumns(count: problem.count)
        var edge = local
        local.minimise(valid: problem.local, price: 0, rule: rule, with: kernels)
        edge.minimise(valid: problem.edge, price: 0, rule: rule, with: kernels)
        var nearest: (user: Int?, loss: Double) = (nil, .infinity)
        for user in 0..<problem.count {
            let loss = edge.costs[user] - local.costs[user]
            guard loss >= 0 else { return nil }
            if loss < nearest.loss { nearest = (user, loss) }
        }
        return nearest
    }

    /// The weight that has to be lowered by the smaller factor, found by bisection of its logarithm.
    private static func remedy(_ scenario: Scenario, _ rule: StepRule, _ kernels: Kernels) -> Remedy? {
        func helps(_ field: SweepField, _ factor: Double) -> Bool {
            var weights = scenario.weights
            if field == .timeWeight { weights.time *= factor } else { weights.energy *= factor }
            guard
                let changed = try? Scenario(
                    name: scenario.name, count: scenario.count, weights: weights, edge: scenario.edge,
                    users: scenario.users), let problem = try? OffloadProblem(changed)
            else { return false }
            return nearest(in: problem, rule, kernels) == nil
        }
        var best: (field: SweepField, factor: Double)?
        for field in [SweepField.energyWeight, .timeWeight] {
            var (low, high) = (best?.factor ?? 0x1p-60, 1.0)
            guard helps(field, low) else { continue }
            while high > 1.01 * low {
                let middle = (low * high).squareRoot()
                if helps(field, middle) { low = middle } else { high = middle }
            }
            best = (field, low)
        }
        return best.map { field, factor in
            let present = field == .timeWeight ? scenario.weights.time : scenario.weights.energy
            return Remedy(field: field, present: present, needed: present * factor)
        }
    }
}

extension OffloadObstacle: CustomStringConvertible {
    /// What is in the way and what would help, in a few sentences.
    public var description: String {
        func number(_ value: Double) -> String { DecimalText.significant(value, digits: 3) }
        guard let user else { return "nobody can offload: every user's minimum of steps exceeds its limit at the edge" }
        let parts =
            stepEnergy >= stepTime
            ? "energy \(number(stepEnergy)), time \(number(stepTime))"
            : "time \(number(stepTime)), energy \(number(stepEnergy))"
        var text = "nobody gains by offloading, even if edge steps were free; user \(user) comes nearest, "
        text +=
            largestGain < stepTime + stepEnergy
            ? "for whom one costs \(number(stepTime + stepEnergy)) (\(parts)) and gains at most \(number(largestGain))"
            : "who would lose \(number(loss))"
        guard let remedy else { return text + "; no lower weight of time or energy alone would change that" }
        text +=
            "; somebody would offload with \(remedy.field.path) = \(number(remedy.needed)) in place of "
            + "\(number(remedy.present)), which counts per \(remedy.field == .timeWeight ? "second" : "joule")"
        return text
    }
}
