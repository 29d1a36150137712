import OffloadModel
import SuccessiveConvex
import VectorKernels

/// Where Algorithm 3 may start, by the names of the command line.
public enum StartChoice: String, Sendable, CaseIterable {
    /// a = ½ for every user with a choice.
    case half
    /// a and s at random.
    case random
    /// The plan with everybody on its device, moved to 0.01.
    case local
    /// The plan with everybody at the edge that fits, moved to 0.99.
    case edge
    /// The plan of the greedy baseline, moved to 0.01 and 0.99.
    case greedy
    /// The plan of the certified solver, moved to 0.01 and 0.99.
    case certified

    /// The start point for a problem.
    ///
    /// - Parameters:
    ///   - problem: P1, feasible.
    ///   - seed: the seed of a random start.
    ///   - stepRule: whether the plans that serve as start have whole steps.
    ///   - kernels: the vector kernels to use.
    ///   - deadline: when to give up making a plan; nil for never.
    ///   - certified: the certified plan, asked for only where it is the start.
    /// - Returns: nil if there is no plan to start from, or none was made in time.
    public func point(
        for problem: OffloadProblem, seed: UInt64, stepRule: StepRule = .continuous, kernels: Kernels = Kernels(),
        until deadline: SolveDeadline? = nil, certified: @autoclosure () -> Plan?
    ) -> StartPoint? {
        func plan(of baseline: Baseline) -> StartPoint? {
            baseline.solve(problem, stepRule: stepRule, kernels: kernels, until: deadline).plan.map { .plan($0) }
        }
        return switch self {
        case .half: .middle
        case .random: .random(seed: seed)
        case .local: plan(of: .allLocal)
        case .edge: plan(of: .allEdge)
        case .greedy: plan(of: .greedy)
        case .certified: certified().map { .plan($0) }
        }
    }
}
