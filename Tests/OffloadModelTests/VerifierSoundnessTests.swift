#if arch(x86_64)
    import OffloadModel
    import TestSupport
    import Testing

    /// The verifier's own bound against extended precision, user by user, on curves drawn to break it.
    @Suite struct VerifierSoundnessTests {
        @Test(arguments: StepRule.allCases)
        func boundsAreNeverAboveTheMinimum(rule: StepRule) throws {
            var problems = HostileProblems(seed: 777)
            var random = SeededGenerator(seed: 778)
            var (checked, tight) = (0, 0)
            for _ in 0..<Effort.rounds(3000) {
                let draw = problems.next(largest: 9)
                guard draw.local.count < 100 else { continue }
                for curve in draw.edge {
                    let free = CostCurve(
                        constant: 0, stepCost: 0, errorWeight: 0, errorDecay: 0, utilityWeight: 0, utilityRate: 0,
                        fewestSteps: 0, mostSteps: 0)
                    guard
                        let problem = try? OffloadProblem(
                            local: CostCurves([free]), edge: CostCurves([curve]), stepBudget: 0)
                    else { continue }
                    // The curve as it is stored: terms whose rate is 0 are in the constant, which is rounded once.
                    let curve = problem.edge[0]
                    let price = HostileProblems.price(for: curve, &random)
                    // With one user at the edge and no budget the bound of the decisions is min R_1(s) + λ·s.
                    let plan = Plan(sites: [true], steps: [0], stepRule: rule)
                    let bound = plan.boundOfDecisions(at: price, in: problem)
                    guard let minimum = ExtendedMinimum(of: curve, price: price, rule: rule).value else {
                        // No user can be there, so nothing is bounded.
                        #expect(!(bound < .infinity))
                        continue
                    }
                    checked += 1
                    #expect(
                        Float80(bound) <= minimum,
                        "\(draw.family): \(bound) above \(minimum), λ \(price), \(curve)")
                    let scale = Float80(ExtendedMinimum.scale(of: curve)) + abs(minimum)
                    tight += scale < 1e-200 || minimum - Float80(bound) <= 1e-12 * scale ? 1 : 0
                }
            }
            #expect(checked > Effort.rounds(3000) * 3)
            #expect(Double(tight) > 0.97 * Double(checked), "\(tight) of \(checked) are tight")
        }

        /// The bound does not lean on the minimiser: where the ratio that it is found by exceeds every number, the end of the
        /// interval is taken for it, at which the curve has long risen again.
        @Test(arguments: StepRule.allCases, [1e-300, 1e-305, 1e-310])
        func aMissedMinimiserCostsTightnessOnly(rule: StepRule, stepCost: Double) throws {
            let curve = CostCurve(
                constant: 0, stepCost: stepCost, errorWeight: 1e12, errorDecay: 1, utilityWeight: 0, utilityRate: 0,
                fewestSteps: 0, mostSteps: 1e6)
            let problem = try OffloadProblem(local: CostCurves([curve]), edge: CostCurves([curve]), stepBudget: 0)
            let plan = Plan(sites: [true], steps: [0], stepRule: rule)
            let minimum = try #require(ExtendedMinimum(of: curve, price: 0, rule: rule).value)
            #expect(minimum < Float80(1000 * stepCost))
            #expect(Float80(plan.boundOfDecisions(at: 0, in: problem)) <= minimum)
        }
    }
#endif
