#if arch(x86_64)
    import CertifiedSolving
    import OffloadModel
    import TestSupport
    import Testing

    /// The proof of every certificate, followed in extended precision at its prices, must yield the claimed lower bound at
    /// least, without any tolerance.
    @Suite struct DualSoundnessTests {
        @Test(arguments: StepRule.allCases)
        func claimedBoundsAreWhatTheProofsYield(rule: StepRule) throws {
            var problems = HostileProblems(seed: 31337)
            let solver = try CertifiedSolver(.init(stepRule: rule, nodeLimit: 20))
            var (checked, branched) = (0, 0)
            for _ in 0..<Effort.rounds(1200) {
                guard let problem = try? problems.next().problem(), problem.count < 100,
                    let certificate = solver.solve(problem).certificate
                else { continue }
                check(certificate, of: problem, rule)
                checked += 1
                if certificate.proof.branchCount > 0 { branched += 1 }
            }
            #expect(checked > Effort.rounds(1200) / 2)
            #expect(branched > (Effort.isWhole ? 20 : 0))
        }

        /// Sums over many users, with magnitudes that alternate, so that rounding accumulates; beyond 4,096 users the passes over
        /// all users make the bound, alone or with users fixed by it.
        @Test(arguments: StepRule.allCases, [1000, 9000])
        func sumsOverManyUsers(rule: StepRule, count: Int) throws {
            guard Effort.isOptimised || count < 5000 else { return }
            let solver = try CertifiedSolver(.init(relativeGap: 1e-6, stepRule: rule, nodeLimit: 5))
            for (seed, share) in [(0, 20.0), (1, 20), (2, 3)] {
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
                    local: CostCurves(local), edge: CostCurves(edge), stepBudget: share * Double(count))
                check(try #require(solver.solve(problem).certificate), of: problem, rule)
            }
        }

        private func check(_ certificate: PlanCertificate, of problem: OffloadProblem, _ rule: StepRule) {
            var exact = ExactProof(certificate.proof, of: problem, rule, claim: certificate.lowerBound)
            let bound = exact.bound()
            #expect(
                Float80(certificate.lowerBound) <= bound,
                "\(certificate.lowerBound) is claimed, \(bound) follows from \(certificate.proof)")
        }
    }
#endif
