import OffloadModel
import VectorKernels

/// Plans of what the users do at prices that branch and bound tries, for its progress and for a search that is cut short.
///
/// The search itself takes no notice of them, so that what it finds does not depend on whether somebody watches.
final class PlanSketches {
    private let problem: OffloadProblem
    private let localCosts: [Double]
    private let localSteps: [Double]
    private let passes: UserPasses
    private let rule: StepRule
    private let deadline: SolveDeadline?
    private var edgeSteps: [Double] = []
    /// The best plan so far, with its objective and without a bound.
    private(set) var best: Claim?

    /// - Parameters:
    ///   - localCosts: r_n of every user.
    ///   - localSteps: its minimiser.
    ///   - passes: the passes that make plans.
    ///   - deadline: when to give up making one, nil for never.
    init(
        _ problem: OffloadProblem, localCosts: [Double], localSteps: [Double], passes: UserPasses, rule: StepRule,
        until deadline: SolveDeadline?
    ) {
        self.problem = problem
        self.localCosts = localCosts
        self.localSteps = localSteps
        self.passes = passes
        self.rule = rule
        self.deadline = deadline
    }

    /// Makes the plan of what the users do at a price, brought to the budget, unless the deadline comes first.
    func add(at price: Double) {
        guard let sketch = try? sketch(at: price) else { return }
        if best.map({ sketch.certificate.objective < $0.certificate.objective }) ?? true { best = sketch }
    }

    private func sketch(at price: Double) throws(TimeIsUp) -> Claim {
        _ = try passes.demand(problem.edge, localCosts: localCosts, price: price, edgeSteps: &edgeSteps)
        var plan = Plan(sites: passes.offloaded(edgeSteps), steps: localSteps, stepRule: rule)
        for user in 0..<problem.count where plan.offloaded[user] { plan.steps[user] = edgeSteps[user] }
        let repair = PlanRepair(
            problem: problem, localSteps: localSteps, localCosts: localCosts, deadline: deadline)
        try repair.fit(&plan, atZeroPrice: price == 0)
        let objective = try plan.roundedObjective(in: problem, until: deadline)
        return Claim(
            PlanCertificate(
                plan: plan, objective: objective.value, lowerBound: -.infinity, proof: BoundProof(price: price)),
            rounding: objective.rounding)
    }
}
