#if arch(x86_64)
    import CertifiedSolving
    import OffloadModel
    import TestSupport
    import Testing

    /// Σ min(r_n, φ_n(λ)) − λ·S_e in extended precision at the certificate's price: the claimed lower bound must not exceed it,
    /// without any tolerance, wherever the proof is that price alone.
    @Suite struct DualSoundnessTests {
        @Test(arguments: StepRule.allCases)
        func claimedBoundsAreBelowTheExactDualFunction(rule: StepRule) throws {
            var problems = HostileProblems(seed: 31337)
            let solver = try CertifiedSolver(.init(stepRule: rule, nodeLimit: 50))
            var checked = 0
            for _ in 0..<Effort.rounds(1200) {
                guard let problem = try? problems.next().problem() else { continue }
                checked += try check(solver.solve(problem), of: problem, rule) ? 1 : 0
            }
            #expect(checked > Effort.rounds(1200) / 4)
        }

        /// Sums over many users, with magnitudes that alternate, so that rounding accumulates; beyond 4,096 users the passes over
        /// all users make the bound.
        @Test(arguments: StepRule.allCases, [1000, 9000])
        func sumsOverManyUsers(rule: StepRule, count: Int) throws {
            guard Effort.isOptimised || count < 5000 else { return }
            let solver = try CertifiedSolver(.init(relativeGap: 1e-6, stepRule: rule, nodeLimit: 5))
            for seed in 0..<3 {
                var generator = SeededGenerator(seed: UInt64(seed))
                func curve(_ user: Int, most: Double) -> CostCurve {
                    CostCurve(
                        constant: (user % 2 == 0 ? 1 : -1) * generator.logUniform(1e-3, 1e9),
                        stepCost: generator.logUniform(1e-5, 1e-2), errorWeight: generator.uniform(0, 1),
                        errorDecay: generator.logUniform(1e-3, 1), utilityWeight: generator.logUniform(1e-6, 1e6),
                        utilityRate: generator.logUniform(1e-3, 1), fewestSteps: 0,
                        mostSteps: generator.uniform(0, most))
                }
                let local = (0..<count).map { curve($0, most: 25) }
                var edge = (0..<count).map { curve($0, most: 90) }
                for user in 0..<count { edge[user].constant = local[user].constant }
                let problem = try OffloadProblem(
                    local: CostCurves(local), edge: CostCurves(edge), stepBudget: 20 * Double(count))
                #expect(try check(solver.solve(problem), of: problem, rule))
            }
        }

        /// - Returns: True if there was a bound to compare.
        private func check(_ result: CertifiedResult, of problem: OffloadProblem, _ rule: StepRule) throws -> Bool {
            guard let certificate = result.certificate, certificate.proof.steps.count == 1,
                case .price(let price) = certificate.proof.steps[0]
            else { return false }
            var sum: Float80 = -Float80(price) * Float80(problem.spendableBudget(under: rule))
            for user in 0..<problem.count {
                let home = ExtendedMinimum(of: problem.local[user], price: 0, rule: rule).value
                let away = ExtendedMinimum(of: problem.edge[user], price: price, rule: rule).value
                sum += min(home ?? .infinity, away ?? .infinity)
            }
            #expect(Float80(certificate.lowerBound) <= sum, "\(certificate.lowerBound) above \(sum) at λ \(price)")
            return true
        }
    }
#endif
