/// The columns of P2 (16) as the kernels see them.
///
/// The curves are the shifted ones, R̃ ≥ 0, and both share one column L of fewest steps: the local curve's.
/// The pointers are borrowed for the duration of a call.
@frozen
public struct P2Pointers {
    /// R̃_0, with S_0 as its most steps and L as its fewest.
    public let local: CurvePointers
    /// R̃_1, with S_1 as its most steps; its fewest steps are not read.
    public let edge: CurvePointers
    /// u ≥ 0; zero pins a = 1.
    public let u: UnsafePointer<Double>
    /// v ≥ 0; zero pins a = 0.
    public let v: UnsafePointer<Double>
    /// z ≥ 0; zero pins a = 0, +∞ pins s = 0.
    public let z: UnsafePointer<Double>
    /// a^(i), where the penalty is linearised.
    public let previous: UnsafePointer<Double>

    /// Gathers the columns.
    @inlinable
    public init(
        local: CurvePointers, edge: CurvePointers,
        u: UnsafePointer<Double>, v: UnsafePointer<Double>, z: UnsafePointer<Double>,
        previous: UnsafePointer<Double>
    ) {
        self.local = local
        self.edge = edge
        self.u = u
        self.v = v
        self.z = z
        self.previous = previous
    }

    /// The same columns from a later user on.
    @inlinable
    public func advanced(by users: Int) -> P2Pointers {
        P2Pointers(
            local: local.advanced(by: users), edge: edge.advanced(by: users),
            u: u + users, v: v + users, z: z + users, previous: previous + users)
    }
}

/// What all users of P2 have in common.
@frozen
public struct P2Scalars {
    /// τ ≥ 0, the weight of the penalty (14).
    public var penalty: Double
    /// δ ≥ 0, the multiplier of the budget (16b).
    public var multiplier: Double
    /// The size of a Halley step, relative to the scale on which the curves bend, that counts as the last one.
    public var tolerance: Double
    /// True if p and q are the same at both sites for every user, so that two exponentials serve both curves.
    public var sharesRates: Bool

    /// Gathers the scalars.
    @inlinable
    public init(penalty: Double, multiplier: Double, tolerance: Double, sharesRates: Bool) {
        self.penalty = penalty
        self.multiplier = multiplier
        self.tolerance = tolerance
        self.sharesRates = sharesRates
    }
}

/// Where the kernel that finishes P2 puts its answers, one entry per user.
@frozen
public struct P2SolutionPointers {
    /// s, read as the starting guess (a negative number: none) and replaced by the answer.
    public let steps: UnsafeMutablePointer<Double>
    /// a.
    public let decisions: UnsafeMutablePointer<Double>
    /// β, the multiplier of a ≥ 0.
    public let zeroMultipliers: UnsafeMutablePointer<Double>
    /// γ, the multiplier of a ≤ 1.
    public let oneMultipliers: UnsafeMutablePointer<Double>
    /// ζ, the multiplier of the cap (16c).
    public let capMultipliers: UnsafeMutablePointer<Double>
    /// η, the multiplier of s ≥ L.
    public let floorMultipliers: UnsafeMutablePointer<Double>

    /// Gathers the columns.
    @inlinable
    public init(
        steps: UnsafeMutablePointer<Double>, decisions: UnsafeMutablePointer<Double>,
        zeroMultipliers: UnsafeMutablePointer<Double>, oneMultipliers: UnsafeMutablePointer<Double>,
        capMultipliers: UnsafeMutablePointer<Double>, floorMultipliers: UnsafeMutablePointer<Double>
    ) {
        self.steps = steps
        self.decisions = decisions
        self.zeroMultipliers = zeroMultipliers
        self.oneMultipliers = oneMultipliers
        self.capMultipliers = capMultipliers
        self.floorMultipliers = floorMultipliers
    }

    /// The same columns from a later user on.
    @inlinable
    public func advanced(by users: Int) -> P2SolutionPointers {
        P2SolutionPointers(
            steps: steps + users, decisions: decisions + users,
            zeroMultipliers: zeroMultipliers + users, oneMultipliers: oneMultipliers + users,
            capMultipliers: capMultipliers + users, floorMultipliers: floorMultipliers + users)
    }
}

/// What one block of users adds to the budget row (16b) at one multiplier δ.
@frozen
public struct P2Demand {
    /// Σ s²z + a²/(4z).
    public var demand = 0.0
    /// d/dδ of `demand`, by the implicit function theorem; ≤ 0.
    public var sensitivity = 0.0
    /// The least that `demand` can be, as δ → ∞.
    public var leastDemand = 0.0
    /// How many users have no feasible point at all, L above every cap.
    public var stranded = 0.0
    /// How many users did not converge.
    public var unsettled = 0.0
    /// How many points were evaluated, all users together, those of a vector's idle lanes included.
    public var evaluations = 0.0

    /// All sums zero.
    @inlinable
    public init() {}
}

/// What one block of users adds to the objective and to the residuals of the conditions (18)–(20).
@frozen
public struct P2Findings {
    /// The sums for the budget row.
    public var budget = P2Demand()
    /// Σ R̃_0²u + (1−a)²/(4u) + R̃_1²v + a²/(4v).
    public var surrogate = 0.0
    /// Σ (2a^(i) − 1)·a, to be multiplied by −τ.
    public var penalty = 0.0
    /// Σ (1−a)·R̃_0 + a·R̃_1.
    public var cost = 0.0
    /// Σ a·(1−a).
    public var indecision = 0.0
    /// max min(a, 1−a).
    public var distanceFromBinary = 0.0
    /// The largest scaled residual of (18a).
    public var decisionStationarity = 0.0
    /// The largest scaled residual of (18b).
    public var stepStationarity = 0.0
    /// The largest scaled violation of (19a) and (19b).
    public var decisionComplementarity = 0.0
    /// The largest scaled violation of (19d) and of its counterpart for s ≥ L.
    public var stepComplementarity = 0.0
    /// The largest scaled violation of (16a), (16c) and s ≥ L.
    public var primalInfeasibility = 0.0
    /// The largest scaled amount by which a multiplier is negative, (20).
    public var dualInfeasibility = 0.0

    /// All zero.
    @inlinable
    public init() {}
}
