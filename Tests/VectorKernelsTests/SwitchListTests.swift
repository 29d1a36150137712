import OffloadModel
import TestSupport
import Testing
import VectorKernels

/// The list of users about to change sides: whoever is in it was looked for one by one.
@Suite struct SwitchListTests {
    /// φ_n − r_n and s_n of every user, by the kernels of one user at a time.
    private static func reducedCosts(
        _ problem: OffloadProblem, localCosts: [Double], price: Double, _ kernels: Kernels
    ) -> [(reducedCost: Double, steps: Double)] {
        var minima = MinimumColumns(count: problem.count)
        minima.minimise(valid: problem.edge, price: price, rule: .continuous, with: kernels)
        return (0..<problem.count).map { (minima.costs[$0] - localCosts[$0], minima.steps[$0]) }
    }

    @Test(arguments: InstructionSet.allCases.filter(\.isSupported), [1, 2])
    func listsThoseWithinReach(set: InstructionSet, threads: Int) throws {
        for count in [1, 5, 16, 100, 2047, 2049, 40_000] {
            let problem = try Populations.heterogeneous(count: count, tightness: 0.3, seed: UInt64(count))
            let kernels = Kernels(set)
            let passes = UserPasses(kernels: kernels, threads: threads, rule: .continuous)
            let localCosts = try passes.minimiseLocally(problem.local).costs
            for (price, reach) in [(0.004, 0.0001), (0.004, 1e-12), (0, 0.001)] {
                var (steps, plainSteps): ([Double], [Double]) = ([], [])
                let (demand, list) = try passes.demand(
                    problem.edge, localCosts: localCosts, price: price, reach: reach, edgeSteps: &steps)
                let plain = try passes.demand(
                    problem.edge, localCosts: localCosts, price: price, edgeSteps: &plainSteps)
                #expect(steps == plainSteps && demand.steps == plain.steps && demand.cost == plain.cost)
                let expected = Self.reducedCosts(problem, localCosts: localCosts, price: price, kernels)
                    .filter { abs($0.reducedCost) <= reach * $0.steps }
                #expect(list.isComplete && list.price == price && list.reach == reach)
                #expect(list.reducedCosts == expected.map(\.reducedCost), "\(count) at \(price)")
                #expect(list.steps == expected.map(\.steps), "\(count) at \(price)")
            }
        }
    }

    /// Users by the thousand who change sides together are too many for a list, which says so.
    @Test func saysThatThereWereTooMany() throws {
        let problem = try Populations.types(count: 5000, kinds: 1, tightness: 0.3, seed: 1)
        let passes = UserPasses(kernels: Kernels(), threads: 2, rule: .continuous)
        let localCosts = try passes.minimiseLocally(problem.local).costs
        var steps: [Double] = []
        let list = try passes.demand(
            problem.edge, localCosts: localCosts, price: 0.001, reach: 1, edgeSteps: &steps
        ).switches
        #expect(!list.isComplete && list.steps.isEmpty)
    }
}
