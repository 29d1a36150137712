import OffloadModel
import TestSupport
import Testing

/// Multiples of the budget's unit in the last place.
@Suite struct BudgetGridTests {
    /// Multiples that add up to the budget do so in every order, to the last bit.
    @Test func sumsAreExactInEveryOrder() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<Effort.rounds(2000) {
            let budget = random.chance(0.5) ? random.logUniform(1e-200, 1e200) : random.uniform(1, 1e6).rounded()
            let grid = try #require(BudgetGrid(budget: budget))
            let count = Int.random(in: 1...200, using: &random)
            var rest = PreciseSum([budget])
            var steps: [Double] = []
            for _ in 1..<max(count, 2) {
                let share = grid.nearest(random.uniform(0, rest.value / Double(count)))
                #expect(grid.contains(share))
                steps.append(share)
                rest.add(-share)
            }
            #expect(grid.contains(rest.value))
            steps.append(rest.value)
            for _ in 0..<4 {
                steps.shuffle(using: &random)
                #expect(steps.reduce(0, +) == budget)
            }
        }
    }

    /// The nearest multiple is at most half a unit away, or the whole number next to it.
    @Test func nearestIsNear() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<Effort.rounds(20_000) {
            let budget = random.logUniform(1e-3, 1e15)
            let grid = try #require(BudgetGrid(budget: budget))
            let steps = min(random.uniform(0, budget), random.logUniform(1e-3, 1e15))
            let found = grid.nearest(steps)
            #expect(grid.contains(found))
            let isWhole = found == found.rounded()
            #expect(abs(found - steps) <= (isWhole ? BudgetGrid.slack : 0.5) * grid.unit)
            #expect(grid.isWhole(found) == isWhole)
            // A few units beside a whole number are taken for it.
            let whole = found.rounded()
            if grid.contains(whole), grid.unit <= 1 {
                #expect(grid.nearest(max(whole - 3 * grid.unit, 0)) == whole)
                #expect(grid.nearest(min(whole + 3 * grid.unit, budget)) == whole || whole + 3 * grid.unit > budget)
            }
        }
    }

    @Test func whatIsNoMultipleIsNone() throws {
        let grid = try #require(BudgetGrid(budget: 3))
        for steps in [0.0, 1, 3, 0.5, 3 - 3.0.ulp, 3.0.ulp] { #expect(grid.contains(steps), "\(steps)") }
        for steps in [0.1, -1, 3.0.nextUp, 4, .infinity, .nan, 1 + 1.0.ulp] {
            #expect(!grid.contains(steps), "\(steps)")
        }
        for budget in [0, -1, .leastNonzeroMagnitude, 1e-290, .infinity, .nan] {
            #expect(BudgetGrid(budget: budget) == nil)
        }
    }
}
