/// One convex cost curve per user, for one site, stored by columns.
///
/// Everything in (3)–(7) of the paper folds into
///
///     R(s) = K + A·s + B·exp(−p·s) + D·exp(−q·s),    L ≤ s ≤ S
///
/// where s is the number of reverse diffusion steps. All columns have one entry per user. Costs are
/// dimensionless (weights have been applied), steps are counts, `p` and `q` are per step.
public struct CostCurves: Sendable, Equatable {
    /// K, the cost that does not depend on the steps: −ω2 + ω1·(c2·floor + c1·T_fixed + c3·E_fixed).
    public var constant: [Double]
    /// A ≥ 0, the cost of one step: ω1·(c1·Δt + c3·P·Δt).
    public var stepCost: [Double]
    /// B ≥ 0, the weight of the decaying error: ω1·c2·(ε − floor).
    public var errorWeight: [Double]
    /// p = C1 ≥ 0, the decay of the error per step, (4).
    public var errorDecay: [Double]
    /// D = ω2 ≥ 0, the weight of the utility still missing, (7).
    public var utilityWeight: [Double]
    /// q = C2 ≥ 0, the rate at which utility saturates per step, (7).
    public var utilityRate: [Double]
    /// L ≥ 0, the fewest steps allowed.
    public var fewestSteps: [Double]
    /// S, the most steps allowed, (2). S < L means that this site is not available to the user.
    public var mostSteps: [Double]

    /// Gathers the eight columns. Lengths and ranges are checked by ``OffloadProblem``.
    public init(
        constant: [Double], stepCost: [Double],
        errorWeight: [Double], errorDecay: [Double],
        utilityWeight: [Double], utilityRate: [Double],
        fewestSteps: [Double], mostSteps: [Double]
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

    /// The number of users.
    public var count: Int { constant.count }

    /// The curve of one user.
    ///
    /// - Precondition: Every column has an entry for the user, as those of an ``OffloadProblem`` have.
    public subscript(user: Int) -> CostCurve {
        CostCurve(
            constant: constant[user], stepCost: stepCost[user],
            errorWeight: errorWeight[user], errorDecay: errorDecay[user],
            utilityWeight: utilityWeight[user], utilityRate: utilityRate[user],
            fewestSteps: fewestSteps[user], mostSteps: mostSteps[user])
    }

    /// Gathers single curves into columns.
    public init(_ curves: some Collection<CostCurve>) {
        self.init(
            constant: curves.map(\.constant), stepCost: curves.map(\.stepCost),
            errorWeight: curves.map(\.errorWeight), errorDecay: curves.map(\.errorDecay),
            utilityWeight: curves.map(\.utilityWeight), utilityRate: curves.map(\.utilityRate),
            fewestSteps: curves.map(\.fewestSteps), mostSteps: curves.map(\.mostSteps))
    }

    /// The curves of some users, in the order given; a user may be given twice.
    package func subset(_ users: [Int]) -> CostCurves {
        func pick(_ column: [Double]) -> [Double] { users.map { column[$0] } }
        return CostCurves(
            constant: pick(constant), stepCost: pick(stepCost), errorWeight: pick(errorWeight),
            errorDecay: pick(errorDecay), utilityWeight: pick(utilityWeight), utilityRate: pick(utilityRate),
            fewestSteps: pick(fewestSteps), mostSteps: pick(mostSteps))
    }

    /// Checks that every column has as many entries as the first one.
    ///
    /// - Throws: ``ProblemError`` that names the first column that has not.
    package func checkLengths() throws(ProblemError) {
        for (symbol, values) in columns {
            try OffloadProblem.checkLength(of: values, symbol, site: nil, count: count)
        }
    }

    /// The columns with the names of MATH's symbols, in a fixed order, for validation and comparison.
    public var columns: [(symbol: String, values: [Double])] {
        [
            ("K", constant), ("A", stepCost), ("B", errorWeight), ("p", errorDecay),
            ("D", utilityWeight), ("q", utilityRate), ("L", fewestSteps), ("S", mostSteps),
        ]
    }
}
