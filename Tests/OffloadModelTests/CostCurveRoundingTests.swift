#if arch(x86_64)
    import OffloadModel
    import TestSupport
    import Testing

    /// The objective of a plan is off by no more than is said of it, also where large costs cancel.
    @Suite struct CostCurveRoundingTests {
        /// Against 64 bits of significand: whatever cancels, the stated rounding holds; and it is small on the scale of what does
        /// not cancel exactly.
        @Test(arguments: CancellingProblems.Kind.allCases)
        func objectivesAreWithinTheirRounding(kind: CancellingProblems.Kind) throws {
            var problems = CancellingProblems(seed: 31)
            var random = SeededGenerator(seed: 32)
            var worst: Float80 = 0
            for _ in 0..<3000 {
                let problem = problems.next(kind)
                let plan = Plan(
                    sites: (0..<problem.count).map { _ in random.chance(0.5) },
                    steps: (0..<problem.count).map { _ in random.uniform(0, 5) })
                let exact = ExactCosts(of: problem, rule: .continuous).objective(of: plan)
                let found = try plan.roundedObjective(in: problem, until: nil)
                #expect(found.value == plan.cost(in: problem))
                #expect(abs(Float80(found.value) - exact.value) <= Float80(found.rounding) + exact.error)
                // `error` is 2⁻⁵⁸ of the sizes of what is left when the constants are gone.
                worst = max(worst, Float80(found.rounding) / exact.error)
            }
            #expect(worst <= 0x1p+13, "\(worst)")
        }

        /// Costs that do not cancel are added as plainly as ever.
        @Test func plainCostsAreTheSumsOfTheirValues() throws {
            let problem = try Populations.heterogeneous(count: 500, tightness: 0.3, seed: 4)
            let plan = Plan(
                sites: (0..<500).map { $0 % 2 == 0 }, steps: (0..<500).map { Double($0 % 7) })
            let sum = PreciseSum(
                (0..<500).map { (plan.offloaded[$0] ? problem.edge : problem.local)[$0].value(at: plan.steps[$0]) })
            let found = try plan.roundedObjective(in: problem, until: nil)
            #expect(abs(found.value - sum.value) <= found.rounding)
            #expect(found.rounding <= 1e-14 * BruteForce.scale(of: problem))
        }
    }
#endif
