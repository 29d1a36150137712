/// What an iteration handler answers.
public enum SolveContinuation: Sendable {
    /// Go on.
    case proceed
    /// End with the best plan so far and the status `.stopped`.
    case stop
}
