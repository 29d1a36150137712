/// P1 (8): choose for every user a site and a number of steps, under one shared budget of edge steps.
///
///     minimise   Σ (1−a_n)·R_{n,0}(s_n) + a_n·R_{n,1}(s_n)
///     subject to a_n ∈ {0,1},  Σ a_n·s_n ≤ S_e (1),  L_n ≤ s_n ≤ (1−a_n)·S_{n,0} + a_n·S_{n,1} (2)
///
/// The value is immutable and valid: every initialiser checks lengths, finiteness and signs. Whether it is
/// also feasible is a verdict of the solvers, see ``infeasibility(under:)``.
///
/// Terms of rate 0 are constants and are taken as such: a user with p = 0 or q = 0 has B or D added to K and 0 in its place.
/// Every solver, bound and verifier sees these curves.
public struct OffloadProblem: Sendable, Equatable {
    /// R_{n,0}: every user's curve on its own device.
    public let local: CostCurves
    /// R_{n,1}: every user's curve on the edge server.
    public let edge: CostCurves
    /// S_e ≥ 0, the edge steps that all users share, (1).
    public let stepBudget: Double
    /// Σ |K| + B + D over users and sites. Costs are sums of such numbers and of A·s, and are rounded on their scale.
    package let magnitude: Double

    /// Checks and takes the curves of both sites.
    ///
    /// - Throws: ``ProblemError`` that names the column, the user, the value and what is allowed.
    public init(local: CostCurves, edge: CostCurves, stepBudget: Double) throws {
        try Self.validate(local: local, edge: edge, stepBudget: stepBudget)
        self.local = local.withConstantTermsFolded()
        self.edge = edge.withConstantTermsFolded()
        // −0 is no other budget than 0, but would be shown as one.
        self.stepBudget = stepBudget + 0
        magnitude = self.local.magnitude + self.edge.magnitude
    }

    /// N, the number of users.
    public var count: Int { local.count }

    /// The curves of one site.
    public func curves(at site: Site) -> CostCurves {
        switch site {
        case .local: local
        case .edge: edge
        }
    }

    /// The same users under another budget of edge steps.
    ///
    /// - Throws: ``ProblemError`` if the budget is negative or not finite.
    public func withStepBudget(_ stepBudget: Double) throws -> OffloadProblem {
        try OffloadProblem(local: local, edge: edge, stepBudget: stepBudget)
    }
}
