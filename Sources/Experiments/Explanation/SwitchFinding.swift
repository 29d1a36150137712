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

/// Between which two values of a quantity the optimal plan moves a user to the other site.
public struct SwitchFinding: Sendable, Equatable {
    /// What changes.
    public let quantity: SwitchQuantity
    /// Its value in the scenario.
    public let present: Double
    /// The values that were searched.
    public let searched: ClosedRange<Double>
    /// Where nothing could be proven, values were tried at most a `parts`-th of their distance from the present one apart, so
    /// that two changes between two of these are not seen. `nil` where there is one change at most.
    public let parts: Double?
    /// The change that is nearest to the present value; nil if there is none.
    public let change: Change?

    /// Where the user moves, and how long it stays there.
    public struct Change: Sendable, Equatable {
        /// Here the user is still where it is now.
        public let kept: Double
        /// Here, next to `kept`, it is at the other site.
        public let switched: Double
        /// The last value at which it is still there, counted from `switched` away from the present value: behind it the user comes back, or
        /// the search ends. `nil` if it stays there at all values beyond.
        public let last: Double?

        init(kept: Double, switched: Double, last: Double? = nil) {
            (self.kept, self.switched, self.last) = (kept, switched, last)
        }
    }
}
