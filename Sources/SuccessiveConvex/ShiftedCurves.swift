import OffloadModel

/// The cost curves of both sites made positive, R̃ = R + c, as the paper's surrogate functions need them.
///
/// The paper divides by R and squares it, but R can be negative (−ω2·U). Adding the same number c_n to both curves of
/// a user moves the objective of P1 by the constant Σ c_n, since (1−a) + a = 1, and changes no decision.
///
/// c_n is ω2, the user's D, which leaves K + D = ω1·(c2·floor + c1·T_fixed + c3·E_fixed) ≥ 0. Curves that did not come
/// from a scenario may have different D at the two sites or a smaller K: c_n = max(D_0, D_1, −K_0, −K_1), and one more
/// for a user with a curve that would still be zero at s = 0.
public struct ShiftedCurves: Sendable, Equatable {
    /// R̃_0. Its fewest steps are the L of P2, the smaller one of the two sites.
    public let local: CostCurves
    /// R̃_1, with the same fewest steps.
    public let edge: CostCurves
    /// c_n.
    public let shift: [Double]
    /// Σ c_n, to be subtracted from an objective of the shifted curves.
    public let totalShift: Double
    /// True if p and q are the same at both sites for every user.
    public let sharesRates: Bool

    /// Shifts the curves of a problem.
    public init(_ problem: OffloadProblem) {
        guard let curves = try? Self(problem, until: nil) else {
            preconditionFailure("without a deadline nothing is thrown")
        }
        self = curves
    }

    /// The same, given up at a deadline.
    init(_ problem: OffloadProblem, until deadline: SolveDeadline?) throws(TimeIsUp) {
        var local = problem.local
        var edge = problem.edge
        var shift = [Double](repeating: 0, count: problem.count)
        for user in 0..<problem.count {
            if user % SolveDeadline.partSize == 0 { try deadline?.check() }
            var amount = max(local.utilityWeight[user], edge.utilityWeight[user])
            amount = max(amount, -local.constant[user], -edge.constant[user])
            for curves in [local, edge]
            where curves.constant[user] + amount <= 0 && curves.errorWeight[user] + curves.utilityWeight[user] <= 0 {
                amount = max(amount, 1 - curves.constant[user])
            }
            shift[user] = amount
            local.constant[user] += amount
            edge.constant[user] += amount
            let fewest = min(local.fewestSteps[user], edge.fewestSteps[user])
            local.fewestSteps[user] = fewest
            edge.fewestSteps[user] = fewest
        }
        self.local = local
        self.edge = edge
        self.shift = shift
        try deadline?.check()
        totalShift = PreciseSum(shift).value
        sharesRates = local.errorDecay == edge.errorDecay && local.utilityRate == edge.utilityRate
    }

    /// N, the number of users.
    public var count: Int { local.count }
}
