/// The verdict of an interior-point solve.
public enum InteriorPointStatus: String, Sendable {
    /// All scaled KKT residuals are within the tolerance.
    case optimal
    /// Progress ended with residuals within the acceptable tolerance, but not the tolerance.
    case acceptable
    /// Multipliers were found that prove that no point near the last one, out to very far away, satisfies the
    /// constraints.
    case primalInfeasible
    /// The iterates ran off to infinity along a direction in which the constraints hold and the objective falls:
    /// the program is unbounded, and its dual infeasible.
    case dualInfeasible
    /// The iteration limit came first.
    case iterationLimit
    /// The time limit came first.
    case timeLimit
    /// The iteration handler asked to stop.
    case stopped
    /// Rounding, or derivatives that contradict the values, kept the method from any further progress.
    case numericalFailure
}
