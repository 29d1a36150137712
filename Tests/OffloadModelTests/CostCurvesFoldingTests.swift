import OffloadModel
import TestSupport
import Testing

/// A term of rate 0 is a constant: it is part of K before anything else rounds it.
@Suite struct CostCurvesFoldingTests {
    private func problem(_ curves: [CostCurve], budget: Double = 10) throws -> OffloadProblem {
        try OffloadProblem(local: CostCurves(curves), edge: CostCurves(curves), stepBudget: budget)
    }

    private func curve(
        k: Double, b: Double = 0, p: Double = 0, d: Double = 0, q: Double = 0
    ) -> CostCurve {
        CostCurve(
            constant: k, stepCost: 0.25, errorWeight: b, errorDecay: p, utilityWeight: d, utilityRate: q,
            fewestSteps: 0, mostSteps: 5)
    }

    /// −ω2 + ω2·e⁰ = 0, whatever ω2 is and whatever else the curve has.
    @Test(arguments: [1, 0.1, 1e12, 1e15, 1e30, 3e-300])
    func oppositesCancelExactly(weight: Double) throws {
        let folded = try problem([
            curve(k: -weight, d: weight), curve(k: -weight, b: weight), curve(k: -weight, b: 0.5, p: 0.1, d: weight),
            curve(k: -weight, d: weight, q: 1e-12),
        ])
        for curves in [folded.local, folded.edge] {
            #expect(curves.constant == [0, 0, 0, -weight])
            #expect(curves.errorWeight == [0, 0, 0.5, 0])
            #expect(curves.utilityWeight == [0, 0, 0, weight])
            // The rates stay what they were.
            #expect(curves.utilityRate == [0, 0, 0, 1e-12] && curves.errorDecay == [0, 0, 0.1, 0])
        }
    }

    /// With both terms constant K + B + D is rounded once: 10¹⁶ + 1 − 10¹⁶ is 1, in whatever order the three stand.
    @Test func threeTermsAreRoundedOnce() throws {
        for (k, b, d) in [(-1e16, 1.0, 1e16), (-1e16, 1e16, 1), (1, 1e16, 3)] {
            let constant = try problem([curve(k: k, b: b, d: d)]).local.constant[0]
            #expect(constant == PreciseSum([k, b, d]).value)
        }
        #expect(try problem([curve(k: -1e16, b: 1, d: 1e16)]).local.constant == [1])
    }

    /// A sum beyond the largest cost is no column of a problem, so the terms stay; and whatever was folded is a problem again.
    @Test func foldingLeavesAProblem() throws {
        let largest = OffloadProblem.largestCost
        let problem = try problem([curve(k: largest, d: largest), curve(k: -largest, b: largest, d: largest)])
        #expect(problem.local.constant == [largest, largest] && problem.local.utilityWeight == [largest, 0])
        #expect(try problem.withStepBudget(10) == problem)
        #expect(try OffloadProblem(local: problem.local, edge: problem.edge, stepBudget: 10) == problem)
    }

    #if arch(x86_64)
        /// Folding changes no cost: R(s) is the same in 64 bits of significand, to the one rounding of K.
        @Test func costsStayTheSame() throws {
            var random = SeededGenerator(seed: 21)
            for _ in 0..<2000 {
                let weight = random.logUniform(1e-3, 1e15)
                var drawn = curve(
                    k: random.uniform(-1, 1) * weight, b: random.uniform(0, 1) * weight,
                    p: random.chance(0.5) ? 0 : 0.3, d: random.uniform(0, 1) * weight, q: random.chance(0.5) ? 0 : 0.02)
                drawn.stepCost = random.uniform(0, 1)
                let folded = try problem([drawn]).local[0]
                let steps = random.uniform(0, 5)
                let exact = ExactCosts.cost(of: drawn, at: steps)
                let found = ExactCosts.cost(of: folded, at: steps)
                let allowed = Float80(folded.constant.ulp) + 0x1p-58 * Float80(weight)
                #expect(abs(exact - found) <= allowed)
            }
        }
    #endif

    @Test func aBudgetOfMinusZeroIsZero() throws {
        #expect(try problem([curve(k: 0)], budget: -0.0).stepBudget.sign == .plus)
        #expect(DecimalText.significant(-0.0, digits: 6) == "0")
    }
}
