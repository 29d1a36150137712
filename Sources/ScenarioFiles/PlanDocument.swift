import OffloadModel

/// A plan file, `stepwell-plan/1`: a solver's verdict, the plan, what is claimed of it, and the proof.
///
/// The value is consistent in shape: there is a plan with all its claims or none of them, a reason goes with the
/// verdict that no plan exists, and numbers are finite. Whether the claims are true is for
/// ``verify(against:)`` to say.
public struct PlanDocument: Sendable, Equatable {
    /// The value of the key `format`.
    public static let format = "stepwell-plan/1"
    /// The relative gap that `optimal` promises where the file does not say.
    public static let defaultGap = CommonSettings.relativeGap.standard

    /// The verdict.
    public let status: PlanStatus
    /// The method by its name on the command line.
    public let method: String
    /// Whether steps are whole numbers.
    public let stepRule: StepRule
    /// The relative gap that was asked for and that `optimal` promises.
    public let askedGap: Double
    /// The plan and what is claimed of it, nil if there is none.
    public let outcome: PlanOutcome?
    /// The claimed lower bound on the objective of every plan, nil if there is none.
    public let lowerBound: Double?
    /// The claimed relative gap, nil if objective or bound is missing.
    public let relativeGap: Double?
    /// λ, the price of an edge step, nil if there is none.
    public let price: Double?
    /// What one edge step less would cost; nil in files that do not say.
    public let priceBelow: PriceBelow?
    /// Why no plan exists, nil unless the status says so.
    public let infeasibility: Infeasibility?
    /// Why no plan can cost less than the bound, nil if weak duality at the price alone is claimed.
    public let certificate: BoundProof?
    /// How the plan was found.
    public let statistics: PlanStatistics

    /// Checks and takes the parts of a plan file.
    ///
    /// - Throws: ``ScenarioError`` that names the entry, the value and what is allowed.
    public init(
        status: PlanStatus, method: String, stepRule: StepRule, askedGap: Double = Self.defaultGap,
        outcome: PlanOutcome?, lowerBound: Double?, relativeGap: Double?, price: Double?,
        priceBelow: PriceBelow? = nil,
        infeasibility: Infeasibility? = nil, certificate: BoundProof? = nil,
        statistics: PlanStatistics = PlanStatistics()
    ) throws {
        self.status = status
        self.method = method
        self.stepRule = stepRule
        self.askedGap = askedGap
        self.outcome = outcome
        self.lowerBound = lowerBound
        self.relativeGap = relativeGap
        self.price = price
        self.priceBelow = priceBelow
        self.infeasibility = infeasibility
        self.certificate = certificate
        self.statistics = statistics
        try validate()
    }

    /// The document of a solver's result: objective, gap, edge steps, count and totals are computed here.
    ///
    /// - Throws: ``ScenarioError`` if the parts do not fit each other or the scenario.
    public init(
        status: SolveStatus, method: String, stepRule: StepRule, askedGap: Double = Self.defaultGap,
        plan: Plan?, objective: Double?, lowerBound: Double?, price: Double?, priceBelow: PriceBelow? = nil,
        certificate: BoundProof?, statistics: PlanStatistics, scenario: Scenario
    ) throws {
        var outcome: PlanOutcome?
        if let plan, let objective {
            guard plan.count == scenario.count else {
                throw ScenarioError(
                    field: "users", value: "a plan of \(plan.count)",
                    allowed: "one entry for each of \(scenario.count)")
            }
            outcome = PlanOutcome(plan: plan, objective: objective, totals: PlanTotals(adding: plan, in: scenario))
        }
        var infeasibility: Infeasibility?
        if case .infeasible(let reason) = status { infeasibility = reason }
        var gap: Double?
        if let outcome, let lowerBound {
            gap = PlanCertificate.relativeGap(objective: outcome.objective, lowerBound: lowerBound)
        }
        try self.init(
            status: PlanStatus(status), method: method, stepRule: stepRule, askedGap: askedGap, outcome: outcome,
            lowerBound: lowerBound, relativeGap: gap, price: price, priceBelow: priceBelow,
            infeasibility: infeasibility, certificate: certificate, statistics: statistics)
    }
}
