/// The edge server that all users share.
public struct EdgeServer: Sendable, Equatable {
    /// S_e, the steps that all users together may use, (1).
    public var stepBudget: Double
    /// k_e in W/Hz³, (6).
    public var powerCoefficient: Double

    /// Gathers budget and coefficient.
    public init(stepBudget: Double, powerCoefficient: Double) {
        self.stepBudget = stepBudget
        self.powerCoefficient = powerCoefficient
    }
}
