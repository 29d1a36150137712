import OffloadModel

/// The answer of a certified solve.
public struct CertifiedResult: Sendable {
    /// The verdict.
    public let status: SolveStatus
    /// The plan, its objective, the proven bound and the proof; nil if no plan exists or none was found in time.
    public let certificate: PlanCertificate?
    /// λ, the price of an edge step: what more budget would save with everybody at the site where the plan has it; nil
    /// without a plan.
    ///
    /// With V(S) the least cost of these decisions under the budget S it is −V′(S_e+), by step, for real steps, and
    /// V(S_e) − V(S_e + 1) for whole ones: the least multiplier of (1). After an early end it may be the price tried
    /// last.
    public let price: Double?
    /// What less budget would cost with these decisions: −V′(S_e−), by step, for real steps, and V(S_e − 1) − V(S_e)
    /// for whole ones, the largest multiplier of (1); nil without a plan, and where less is not enough for the users at
    /// the edge.
    public let priceBelow: Double?
    /// λ*, the price that maximises the dual function, as far as it is known; nil if it is not.
    public let dualPrice: Double?
    /// How the solve went.
    public let statistics: CertifiedStatistics
    /// The bound of a solve that the time limit ended before it had a plan.
    private let boundAlone: ProvenBound?

    init(
        status: SolveStatus, certificate: PlanCertificate?, price: PlanPrice?, dualPrice: Double?,
        statistics: CertifiedStatistics, boundAlone: ProvenBound? = nil
    ) {
        self.status = status
        self.certificate = certificate
        self.price = price?.price
        priceBelow = price?.below
        self.dualPrice = dualPrice
        self.statistics = statistics
        self.boundAlone = boundAlone
    }

    /// The answer where a stop was asked for before there was anything to answer with.
    package static let stoppedBeforeItBegan = CertifiedResult(
        status: .stopped, certificate: nil, price: nil, dualPrice: nil, statistics: CertifiedStatistics())

    // Swift 6.3 ends with a failed assertion (pass CopyPropagation) where it inlines into another package a property that
    // looks into a stored optional or enum with a payload and returns an optional number: print(result.objective ?? 0).

    /// The best plan found.
    @inline(never) public var plan: Plan? { certificate?.plan }
    /// The objective of P1 (8) at the plan.
    @inline(never) public var objective: Double? { certificate?.objective }
    /// The number that no feasible plan's objective is below; there can be one without a plan.
    @inline(never) public var lowerBound: Double? { certificate?.lowerBound ?? boundAlone?.value }
    /// Why that is so.
    @inline(never) public var boundProof: BoundProof? { certificate?.proof ?? boundAlone?.proof }
    /// The proven relative gap.
    @inline(never) public var relativeGap: Double? { certificate?.relativeGap }
}
