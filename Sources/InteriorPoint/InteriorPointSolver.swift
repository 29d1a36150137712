/// A primal–dual interior-point method for smooth convex programs.
///
/// Slacks turn g(x) ≤ 0 into g(x) + w = 0, w > 0. Each iteration takes Mehrotra's predictor and corrector from one
/// factorisation of Newton's matrix for the perturbed KKT conditions
///
///     ∇f + Jᵀ·y + Aᵀ·ν = 0,   g(x) + w = 0,   A·x = b,   w_i·y_i = μ,   w, y > 0,
///
/// stays a fraction away from the boundary, and backtracks until the norm of the unperturbed residuals, for which
/// Newton's direction is one of descent, is below the largest of the last few. Where μ falls faster than the
/// stationarity residual, as at solutions where a function is not smooth, μ is held until the residual follows. Once
/// all residuals are within the tolerance, a few more steps bring the estimated distance to the solution down as well.
///
/// Where no step is possible, the point of least violation is sought (``InteriorPointStatus/primalInfeasible``).
/// Multiplying the objective, a row, or the whole program by a constant changes only rounding: scales enter the
/// starting slacks, the line search and the stopping tests, all relative to the program's own terms.
public struct InteriorPointSolver: Sendable {
    /// The settings.
    public let settings: InteriorPointSettings

    /// A solver.
    ///
    /// - Throws: ``InteriorPointError/invalidSetting(_:)`` for a setting outside its range.
    public init(_ settings: InteriorPointSettings = InteriorPointSettings()) throws(InteriorPointError) {
        try settings.validate()
        self.settings = settings
    }

    /// Solves a program with dense matrices.
    ///
    /// - Throws: as ``solve(system:startingFrom:onIteration:clock:)``.
    public func solve(
        _ program: some ConvexProgram, startingFrom warmStart: InteriorPointWarmStart? = nil,
        onIteration: InteriorPointHandler? = nil, clock: (() -> Double)? = nil
    ) throws(InteriorPointError) -> InteriorPointResult {
        try solve(
            system: try DenseKKTSystem(program), startingFrom: warmStart, onIteration: onIteration, clock: clock)
    }

    /// Solves a program that separates by user, in time proportional to the number of users.
    ///
    /// - Throws: as ``solve(system:startingFrom:onIteration:clock:)``.
    public func solve(
        _ program: some ArrowProgram, startingFrom warmStart: InteriorPointWarmStart? = nil,
        onIteration: InteriorPointHandler? = nil, clock: (() -> Double)? = nil
    ) throws(InteriorPointError) -> InteriorPointResult {
        try solve(
            system: try ArrowKKTSystem(program), startingFrom: warmStart, onIteration: onIteration, clock: clock)
    }

    /// Solves the program of a system.
    ///
    /// - Parameters:
    ///   - system: evaluates the program and solves for Newton's directions.
    ///   - warmStart: where to begin; nil for the program's starting point.
    ///   - onIteration: called at every iterate, the first one included; may stop the solve.
    ///   - clock: seconds since some fixed moment, never decreasing; nil for the machine's monotonic clock.
    /// - Throws: ``InteriorPointError`` for a start of the wrong shape, not finite, or outside the domain.
    public func solve(
        system: any KKTSystem, startingFrom warmStart: InteriorPointWarmStart? = nil,
        onIteration: InteriorPointHandler? = nil, clock: (() -> Double)? = nil
    ) throws(InteriorPointError) -> InteriorPointResult {
        let start = ContinuousClock.now
        var run = try InteriorPointRun(
            system: system, settings: settings, warmStart: warmStart,
            clock: clock ?? { (ContinuousClock.now - start) / .seconds(1) })
        while true {
            run.measure()
            let hasDirection = run.predict()
            run.record()
            if onIteration?(run.view) == .stop { return run.result(.stopped) }
            if let verdict = run.verdict() { return run.result(verdict) }
            guard hasDirection, run.correctAndStep() else {
                // The verdict may move the run to a certificate, so it comes before the result.
                let verdict = run.verdictWithoutProgress()
                return run.result(verdict)
            }
        }
    }
}
