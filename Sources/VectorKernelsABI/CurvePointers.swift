/// The columns of one site's cost curves as the kernels see them, R(s) = K + A·s + B·exp(−p·s) + D·exp(−q·s).
///
/// The pointers are borrowed for the duration of a call. The symbols are explained at `CostCurves`.
@frozen
public struct CurvePointers {
    /// K.
    public let constant: UnsafePointer<Double>
    /// A.
    public let stepCost: UnsafePointer<Double>
    /// B.
    public let errorWeight: UnsafePointer<Double>
    /// p.
    public let errorDecay: UnsafePointer<Double>
    /// D.
    public let utilityWeight: UnsafePointer<Double>
    /// q.
    public let utilityRate: UnsafePointer<Double>
    /// L.
    public let fewestSteps: UnsafePointer<Double>
    /// S.
    public let mostSteps: UnsafePointer<Double>

    /// Gathers the eight columns.
    @inlinable
    public init(
        constant: UnsafePointer<Double>, stepCost: UnsafePointer<Double>,
        errorWeight: UnsafePointer<Double>, errorDecay: UnsafePointer<Double>,
        utilityWeight: UnsafePointer<Double>, utilityRate: UnsafePointer<Double>,
        fewestSteps: UnsafePointer<Double>, mostSteps: UnsafePointer<Double>
    ) {
        self.constant = constant
        self.stepCost = stepCost
        self.errorWeight = errorWeight
        self.errorDecay = errorDecay
        self.utilityWeight = utilityWeight
        self.utilityRate = utilityRate
        self.fewestSteps = fewestSteps
        self.mostSteps = mostSteps
    }

    /// The same columns from a later user on.
    @inlinable
    public func advanced(by users: Int) -> CurvePointers {
        CurvePointers(
            constant: constant + users, stepCost: stepCost + users,
            errorWeight: errorWeight + users, errorDecay: errorDecay + users,
            utilityWeight: utilityWeight + users, utilityRate: utilityRate + users,
            fewestSteps: fewestSteps + users, mostSteps: mostSteps + users)
    }
}

/// Where the minimisation kernels put their answers, one entry per user.
@frozen
public struct MinimumPointers {
    /// The minimiser s.
    public let steps: UnsafeMutablePointer<Double>
    /// A number proven not to exceed the minimum of R(s) + λ·s, and within rounding of it; +∞ where L > S.
    public let costs: UnsafeMutablePointer<Double>
    /// ds/dλ ≤ 0, zero where a limit binds and for whole steps.
    public let sensitivities: UnsafeMutablePointer<Double>

    /// Gathers the three columns.
    @inlinable
    public init(
        steps: UnsafeMutablePointer<Double>, costs: UnsafeMutablePointer<Double>,
        sensitivities: UnsafeMutablePointer<Double>
    ) {
        self.steps = steps
        self.costs = costs
        self.sensitivities = sensitivities
    }

    /// The same columns from a later user on.
    @inlinable
    public func advanced(by users: Int) -> MinimumPointers {
        MinimumPointers(steps: steps + users, costs: costs + users, sensitivities: sensitivities + users)
    }
}

/// Where the kernel that settles steps puts its answers, one entry per user.
@frozen
public struct SettledPointers {
    /// Every user's steps, at whichever site.
    public let steps: UnsafeMutablePointer<Double>
    /// Every user's cost.
    public let costs: UnsafeMutablePointer<Double>
    /// The steps that every user takes from the budget.
    public let used: UnsafeMutablePointer<Double>

    /// Gathers the three columns.
    @inlinable
    public init(
        steps: UnsafeMutablePointer<Double>, costs: UnsafeMutablePointer<Double>, used: UnsafeMutablePointer<Double>
    ) {
        self.steps = steps
        self.costs = costs
        self.used = used
    }
}
