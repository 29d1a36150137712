#if arch(x86_64)
    import CertifiedSolving
    import OffloadModel
    import TestSupport
    import Testing

    /// Costs in any unit, of which 10⁴ to 10¹⁵ times what is decided cancels: nothing is claimed that does not hold, by an optimum
    /// found by exhaustion in 64 bits of significand.
    @Suite struct CancellingCostsTests {
        private static let gap = 1e-9

        private struct Finding {
            let result: CertifiedResult
            let certificate: PlanCertificate
            let optimum: Float80
            let cost: Float80
            /// How far the oracle itself may be off.
            let error: Float80
            let problem: OffloadProblem

            /// max(|objective|, |bound|), what a relative gap is relative to.
            var size: Float80 { Float80(max(abs(certificate.objective), abs(certificate.lowerBound))) }
        }

        private func find(_ problem: OffloadProblem, _ rule: StepRule) throws -> Finding? {
            let oracle = ExactCosts(of: problem, rule: rule)
            guard let optimum = oracle.optimum else { return nil }
            let result = try CertifiedSolver(.init(relativeGap: Self.gap, stepRule: rule)).solve(problem)
            let certificate = try #require(result.certificate)
            let (cost, error) = oracle.objective(of: certificate.plan)
            return Finding(
                result: result, certificate: certificate, optimum: optimum, cost: cost, error: 4 * error,
                problem: problem)
        }

        /// What must hold whatever the status.
        private func expectTruth(_ finding: Finding, _ what: String) {
            let (certificate, error) = (finding.certificate, finding.error)
            #expect(certificate.verify(for: finding.problem).failure == nil, "\(what)")
            #expect(Float80(certificate.lowerBound) <= finding.optimum + error, "\(what): no bound")
            #expect(finding.cost >= finding.optimum - error, "\(what): the oracle is wrong")
            guard finding.result.status == .optimal else { return }
            // The gap that is shown is the gap that is claimed, and the plan's true cost is within it.
            #expect(certificate.relativeGap <= Self.gap, "\(what): optimal beside a gap of \(certificate.relativeGap)")
            let claimed = Float80(Self.gap) * finding.size + 0x1p-1000
            #expect(finding.cost - Float80(certificate.lowerBound) <= claimed * (1 + 0x1p-40) + error, "\(what)")
            #expect(finding.cost - finding.optimum <= claimed * (1 + 0x1p-40) + error, "\(what): not optimal")
        }

        /// What cancels is constant, so it is gone before the solver begins, and the optimum is proven as if it had never been there.
        @Test(arguments: StepRule.allCases) func constantsThatCancelDoNotMatter(rule: StepRule) throws {
            var problems = CancellingProblems(seed: 51)
            var closed = 0
            for round in 0..<Effort.rounds(rule == .integer ? 4000 : 400) {
                guard let finding = try find(problems.next(.constants), rule) else { continue }
                expectTruth(finding, "\(round)")
                // The one rounding of K is on the scale of the weight, so costs that hide in it are the weight's.
                #expect(finding.result.status == .optimal, "\(round): \(finding.result.status)")
                closed += 1
            }
            #expect(closed >= Effort.rounds(rule == .integer ? 4000 : 400) / 2)
        }

        /// Where terms hardly decay the rounding of the magnitudes stays, and the status says when it hides the asked gap.
        @Test(arguments: StepRule.allCases, [CancellingProblems.Kind.mixed, .slow])
        func whatRoundingHidesIsNotClaimed(rule: StepRule, kind: CancellingProblems.Kind) throws {
            var problems = CancellingProblems(seed: kind == .mixed ? 52 : 53)
            var (optimal, limited) = (0, 0)
            for round in 0..<Effort.rounds(rule == .integer ? 4000 : 400) {
                guard let finding = try find(problems.next(kind), rule) else { continue }
                expectTruth(finding, "\(round)")
                switch finding.result.status {
                case .optimal: optimal += 1
                case .roundingLimit:
                    limited += 1
                    // The search does not go through thousands of nodes for a gap that rounding keeps open.
                    #expect(finding.result.statistics.nodes <= 64, "\(round): \(finding.result.statistics.nodes) nodes")
                    // The objective is that of the plan all the same, on the scale of what does not cancel.
                    let off = abs(Float80(finding.certificate.objective) - finding.cost)
                    #expect(off <= 0x1p+13 * finding.error, "\(round): the objective is off by \(off)")
                default: Issue.record("\(round): \(finding.result.status)")
                }
            }
            #expect(optimal >= Effort.rounds(rule == .integer ? 4000 : 400) / 50)
            #expect(limited >= Effort.rounds(rule == .integer ? 4000 : 400) / 50)
        }

        // MARK: Many users

        /// Many users with a weight that cancels: at a rate of 0 the answer is, bit by bit, the one without the weight.
        @Test(arguments: StepRule.allCases, [30, 6000])
        func aWeightAtRateZeroChangesNoBit(rule: StepRule, count: Int) throws {
            let problem = try Populations.heterogeneous(count: count, tightness: 0.3, seed: 12)
            func weighed(_ weight: Double) throws -> OffloadProblem {
                var (local, edge) = (problem.local, problem.edge)
                for user in 0..<count {
                    // With the rate of 0 the utility is none: what is left of K is 0.
                    for (constant, utility) in [(\CostCurves.constant, \CostCurves.utilityWeight)] {
                        local[keyPath: constant][user] = -weight
                        edge[keyPath: constant][user] = -weight
                        local[keyPath: utility][user] = weight
                        edge[keyPath: utility][user] = weight
                    }
                    local.utilityRate[user] = 0
                    edge.utilityRate[user] = 0
                }
                return try OffloadProblem(local: local, edge: edge, stepBudget: problem.stepBudget)
            }
            let solver = try CertifiedSolver(.init(stepRule: rule))
            let plain = solver.solve(try weighed(0))
            #expect(plain.status == .optimal)
            for weight in [1, 1e6, 1e12, 1e15] {
                let found = solver.solve(try weighed(weight))
                #expect(found.status == .optimal && found.certificate == plain.certificate)
                #expect(found.price == plain.price)
            }
        }

        /// At a rate that is nearly 0 the weight hides the optimum from the kernels; it must not be called proven, nor the cost be
        /// off.
        @Test(arguments: StepRule.allCases, [30, 6000])
        func aWeightAtATinyRateIsToldAsRounding(rule: StepRule, count: Int) throws {
            let problem = try Populations.heterogeneous(count: count, tightness: 0.3, seed: 12)
            var (local, edge) = (problem.local, problem.edge)
            for user in 0..<count {
                for column in [\CostCurves.utilityRate] {
                    local[keyPath: column][user] = 1e-15
                    edge[keyPath: column][user] = 1e-15
                }
                (local.constant[user], edge.constant[user]) = (-1e12, -1e12)
                (local.utilityWeight[user], edge.utilityWeight[user]) = (1e12, 1e12)
            }
            let weighed = try OffloadProblem(local: local, edge: edge, stepBudget: problem.stepBudget)
            let result = try CertifiedSolver(.init(stepRule: rule)).solve(weighed)
            let certificate = try #require(result.certificate)
            // The verifier's arithmetic can prove what the kernels' cannot; where it does not either, that is said.
            let isProven = certificate.relativeGap <= 1e-9
            #expect(result.status == (isProven ? .optimal : .roundingLimit))
            #expect(!isProven || count < 4096)
            #expect(result.statistics.nodes <= 64)
            #expect(certificate.verify(for: weighed).failure == nil)
            let exact = ExactCosts(of: weighed, rule: rule).objective(of: certificate.plan)
            #expect(abs(Float80(certificate.objective) - exact.value) <= 0x1p+13 * exact.error)
        }

        /// An optimum of exactly 0 is proven: the bound is taken anew where underflow is all that is left of the gap.
        @Test(arguments: [1, 30, 5000], StepRule.allCases) func anOptimumOfZeroIsProven(count: Int, rule: StepRule)
            throws
        {
            // Steps cost something everywhere, the edge more, and help nobody: the best is none of them, on the device.
            func curves(constant: Double) -> CostCurves {
                CostCurves(
                    (0..<count).map { user in
                        CostCurve(
                            constant: constant, stepCost: 3e-4 * Double(1 + user % 7), errorWeight: 0, errorDecay: 0.03,
                            utilityWeight: 0, utilityRate: 0.06, fewestSteps: 0, mostSteps: 12)
                    })
            }
            let problem = try OffloadProblem(
                local: curves(constant: 0), edge: curves(constant: 6.5e-4), stepBudget: 43.5)
            let result = try CertifiedSolver(.init(stepRule: rule)).solve(problem)
            let certificate = try #require(result.certificate)
            #expect(result.status == .optimal && certificate.objective == 0 && certificate.relativeGap == 0)
            #expect(certificate.lowerBound <= 0 && certificate.lowerBound >= -0x1p-1000)
            #expect(certificate.verify(for: problem).failure == nil)
        }
    }
#endif
