#if arch(x86_64)
    import OffloadModel
    import TestSupport
    import Testing
    import VectorKernels

    /// The kernels' bound on min R(s) + λ·s against extended precision, on curves drawn to break it: never above, and seldom far
    /// below.
    @Suite struct BoundSoundnessTests {
        @Test(arguments: InstructionSet.allCases.filter(\.isSupported), StepRule.allCases)
        func boundsAreNeverAboveTheMinimum(set: InstructionSet, rule: StepRule) throws {
            var problems = HostileProblems(seed: 4242)
            var random = SeededGenerator(seed: 4243)
            let kernels = Kernels(set)
            var (checked, tight) = (0, 0)
            var worst = 0.0
            for _ in 0..<Effort.rounds(1500) {
                let draw = problems.next(largest: 9)
                guard draw.local.count < 100, (try? draw.problem()) != nil else { continue }
                let curves = draw.edge + draw.local
                // Users of one call share a price: one that is hard for one of them.
                let price = HostileProblems.price(for: curves.randomElement(using: &random)!, &random)
                var minima = MinimumColumns(count: curves.count)
                minima.minimise(valid: CostCurves(curves), price: price, rule: rule, with: kernels)
                for (user, curve) in curves.enumerated() {
                    let bound = minima.costs[user]
                    guard let minimum = ExtendedMinimum(of: curve, price: price, rule: rule).value else {
                        #expect(bound == .infinity, "\(draw.family), \(curve)")
                        continue
                    }
                    checked += 1
                    #expect(
                        Float80(bound) <= minimum,
                        "\(draw.family): \(bound) above \(minimum), λ \(price), \(curve)")
                    let scale = Float80(ExtendedMinimum.scale(of: curve)) + abs(minimum)
                    let slack = scale > 1e-200 ? Double((minimum - Float80(bound)) / scale) : 0
                    tight += slack <= 1e-12 ? 1 : 0
                    worst = max(worst, slack)
                }
            }
            #expect(checked > Effort.rounds(1500) * 4)
            // A bound of −∞ would be sound as well.
            #expect(Double(tight) > 0.97 * Double(checked), "\(tight) of \(checked) are tight")
            print("\(set), \(rule): \(checked) bounds, \(tight) within 1e-12 of the scale, the worst \(worst)")
        }
    }
#endif
