/// A point and multipliers to begin from.
public struct InteriorPointWarmStart: Equatable, Sendable {
    /// x, n elements inside the domain.
    public var point: [Double]
    /// y ≥ 0, m elements; nil for a cold start of the multipliers.
    public var inequalityMultipliers: [Double]?
    /// ν, p elements; nil for zeros.
    public var equalityMultipliers: [Double]?

    /// A warm start.
    public init(point: [Double], inequalityMultipliers: [Double]? = nil, equalityMultipliers: [Double]? = nil) {
        self.point = point
        self.inequalityMultipliers = inequalityMultipliers
        self.equalityMultipliers = equalityMultipliers
    }
}
