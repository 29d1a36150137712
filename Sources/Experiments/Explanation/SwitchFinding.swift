/// What is changed to see when a user changes sides; everything else stays as it is.
public enum SwitchQuantity: String, Sendable, CaseIterable {
    /// S_e.
    case stepBudget
    /// C1 of this user on its device.
    case localErrorDecay
    /// C1 of this user at the edge.
    case edgeErrorDecay
    /// ε of this user on its device.
    case localInitialError
    /// ε of this user at the edge.
    case edgeInitialError
    /// ω2 for this user alone.
    case utilityWeight

    /// In words.
    public var label: String {
        switch self {
        case .stepBudget: "step budget"
        case .localErrorDecay: "error decay on the device"
        case .edgeErrorDecay: "error decay at the edge"
        case .localInitialError: "initial error on the device"
        case .edgeInitialError: "initial error at the edge"
        case .utilityWeight: "utility weight of this user"
        }
    }
}

/// Between which two values of a quantity the optimal plan moves a user to the other side.
public struct SwitchFinding: Sendable, Equatable {
    /// What changes.
    public let quantity: SwitchQuantity
    /// Its value in the scenario.
    public let present: Double
    /// The two values, solved and close together; nil if no value tried moves the user.
    public let change: Change?

    /// Two neighbouring values with different answers.
    public struct Change: Sendable, Equatable {
        /// Here the user is still where it is now.
        public let kept: Double
        /// Here it is on the other side.
        public let switched: Double
    }
}
