import OffloadModel
import TestSupport
import Testing
import VectorKernels

/// min over L ≤ s ≤ S of R(s) + λ·s, against bisection on the slope in scalar code.
@Suite struct MinimiseCurvesTests {
    /// The scale of costs that are next to nothing, as where constants cancel and no step is taken: the kernels subtract 2⁻⁹⁰⁰
    /// for underflow, and that a few times.
    private static let nothing = 0x1p-850

    @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
    func minimaAreProvenAndTight(instructionSet: InstructionSet) {
        var problems = RandomProblems(seed: 31)
        var generator = SeededGenerator(seed: 32)
        var worst = 0.0
        for round in 0..<Effort.rounds(4000) {
            let problem = problems.next(largest: 40)
            let price = round % 4 == 0 ? 0 : generator.logUniform(1e-6, 1e2)
            for site in Site.allCases {
                let curves = problem.curves(at: site)
                var minima = MinimumColumns(count: curves.count)
                minima.minimise(valid: curves, price: price, rule: .continuous, with: Kernels(instructionSet))
                for user in 0..<curves.count where curves[user].isAvailable {
                    let curve = curves[user]
                    let steps = minima.steps[user]
                    #expect(steps >= curve.fewestSteps && steps <= curve.mostSteps)
                    let best = BruteForce.minimiser(of: curve, price: price)
                    let least = curve.value(at: best) + price * best
                    let scale =
                        abs(curve.constant) + curve.errorWeight + curve.utilityWeight
                        + (curve.stepCost + price) * (curve.fewestSteps + best) + Self.nothing
                    #expect(minima.costs[user] <= least)
                    let loss = (least - minima.costs[user]) / scale
                    if loss > worst { worst = loss }
                    #expect(loss <= 2e-13, "\(curve) at \(price): \(steps) for \(best)")
                }
            }
        }
        print("\(instructionSet): the proven minimum is at most \(worst) of the scale below the true one")
    }

    /// A limit just beyond the root must not be mistaken for the minimiser, nor one just before it be passed.
    @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
    func limitsNextToTheRootAreTold(instructionSet: InstructionSet) {
        var problems = RandomProblems(seed: 33)
        var generator = SeededGenerator(seed: 34)
        for _ in 0..<Effort.rounds(2000) {
            var curves = problems.next(largest: 40).edge
            for user in 0..<curves.count {
                curves.fewestSteps[user] = 0
                curves.mostSteps[user] = 1e3
                let root = BruteForce.minimiser(of: curves[user], price: 0.004)
                let shift = generator.logUniform(1e-15, 0.3)
                if generator.chance(0.5) {
                    curves.mostSteps[user] = root * (generator.chance(0.5) ? 1 + shift : 1 - shift)
                } else {
                    curves.fewestSteps[user] = min(root * (generator.chance(0.5) ? 1 + shift : 1 - shift), 1e3)
                }
            }
            var minima = MinimumColumns(count: curves.count)
            minima.minimise(valid: curves, price: 0.004, rule: .continuous, with: Kernels(instructionSet))
            for user in 0..<curves.count {
                let curve = curves[user]
                let best = BruteForce.minimiser(of: curve, price: 0.004)
                let least = curve.value(at: best) + 0.004 * best
                let scale =
                    abs(curve.constant) + curve.errorWeight + curve.utilityWeight + 0.004 * best + Self.nothing
                #expect(minima.costs[user] <= least)
                #expect(least - minima.costs[user] <= 2e-13 * scale, "\(curve): \(minima.steps[user]) for \(best)")
            }
        }
    }

    /// From the minimisers at another price, near or far, marked or not, the answers are as proven and as tight.
    @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
    func startingNearbyChangesNoAnswer(instructionSet: InstructionSet) {
        var problems = RandomProblems(seed: 37)
        var generator = SeededGenerator(seed: 38)
        let kernels = Kernels(instructionSet)
        for _ in 0..<Effort.rounds(4000) {
            let curves = problems.next(largest: 40).edge
            let price = generator.chance(0.1) ? 0 : generator.logUniform(1e-6, 1e2)
            let shift = generator.logUniform(1e-12, 1)
            let origin = price * (generator.chance(0.5) ? 1 + shift : 1 / (1 + shift))
            var minima = MinimumColumns(count: curves.count)
            minima.minimise(valid: curves, price: origin, rule: .continuous, with: kernels)
            var steps = minima.steps.map { generator.chance(0.5) ? $0 : -1 - $0 }
            var costs = minima.costs
            var sensitivities = minima.sensitivities
            curves.withPointers { pointers in
                steps.withUnsafeMutableBufferPointer { steps in
                    costs.withUnsafeMutableBufferPointer { costs in
                        sensitivities.withUnsafeMutableBufferPointer { sensitivities in
                            kernels.minimise(
                                pointers, price: price, rule: .continuous, from: .nearby,
                                into: MinimumPointers(
                                    steps: steps.baseAddress!, costs: costs.baseAddress!,
                                    sensitivities: sensitivities.baseAddress!),
                                count: curves.count)
                        }
                    }
                }
            }
            for user in 0..<curves.count where curves[user].isAvailable {
                let curve = curves[user]
                #expect(steps[user] >= curve.fewestSteps && steps[user] <= curve.mostSteps)
                let best = BruteForce.minimiser(of: curve, price: price)
                let least = curve.value(at: best) + price * best
                let scale =
                    abs(curve.constant) + curve.errorWeight + curve.utilityWeight
                    + (curve.stepCost + price) * (curve.fewestSteps + best) + Self.nothing
                #expect(costs[user] <= least)
                #expect(least - costs[user] <= 2e-13 * scale, "\(curve) at \(price) from \(origin): \(steps[user])")
            }
        }
    }

    /// argmin over whole s of R(s) + λ·s by trying every s.
    @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
    func wholeStepsAreTheBestOnes(instructionSet: InstructionSet) {
        var problems = RandomProblems(seed: 35)
        var generator = SeededGenerator(seed: 36)
        for _ in 0..<Effort.rounds(1000) {
            let problem = problems.next(largest: 40, wholeLimits: generator.chance(0.5))
            let price = generator.chance(0.2) ? 0 : generator.logUniform(1e-6, 1)
            var minima = MinimumColumns(count: problem.count)
            minima.minimise(valid: problem.edge, price: price, rule: .integer, with: Kernels(instructionSet))
            for user in 0..<problem.count {
                guard let limits = problem.stepLimits(of: user, at: .edge, under: .integer) else {
                    #expect(minima.costs[user] == .infinity)
                    continue
                }
                let curve = problem.edge[user]
                let values = stride(from: limits.lowerBound, through: limits.upperBound, by: 1).map {
                    curve.value(at: $0) + price * $0
                }
                let least = values.min()!
                let scale =
                    abs(curve.constant) + curve.errorWeight + curve.utilityWeight
                    + (curve.stepCost + price) * limits.upperBound + Self.nothing
                let steps = minima.steps[user]
                #expect(limits.contains(steps) && steps == steps.rounded())
                #expect(curve.value(at: steps) + price * steps - least <= 1e-14 * scale)
                #expect(minima.costs[user] <= least)
                #expect(least - minima.costs[user] <= 2e-13 * scale)
            }
        }
    }
}
