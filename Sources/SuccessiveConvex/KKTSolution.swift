import OffloadModel
import VectorKernels

/// The verdict on a P2.
public enum KKTStatus: Sendable, Equatable {
    /// The KKT conditions hold.
    case solved
    /// This user's L exceeds the cap at every decision that is open to it.
    case infeasibleUser(Int)
    /// Even as δ → ∞ the users take `required` from the budget, and only `available` is there.
    case infeasibleBudget(required: Double, available: Double)
    /// The limits alone take all of the budget, so the row (16b) leaves one point to the users in it. That point is
    /// returned; it satisfies no KKT conditions with finite multipliers (Slater's condition fails), and δ = +∞.
    case onlyPoint
    /// The time limit came first.
    case timeLimit
    /// Rounding kept δ from its accuracy, or a residual from vanishing: a user whose limits leave it one point has no finite
    /// multipliers.
    case numericalFailure

    /// True if there is a solution to read.
    public var hasPoint: Bool { self == .solved || self == .onlyPoint }
}

/// How far a point is from satisfying (16a)–(20); every entry is the worst over the users.
///
/// A stationarity residual is divided by the sum of the magnitudes of its terms, where the derivative of a curve counts
/// as A + p·B·exp(−p·s) + q·D·exp(−q·s); a product of complementarity by that scale and by 1 + |cap|; the budget row by
/// max(C, S_e). (18a) is not asked of pinned decisions, (18b) not of frozen steps: a pin's own multiplier is not
/// reported.
public struct KKTResiduals: Sendable, Equatable {
    /// (18a): D(a, ζ, δ) − β + γ = 0.
    public var decisionStationarity = 0.0
    /// (18b): Φ(s) + ζ − η = 0.
    public var stepStationarity = 0.0
    /// (19a), (19b): β·a = 0, γ·(a − 1) = 0.
    public var decisionComplementarity = 0.0
    /// (19d): ζ·(s − cap) = 0, and η·(s − L) = 0.
    public var stepComplementarity = 0.0
    /// (19c): δ·(C − S_e) = 0, as |C − S_e| where δ > 0.
    public var budgetComplementarity = 0.0
    /// (16a), (16c) and s ≥ L.
    public var limitViolation = 0.0
    /// (16b): (C − S_e)⁺.
    public var budgetViolation = 0.0
    /// (20): multipliers below zero.
    public var dualInfeasibility = 0.0

    /// All zero.
    public init() {}

    /// The worst of all.
    public var largest: Double {
        [
            decisionStationarity, stepStationarity, decisionComplementarity, stepComplementarity,
            budgetComplementarity, limitViolation, budgetViolation, dualInfeasibility,
        ].reduce(0) { $0.isNaN || $1.isNaN ? .infinity : max($0, $1) }
    }
}

/// The scalars of a solved P2; the columns are in the workspace.
public struct KKTSummary: Sendable, Equatable {
    /// The verdict.
    public var status: KKTStatus
    /// δ, the multiplier of the budget (16b), +∞ for ``KKTStatus/onlyPoint``.
    public var multiplier: Double
    /// The objective of P2.
    public var objective = 0.0
    /// Σ (1−a)·R̃_0 + a·R̃_1.
    public var cost = 0.0
    /// Σ (2a^(i) − 1)·a.
    public var penaltySum = 0.0
    /// Σ s²z + a²/(4z).
    public var demand = 0.0
    /// Σ a·(1−a).
    public var indecision = 0.0
    /// max min(a, 1−a).
    public var distanceFromBinary = 0.0
    /// The residuals of the conditions at the point returned.
    public var residuals = KKTResiduals()
    /// How often δ was tried on all users, the final time included.
    public var evaluations = 0
    /// How often δ was tried on a sample of the users.
    public var sampledEvaluations = 0
}

/// A solved P2: the point and every multiplier, one entry per user.
public struct KKTSolution: Sendable, Equatable {
    /// The verdict; without a point the arrays are empty.
    public var status: KKTStatus { summary.status }
    /// Objective, δ, residuals and statistics.
    public var summary: KKTSummary
    /// a.
    public var decisions: [Double]
    /// s.
    public var steps: [Double]
    /// β, the multiplier of a ≥ 0.
    public var zeroMultipliers: [Double]
    /// γ, the multiplier of a ≤ 1.
    public var oneMultipliers: [Double]
    /// ζ, the multiplier of the cap (16c).
    public var capMultipliers: [Double]
    /// η, the multiplier of s ≥ L.
    public var floorMultipliers: [Double]
    /// δ, the multiplier of the budget (16b).
    public var budgetMultiplier: Double { summary.multiplier }
}

/// Storage that ``KKTSolver`` works in, kept from solve to solve.
///
/// It holds the last point, from which the next solve starts, and its multipliers. A solve with as many users as before
/// allocates nothing.
public struct KKTWorkspace: Sendable {
    /// The columns of the last solution.
    public internal(set) var columns = P2Columns()
    /// The δ to start from, nil for a cold start.
    public var multiplier: Double?
    /// What the last solve did to the users' columns.
    public internal(set) var work = PhaseWork.none

    /// An empty workspace; the first solve allocates.
    public init() {}

    /// Forgets the last point, so that the next solve starts cold; `steps` are guesses of s, if there are any.
    public mutating func reset(count: Int, steps: [Double]? = nil) {
        columns.reset(count: count)
        if let steps { columns.guess(steps: steps) }
        multiplier = nil
    }
}
