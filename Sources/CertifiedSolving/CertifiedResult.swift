import OffloadModel

/// The answer of a certified solve.
public struct CertifiedResult: Sendable {
    /// The verdict.
    public let status: SolveStatus
    /// The plan, its objective, the proven bound and the proof; nil if no plan exists or none was found in time.
    public let certificate: PlanCertificate?
    /// λ, the price of an edge step: what one more step of the budget would save with the plan's decisions, the
    /// multiplier of (1); nil without a plan.
    public let price: Double?
    /// λ*, the price that maximises the dual function, as far as it is known; nil if it is not.
    public let dualPrice: Double?
    /// How the solve went.
    public let statistics: CertifiedStatistics
    /// The bound of a solve that the time limit ended before it had a plan.
    private let boundAlone: ProvenBound?

    init(
        status: SolveStatus, certificate: PlanCertificate?, price: Double?, dualPrice: Double?,
        statistics: CertifiedStatistics, boundAlone: ProvenBound? = nil
    ) {
        self.status = status
        self.certificate = certificate
        self.price = price
        self.dualPrice = dualPrice
        self.statistics = statistics
        self.boundAlone = boundAlone
    }

    /// The answer where a stop was asked for before there was anything to answer with.
    package static let stoppedBeforeItBegan = CertifiedResult(
        status: .stopped, certificate: nil, price: nil, dualPrice: nil, statistics: CertifiedStatistics())

    /// The best plan found.
    public var plan: Plan? { certificate?.plan }
    /// The objective of P1 (8) at the plan.
    public var objective: Double? { certificate?.objective }
    /// The number that no feasible plan's objective is below; there can be one without a plan.
    public var lowerBound: Double? { certificate?.lowerBound ?? boundAlone?.value }
    /// Why that is so.
    public var boundProof: BoundProof? { certificate?.proof ?? boundAlone?.proof }
    /// The proven relative gap.
    public var relativeGap: Double? { certificate?.relativeGap }
}
