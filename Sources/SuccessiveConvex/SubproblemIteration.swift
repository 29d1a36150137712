import OffloadModel
import VectorKernels

/// Algorithm 1: the state of a sub-problem, advanced by one P2 at a time.
struct SubproblemIteration {
    /// a of the last P2.
    private(set) var decisions: [Double]
    /// s of the last P2.
    private(set) var steps: [Double]
    /// Per user, true once the rounded decision of an iterate was not that of the start.
    private(set) var hasMoved: [Bool]
    private let startsAtEdge: [Bool]
    private let settings: SuccessiveConvexSettings
    private let solver: KKTSolver
    private var p2: P2Problem
    private var workspace = KKTWorkspace()
    private var beginning: (decisions: [Double], steps: [Double])
    private var lastChange = 0.0
    /// τΣ (a^(i))², which turns τΣ (2a^(i) − 1)a into the linearised penalty.
    private var penaltyConstant = 0.0

    init(
        _ problem: OffloadProblem, start: SuccessiveConvexStart, settings: SuccessiveConvexSettings, solver: KKTSolver,
        until deadline: SolveDeadline?
    ) throws {
        self.settings = settings
        self.solver = solver
        decisions = start.decisions
        steps = start.steps
        startsAtEdge = start.decisions.map { $0 >= 0.5 }
        hasMoved = Array(repeating: false, count: start.decisions.count)
        beginning = (start.decisions, start.steps)
        p2 = try P2Problem(
            problem, decisions: start.decisions, steps: start.steps, penalty: settings.penalty,
            kernels: solver.kernels,
            until: deadline)
        try deadline?.check()
        workspace.reset(count: problem.count)
        workspace.columns.set(decisions: start.decisions, steps: start.steps)
    }

    /// Linearises the penalty at the present decisions.
    mutating func begin(subproblem: Int) {
        beginning = (decisions, steps)
        p2.previous = decisions
        p2.penalty = settings.penalty(ofSubproblem: subproblem - 1)
        penaltyConstant = p2.penalty * PreciseSum(decisions.lazy.map { $0 * $0 }).value
    }

    /// Expands P2 around the present point and solves it.
    mutating func advance(until deadline: SolveDeadline) -> KKTSummary {
        p2.expand(around: &workspace.columns, margin: settings.interiorMargin, kernels: solver.kernels)
        let margin = settings.interiorMargin
        var summary = solver.solve(p2, in: &workspace, until: deadline)
        if margin > 0, case .infeasibleBudget = summary.status {
            // The margin moved the point of expansion out of the budget; without it the point itself is feasible.
            workspace.columns.set(decisions: decisions, steps: steps)
            p2.expand(around: &workspace.columns, margin: 0, kernels: solver.kernels)
            summary = solver.solve(p2, in: &workspace, until: deadline)
        }
        guard summary.status.hasPoint else { return summary }
        var change = 0.0
        for user in decisions.indices {
            let decision = workspace.columns[.decisions, user]
            let step = workspace.columns[.steps, user]
            change = max(change, abs(decision - decisions[user]), abs(step - steps[user]) / (1 + step))
            decisions[user] = decision
            steps[user] = step
            if (decision >= 0.5) != startsAtEdge[user] { hasMoved[user] = true }
        }
        lastChange = change
        return summary
    }

    /// The largest change since the sub-problem began.
    var changeSinceBegin: Double {
        var change = 0.0
        for user in decisions.indices {
            change = max(
                change, abs(decisions[user] - beginning.decisions[user]),
                abs(steps[user] - beginning.steps[user]) / (1 + steps[user]))
        }
        return change
    }

    /// The row of the trace for a solved P2.
    func record(_ summary: KKTSummary, subproblem: Int, iteration: Int) -> SuccessiveConvexIteration {
        let linear = penaltyConstant - p2.penalty * summary.penaltySum
        let shift = p2.curves.totalShift
        return SuccessiveConvexIteration(
            subproblem: subproblem, iteration: iteration, penalty: p2.penalty,
            penalisedObjective: summary.cost - shift + linear,
            surrogate: summary.objective + p2.penalty * summary.penaltySum - shift + linear,
            relaxedObjective: summary.cost - shift, distanceFromBinary: summary.distanceFromBinary,
            multiplier: summary.multiplier,
            multiplierEvaluations: summary.evaluations + summary.sampledEvaluations, change: lastChange,
            residual: summary.residuals.largest)
    }
}
