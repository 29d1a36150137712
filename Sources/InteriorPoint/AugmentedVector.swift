/// A vector in the three parts of the augmented system.
public struct AugmentedVector: Equatable, Sendable {
    /// n elements: a direction in x, or the residual of the stationarity condition.
    public var variables: [Double]
    /// p elements: a direction in ν, or the residual of the equalities.
    public var equalities: [Double]
    /// m elements: a direction in y, or the residual of the inequalities.
    public var inequalities: [Double]

    /// A vector of zeros.
    public init(variableCount: Int, equalityCount: Int, inequalityCount: Int) {
        variables = Array(repeating: 0, count: variableCount)
        equalities = Array(repeating: 0, count: equalityCount)
        inequalities = Array(repeating: 0, count: inequalityCount)
    }

    /// A vector of zeros for one system.
    init(for system: any KKTSystem) {
        self.init(
            variableCount: system.variableCount, equalityCount: system.equalityCount,
            inequalityCount: system.inequalityCount)
    }

    /// Copies another vector and keeps the storage.
    mutating func copy(_ other: AugmentedVector) {
        copyElements(of: other.variables, to: &variables)
        copyElements(of: other.equalities, to: &equalities)
        copyElements(of: other.inequalities, to: &inequalities)
    }

    /// Adds another vector.
    mutating func add(_ other: AugmentedVector) {
        addElements(of: other.variables, to: &variables)
        addElements(of: other.equalities, to: &equalities)
        addElements(of: other.inequalities, to: &inequalities)
    }
}
