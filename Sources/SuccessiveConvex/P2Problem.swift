import OffloadModel
import VectorKernels

/// The paper's convex sub-problem P2 (16), with its constants dropped:
///
///     minimise   Σ R̃_0(s)²u + (1−a)²/(4u) + R̃_1(s)²v + a²/(4v) − τ(2a^(i) − 1)·a
///     subject to 0 ≤ a ≤ 1,  L ≤ s ≤ S_0 + a·(S_1 − S_0),  Σ s²z + a²/(4z) ≤ S_e
///
/// over the decisions a and the steps s of all users. L ≥ 0 is ours; the paper leaves s unbounded below.
///
/// **Degenerate users** are written as the limits of these formulas:
/// - v = 0 or z = 0 pins a = 0: the terms a²/(4v) and a²/(4z) allow nothing else, and are themselves zero there.
/// - u = 0 pins a = 1: the term (1−a)²/(4u) allows nothing else.
/// - z = +∞ freezes s = 0: the term s²z allows nothing else, and a takes nothing from the budget. L must be 0.
///
/// The value is valid: every initialiser checks lengths and ranges. Whether P2 is feasible is a verdict of
/// ``KKTSolver``.
public struct P2Problem: Sendable, Equatable {
    /// R̃_0 and R̃_1 with their limits.
    public let curves: ShiftedCurves
    /// u = (1−a)/(2R̃_0) at the point of expansion.
    public internal(set) var u: [Double]
    /// v = a/(2R̃_1).
    public internal(set) var v: [Double]
    /// z = a/(2s).
    public internal(set) var z: [Double]
    /// a^(i), where the penalty (14) is linearised.
    public internal(set) var previous: [Double]
    /// τ ≥ 0, the weight of the penalty.
    public internal(set) var penalty: Double
    /// S_e ≥ 0.
    public let stepBudget: Double

    /// Takes given auxiliary variables.
    ///
    /// - Parameters:
    ///   - curves: the shifted curves of both sites.
    ///   - u: one entry per user, zero or within 2⁻³³² … 2³³², as `v` and `z`; `z` may be +∞.
    ///   - v: see `u`.
    ///   - z: see `u`.
    ///   - penalty: τ ≥ 0.
    ///   - previous: a^(i), one entry per user in 0 … 1.
    ///   - stepBudget: S_e ≥ 0.
    /// - Throws: ``P2Error`` that names the column, the user, the value and what is allowed.
    public init(
        curves: ShiftedCurves, u: [Double], v: [Double], z: [Double], penalty: Double, previous: [Double],
        stepBudget: Double
    ) throws(P2Error) {
        self.curves = curves
        self.u = u
        self.v = v
        self.z = z
        self.penalty = penalty
        self.previous = previous
        self.stepBudget = stepBudget
        try validate()
    }

    /// Expands P1 around a point, with u = (1−a)/(2R̃_0(s)), v = a/(2R̃_1(s)), z = a/(2s).
    ///
    /// a = 0 and a = 1 pin the decision and s = 0 freezes the steps, as above.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - decisions: a^(k), one entry per user in 0 … 1.
    ///   - steps: s^(k) ≥ 0, one entry per user.
    ///   - penalty: τ ≥ 0.
    ///   - previous: a^(i); `decisions` by default.
    ///   - kernels: the vector kernels that evaluate the curves.
    /// - Throws: ``P2Error`` that names the column, the user, the value and what is allowed.
    public init(
        _ problem: OffloadProblem, decisions: [Double], steps: [Double], penalty: Double,
        previous: [Double]? = nil, kernels: Kernels = Kernels()
    ) throws(P2Error) {
        do {
            try self.init(
                problem, decisions: decisions, steps: steps, penalty: penalty, previous: previous, kernels: kernels,
                until: nil)
        } catch let error as P2Error {
            throw error
        } catch {
            preconditionFailure("without a deadline nothing else is thrown")
        }
    }

    /// The same, given up at a deadline.
    ///
    /// - Throws: ``P2Error``, or ``TimeIsUp``.
    init(
        _ problem: OffloadProblem, decisions: [Double], steps: [Double], penalty: Double, previous: [Double]? = nil,
        kernels: Kernels, until deadline: SolveDeadline?
    ) throws {
        let curves = try ShiftedCurves(problem, until: deadline)
        try Self.check(decisions, "a", count: curves.count, allowed: "a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
        try Self.check(steps, "s", count: curves.count, allowed: "a finite number ≥ 0") { $0 >= 0 && $0.isFinite }
        try deadline?.check()
        var point = P2Columns()
        point.reset(count: curves.count)
        point.set(decisions: decisions, steps: steps)
        var u = [Double](repeating: 1, count: curves.count)
        var v = u
        var z = u
        try deadline?.check()
        kernels.expandP2(local: curves.local, edge: curves.edge, at: &point, margin: 0, u: &u, v: &v, z: &z)
        try deadline?.check()
        try self.init(
            curves: curves, u: u, v: v, z: z, penalty: penalty, previous: previous ?? decisions,
            stepBudget: problem.stepBudget)
    }

    /// N, the number of users.
    public var count: Int { curves.count }

    /// The objective at a point, terms that pin or freeze left out; the C library's exponential, scalar code.
    ///
    /// - Throws: ``P2Error`` if the point has not one a and one s for each user.
    public func objective(decisions: [Double], steps: [Double]) throws(P2Error) -> Double {
        try checkLengths(decisions: decisions, steps: steps)
        var sum = PreciseSum()
        for user in 0..<count {
            let a = decisions[user]
            let local = curves.local[user].value(at: steps[user])
            let edge = curves.edge[user].value(at: steps[user])
            sum.add(local * local * u[user])
            sum.add(edge * edge * v[user])
            if u[user] > 0 { sum.add((1 - a) * (1 - a) / (4 * u[user])) }
            if v[user] > 0 { sum.add(a * a / (4 * v[user])) }
            sum.add(-penalty * (2 * previous[user] - 1) * a)
        }
        return sum.value
    }

    /// Σ s²z + a²/(4z), the left side of (16b) at a point; scalar code.
    ///
    /// - Throws: ``P2Error`` if the point has not one a and one s for each user.
    public func demand(decisions: [Double], steps: [Double]) throws(P2Error) -> Double {
        try checkLengths(decisions: decisions, steps: steps)
        var sum = PreciseSum()
        for user in 0..<count where z[user] > 0 && z[user].isFinite {
            sum.add(steps[user] * steps[user] * z[user])
            sum.add(decisions[user] * decisions[user] / (4 * z[user]))
        }
        return sum.value
    }

    /// Expands anew around the point that a solution holds, without allocating. Pinned decisions stay pinned.
    mutating func expand(around point: inout P2Columns, margin: Double, kernels: Kernels) {
        kernels.expandP2(
            local: curves.local, edge: curves.edge, at: &point, margin: margin, u: &u, v: &v, z: &z)
    }
}
