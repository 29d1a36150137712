import OffloadModel
import TestSupport
import Testing
import VectorKernels

/// min over L ≤ s ≤ S of R(s) + λ·s, against bisection on the slope in scalar code.
@Suite struct MinimiseCurvesTests {
    @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
    func minimaAreProvenAndTight(instructionSet: InstructionSet) {
        var problems = RandomProblems(seed: 31)
        var generator = SeededGenerator(seed: 32)
        var worst = 0.0
        for round in 0..<4000 {
            let problem = problems.next(largest: 40)
            let price = round % 4 == 0 ? 0 : generator.logUniform(1e-6, 1e2)
            for site in Site.allCases {
                let curves = problem.curves(at: site)
                var minima = MinimumColumns(count: curves.count)
                minima.minimise(curves, price: price, rule: .continuous, with: Kernels(instructionSet))
                for user in 0..<curves.count where curves[user].isAvailable {
                    let curve = curves[user]
                    let steps = minima.steps[user]
                    #expect(steps >= curve.fewestSteps && steps <= curve.mostSteps)
                    let best = BruteForce.minimiser(of: curve, price: price)
                    let least = curve.value(at: best) + price * best
                    let scale =
                        abs(curve.constant) + curve.errorWeight + curve.utilityWeight
                        + (curve.stepCost + price) * (curve.fewestSteps + best)
                    #expect(minima.costs[user] <= least)
                    let loss = (least - minima.costs[user]) / scale
                    if loss > worst { worst = loss }
                    #expect(loss <= 2e-13, "\(curve) at \(price): \(steps) for \(best)")
                }
            }
        }
        print("\(instructionSet): the proven minimum is at most \(worst) of the scale below the true one")
    }
}
