import OffloadModel
import VectorKernels

/// Solves P1 (8) to proven global optimality.
///
/// One price couples the users, so the Lagrangian dual is nearly tight: its bound misses the optimum by at most what
/// one user can gain, whatever N is. Large problems are solved by a few passes over the users; what gap is left is
/// closed by branch and bound on the users that the bound leaves open. Every result carries a certificate.
///
/// Source: J.-P. Aubin and I. Ekeland, "Estimates of the duality gap in nonconvex optimization", 1976; M. Udell and
/// S. Boyd, "Bounding duality gap for separable problems with linear constraints", 2016.
public struct CertifiedSolver: Sendable {
    /// The settings, valid.
    public let settings: CertifiedSolverSettings

    /// A solver with the given settings.
    ///
    /// - Throws: `SettingError` if a setting is out of its range.
    public init(_ settings: CertifiedSolverSettings = .init()) throws {
        try settings.validate()
        self.settings = settings
    }

    /// Finds a plan within the relative gap of the optimum, or the best that limits allow, or why there is none.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - price: where to begin, for instance the price of a similar problem; nil, or a number that is no price, to
    ///     find out.
    ///   - onIteration: called after every evaluation; may stop the solve.
    ///   - mayContinue: asked every few thousand users, on any of the threads; once it has answered false, the solve ends with
    ///     the status `.stopped`. So does one in a task that is cancelled.
    /// - Returns: A result whose plan is exactly feasible and whose bound holds, whatever the status. `.optimal` is
    ///   given only for a gap within the asked one, the rounding of the objective included, or of at most 2⁻¹⁰⁰⁰; where
    ///   rounding does not allow that, the status is `.roundingLimit`. There is no plan if none exists, if the time limit was
    ///   too short or a stop too early to find one, or after a numerical failure. Fewer than 4096 users always get one.
    public func solve(
        _ problem: OffloadProblem, startingFrom price: Double? = nil, onIteration: IterationHandler? = nil,
        while mayContinue: (@Sendable () -> Bool)? = nil
    ) -> CertifiedResult {
        var workspace = SolveWorkspace()
        let result = solve(
            problem, startingFrom: price, using: &workspace, onIteration: onIteration, while: mayContinue)
        if settings.timeLimit != nil, CertifiedRun.isLarge(problem) { Discard.later(consume workspace) }
        return result
    }

    /// The same in memory that is used again: solves of many small problems then allocate only their results.
    ///
    /// - Parameters:
    ///   - problem: P1.
    ///   - price: where to begin; nil to find out.
    ///   - workspace: any workspace that no other solve is using; it has no influence on the result.
    ///   - onIteration: called after every evaluation; may stop the solve.
    ///   - mayContinue: asked every few thousand users; see ``solve(_:startingFrom:onIteration:while:)``.
    public func solve(
        _ problem: OffloadProblem, startingFrom price: Double? = nil, using workspace: inout SolveWorkspace,
        onIteration: IterationHandler? = nil, while mayContinue: (@Sendable () -> Bool)? = nil
    ) -> CertifiedResult {
        StopRequest.watching(while: mayContinue) { stop in
            solve(problem, startingFrom: price, using: &workspace, onIteration: onIteration, stop: stop)
        }
    }

    /// The same for whoever knows already what may stop it.
    package func solve(
        _ problem: OffloadProblem, startingFrom price: Double? = nil, using workspace: inout SolveWorkspace,
        onIteration: IterationHandler? = nil, stop: StopRequest?
    ) -> CertifiedResult {
        var run = CertifiedRun(
            problem: problem, settings: settings, onIteration: onIteration, stop: stop, workspace: &workspace)
        let result = run.solve(startingFrom: price)
        run.giveBack(&workspace)
        return result
    }
}
