import LinearAlgebra
import OffloadModel
import SuccessiveConvex

/// The surrogate functions of all users at once through BLAS: elementwise products, axpy and dot, and the C library's
/// exponential. Shares no code with the vector kernels, which evaluate the same functions fused and user by user.
public struct SurrogateEvaluation: Sendable {
    private let local: Site
    private let edge: Site
    private let ones: [Double]
    private let zeros: [Double]
    /// u, v and z, 0 where a term is left out.
    private let u: [Double]
    private let v: [Double]
    private let z: [Double]
    /// 1/(4u), 1/(4v) and 1/(4z), 0 where a term is left out.
    private let localQuarter: [Double]
    private let edgeQuarter: [Double]
    private let budgetQuarter: [Double]

    /// The columns of one site, with the exponents' signs turned.
    private struct Site: Sendable {
        let curves: CostCurves
        let minusErrorDecay: [Double]
        let minusUtilityRate: [Double]

        init(_ curves: CostCurves) {
            self.curves = curves
            minusErrorDecay = curves.errorDecay.map { -$0 }
            minusUtilityRate = curves.utilityRate.map { -$0 }
        }
    }

    /// The functions of a P2.
    public init(_ problem: P2Problem) {
        self.init(curves: problem.curves, u: problem.u, v: problem.v, z: problem.z)
    }

    /// The functions of shifted curves and auxiliary variables, one entry per user in each of u, v and z.
    public init(curves: ShiftedCurves, u: [Double], v: [Double], z: [Double]) {
        local = Site(curves.local)
        edge = Site(curves.edge)
        ones = [Double](repeating: 1, count: curves.count)
        zeros = [Double](repeating: 0, count: curves.count)
        self.u = u
        self.v = v
        self.z = z.map { $0.isFinite ? $0 : 0 }
        func quarter(_ column: [Double]) -> [Double] { column.map { $0 > 0 && $0.isFinite ? 1 / (4 * $0) : 0 } }
        (localQuarter, edgeQuarter, budgetQuarter) = (quarter(u), quarter(v), quarter(z))
    }

    /// All terms at a point.
    ///
    /// - Parameters:
    ///   - decisions: a, one entry per user.
    ///   - steps: s, one entry per user.
    /// - Throws: `LinearAlgebraError` if a column has another length than the curves.
    public func terms(decisions: [Double], steps: [Double]) throws(LinearAlgebraError) -> SurrogateTerms {
        var terms = SurrogateTerms(count: ones.count)
        try add(local, weight: u, at: steps, to: &terms)
        try add(edge, weight: v, at: steps, to: &terms)

        var stays = ones
        try Vectors.add(-1, times: decisions, to: &stays)
        var stayShares = zeros
        try Vectors.multiplyElements(localQuarter, stays, into: &stayShares)
        var leaveShares = zeros
        try Vectors.multiplyElements(edgeQuarter, decisions, into: &leaveShares)
        try addProduct(stayShares, stays, to: &terms.values)
        try addProduct(leaveShares, decisions, to: &terms.values)

        try Vectors.add(-2, times: stayShares, to: &terms.decisionSlopes)
        try Vectors.add(2, times: leaveShares, to: &terms.decisionSlopes)
        var wholeShares = localQuarter
        try Vectors.add(1, times: edgeQuarter, to: &wholeShares)
        try addProduct(wholeShares, decisions, scale: 2, to: &terms.decisionSizes)
        try Vectors.add(2, times: localQuarter, to: &terms.decisionSizes)

        var stepShares = zeros
        try Vectors.multiplyElements(z, steps, into: &stepShares)
        var decisionShares = zeros
        try Vectors.multiplyElements(budgetQuarter, decisions, into: &decisionShares)
        try addProduct(stepShares, steps, to: &terms.demands)
        try addProduct(decisionShares, decisions, to: &terms.demands)
        try Vectors.add(2, times: stepShares, to: &terms.demandStepSlopes)
        try Vectors.add(2, times: decisionShares, to: &terms.demandDecisionSlopes)
        return terms
    }

    /// G (10) and C = Σ s²z + a²/(4z), the left side of (11), as inner products of the terms with the vector of ones.
    public func totals(of terms: SurrogateTerms) throws(LinearAlgebraError) -> (surrogate: Double, demand: Double) {
        (try Vectors.dot(terms.values, ones), try Vectors.dot(terms.demands, ones))
    }

    /// Adds R̃²w to the values, 2R̃R̃′w to the slopes, and the magnitudes of the latter to the sizes.
    private func add(
        _ site: Site, weight: [Double], at steps: [Double], to terms: inout SurrogateTerms
    ) throws(LinearAlgebraError) {
        let curves = site.curves
        let error = try decay(site.minusErrorDecay, curves.errorWeight, at: steps)
        let utility = try decay(site.minusUtilityRate, curves.utilityWeight, at: steps)

        var cost = error
        try addProduct(curves.stepCost, steps, to: &cost)
        try Vectors.add(1, times: utility, to: &cost)
        try Vectors.add(1, times: curves.constant, to: &cost)

        var fall = zeros
        try addProduct(curves.errorDecay, error, to: &fall)
        try addProduct(curves.utilityRate, utility, to: &fall)
        var slope = curves.stepCost
        try Vectors.add(-1, times: fall, to: &slope)
        try Vectors.add(1, times: curves.stepCost, to: &fall)

        var weighted = zeros
        try Vectors.multiplyElements(weight, cost, into: &weighted)
        try addProduct(weighted, cost, to: &terms.values)
        try addProduct(weighted, slope, scale: 2, to: &terms.stepSlopes)
        try addProduct(weighted, fall, scale: 2, to: &terms.stepSizes)
    }

    /// w·exp(−r·s).
    private func decay(
        _ minusRate: [Double], _ weight: [Double], at steps: [Double]
    ) throws(LinearAlgebraError) -> [Double] {
        var exponents = zeros
        try Vectors.multiplyElements(minusRate, steps, into: &exponents)
        var decays = zeros
        try Vectors.exponentials(of: exponents, into: &decays)
        var result = zeros
        try Vectors.multiplyElements(weight, decays, into: &result)
        return result
    }

    /// sum ← sum + scale·(x∘y).
    private func addProduct(
        _ x: [Double], _ y: [Double], scale: Double = 1, to sum: inout [Double]
    ) throws(LinearAlgebraError) {
        var product = zeros
        try Vectors.multiplyElements(x, y, into: &product)
        try Vectors.add(scale, times: product, to: &sum)
    }
}
