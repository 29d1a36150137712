/// One iterate of a solve, as an iteration handler sees it.
public struct InteriorPointIteration: Sendable {
    /// The iterate in numbers.
    public let record: InteriorPointRecord
    /// x.
    public let point: [Double]
    /// w.
    public let slacks: [Double]
    /// y.
    public let inequalityMultipliers: [Double]
    /// ν.
    public let equalityMultipliers: [Double]
}

/// What an iteration handler answers.
public enum InteriorPointContinuation: Sendable {
    /// Go on.
    case proceed
    /// End at this iterate with the status `.stopped`.
    case stop
}
