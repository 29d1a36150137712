import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// Reductions before branching: what they decide costs nothing, and they decide nothing else.
@Suite struct ReductionTests {
    /// The lattice against all sums that a few users can spend.
    @Test func theLatticeHasEveryBudgetThatCanBeSpent() {
        var generator = SeededGenerator(seed: 21)
        var rounded = 0
        for _ in 0..<Effort.rounds(2000) {
            let isWhole = generator.chance(0.5)
            var lattice = BudgetLattice()
            var sums: Set<Int> = [0]
            let step = Int.random(in: 1...6, using: &generator)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let fewest = step * Int.random(in: 0...5, using: &generator)
                let most = isWhole && generator.chance(0.1) ? fewest + Int.random(in: 1...3, using: &generator) : fewest
                let mustOffload = generator.chance(0.2)
                let isTaken = lattice.add(
                    fewest: Double(fewest), most: Double(most), mustOffload: mustOffload, isWhole: isWhole)
                #expect(isTaken)
                sums = Set(sums.flatMap { sum in (mustOffload ? [] : [sum]) + (fewest...most).map { sum + $0 } })
            }
            for budget in 0...40 {
                let spendable = lattice.rounded(Double(budget))
                let best = sums.filter { $0 <= budget }.max()
                guard let best else { continue }
                #expect(Double(best) <= spendable && spendable <= Double(budget))
                if spendable < Double(budget) { rounded += 1 }
            }
        }
        #expect(rounded > 0)
        func takes(_ fewest: Double, _ most: Double, isWhole: Bool) -> Bool {
            var lattice = BudgetLattice()
            return lattice.add(fewest: fewest, most: most, mustOffload: false, isWhole: isWhole)
        }
        #expect(
            !takes(0.5, 0.5, isWhole: false) && !takes(1, 2, isWhole: false) && !takes(0x1p53, 0x1p53, isWhole: true))
        #expect(takes(1, 1, isWhole: false) && takes(1, 2, isWhole: true))
        // Nobody: nothing can be spent.
        #expect(BudgetLattice().rounded(7) == 0)
        // Nobody has a choice, and the budget is what it is where that does not fit.
        var lattice = BudgetLattice()
        _ = lattice.add(fewest: 4, most: 4, mustOffload: true, isWhole: true)
        #expect(lattice.rounded(9) == 4 && lattice.rounded(3) == 3)
    }

    @Test func theRuleOfConvexUsersNeedsNoSteps() {
        func loss(_ localCost: Double, _ constant: Double, fewest: Double = 0, most: Double = 10) -> Double? {
            ConvexUser.loss(
                localCost: localCost, constant: constant, weights: 0.7, fewestSteps: fewest, mostSteps: most)
        }
        #expect(loss(0.3, -0.5) == 0)
        // R_1(0) = r_n, which is known from below only.
        let tie = loss((0.2).nextDown.nextDown, -0.5)
        #expect(tie != nil && tie! >= 0 && tie! < 1e-14)
        #expect(loss(0.2 - 1e-13, -0.5) == nil)
        #expect(loss(0.1, -0.5) == nil)
        #expect(loss(0.3, -0.5, fewest: 1) == nil)
        #expect(loss(0.3, -0.5, fewest: 0, most: -1) == nil)
        #expect(loss(.infinity, -0.5) == nil)
        #expect(loss(.nan, -0.5) == nil)
        #expect(loss(-.infinity, -0.5) == nil)
    }

    /// Devices without a step, and servers that cost the same with none: as many sets are equally good as there are of these
    /// users, and none needs a split.
    @Test(arguments: StepRule.allCases)
    func tiesWithoutStepsNeedNoSplits(rule: StepRule) throws {
        var generator = SeededGenerator(seed: 22)
        for _ in 0..<Effort.rounds(40) {
            let count = 40
            var local: [CostCurve] = []
            var edge: [CostCurve] = []
            for _ in 0..<count {
                let curve = CostCurve(
                    constant: -0.5, stepCost: generator.uniform(0.001, 0.02), errorWeight: generator.uniform(0.1, 0.2),
                    errorDecay: generator.uniform(0.02, 0.1), utilityWeight: 0.5,
                    utilityRate: generator.uniform(0.02, 0.1), fewestSteps: 0, mostSteps: 40)
                var device = curve
                device.mostSteps = 0
                local.append(device)
                edge.append(curve)
            }
            let problem = try OffloadProblem(
                local: CostCurves(local), edge: CostCurves(edge), stepBudget: generator.uniform(5, 40))
            let result = try CertifiedSolver(.init(stepRule: rule)).solve(problem)
            #expect(result.status == .optimal && result.statistics.nodes == 0)
            let certificate = try #require(result.certificate)
            #expect(certificate.proof.version == 2)
            #expect(certificate.verify(for: problem).failure == nil)
            // With no steps at the server the device does as well, and that is what the plan says.
            for user in 0..<count where certificate.plan.steps[user] == 0 { #expect(!certificate.plan.offloaded[user]) }
        }
    }

    @Test func aServerThatNeverPaysIsNoChoice() {
        #expect(NeverEdgeUser.holds(edgeCost: 1, localCost: 0.5, magnitude: 2))
        #expect(!NeverEdgeUser.holds(edgeCost: 0.5, localCost: 0.5, magnitude: 2))
        #expect(!NeverEdgeUser.holds(edgeCost: .nan, localCost: 0.5, magnitude: 2))
        #expect(!NeverEdgeUser.holds(edgeCost: 1, localCost: .infinity, magnitude: 2))
    }

    /// The lattice of costs against all sums of a few differences, up to the rounding that carries them.
    @Test func theLatticeOfCostsHasEveryPlan() {
        var generator = SeededGenerator(seed: 22)
        var (found, raised) = (0, 0)
        for _ in 0..<Effort.rounds(2000) {
            let step = generator.chance(0.3) ? 3 : generator.logUniform(1e-3, 1e3)
            let base = generator.uniform(-100, 100) * step
            let differences = (0..<Int.random(in: 1...7, using: &generator)).map { _ in
                Double(Int.random(in: -40...40, using: &generator)) * step * (1 + generator.uniform(-2e-16, 2e-16))
            }
            guard let lattice = CostLattice(base: base, differences: differences, rounding: 1e-12 * step) else {
                #expect(differences.allSatisfy { $0 == 0 })
                continue
            }
            found += 1
            #expect(lattice.divisor >= 0.999 * step && lattice.step <= lattice.divisor)
            var costs = [base]
            for difference in differences { costs += costs.map { $0 + difference } }
            for _ in 0..<10 {
                let bound = base + generator.uniform(-100, 100) * step
                let least = costs.filter { $0 >= bound }.min() ?? .infinity
                let value = lattice.raised(bound)
                #expect(value >= bound && value <= least + 1e-12 * step)
                if value > bound + 0.01 * step { raised += 1 }
            }
            for (cheap, dear) in zip(costs.sorted(), costs.sorted().dropFirst()) where dear > cheap + 1e-6 * step {
                #expect(dear - cheap >= lattice.step)
            }
        }
        #expect(found > 3 && raised > found)
    }

    /// Numbers that have nothing in common have no lattice, and neither have those whose rounding is as large as their divisor.
    @Test func unrelatedCostsHaveNoLattice() {
        var generator = SeededGenerator(seed: 23)
        for _ in 0..<Effort.rounds(1000) {
            let differences = (0..<6).map { _ in generator.uniform(-1, 1) }
            #expect(CostLattice(base: 0, differences: differences, rounding: 1e-15) == nil)
        }
        #expect(CostLattice(base: 0, differences: [3, 6, 9], rounding: 0.1) == nil)
        #expect(CostLattice(base: .infinity, differences: [3, 6], rounding: 0) == nil)
        #expect(CostLattice(base: 0, differences: [], rounding: 0) == nil)
        #expect(CostLattice(base: 0, differences: [3, 6, .infinity], rounding: 0) == nil)
        #expect(CostLattice(base: 0, differences: [0, 0], rounding: 0) == nil)
        // 0 is a multiple of everything, and the divisor of 6 and 15 is smaller than both.
        #expect(CostLattice(base: 0, differences: [0, 6, -15], rounding: 0)?.divisor == 3)
    }
}
