import OffloadModel
import TestSupport
import Testing
import VectorKernels

/// What a pass leaves behind for every user, against the minima of both sites.
@Suite struct UserPassesTests {
    /// Steps are marked with their site by their sign, also where a closed site has a negative limit: −1 is what becomes of a
    /// deadline that leaves no time.
    @Test(arguments: InstructionSet.allCases.filter(\.isSupported), StepRule.allCases)
    func marksTellTheSite(set: InstructionSet, rule: StepRule) throws {
        let drawn = try Populations.heterogeneous(count: 3000, tightness: 0.3, seed: 2)
        var edge = drawn.edge
        for user in 0..<drawn.count { edge.fewestSteps[user] = Double(user % 4) }
        for (user, limit) in zip(stride(from: 0, to: drawn.count, by: 3), [-1, -0.5, -1e-9, -30, 0].cycled) {
            edge.mostSteps[user] = limit
            if limit == 0 { edge.fewestSteps[user] = 0.25 }
        }
        var local = drawn.local
        local.fewestSteps = edge.fewestSteps
        let problem = try OffloadProblem(local: local, edge: edge, stepBudget: drawn.stepBudget)
        let kernels = Kernels(set)
        let passes = UserPasses(kernels: kernels, threads: 1, rule: rule)
        let localCosts = try passes.minimiseLocally(problem.local).costs
        var steps: [Double] = []
        var origin: Double?
        // The third price is so near that the pass starts from what the second one left.
        for price in [0, 0.003, 0.003001] {
            let demand = try passes.demand(
                problem.edge, localCosts: localCosts, price: price, edgeSteps: &steps, startingFrom: origin)
            var minima = MinimumColumns(count: problem.count)
            minima.minimise(valid: problem.edge, price: price, rule: rule, with: kernels)
            let gains = (0..<problem.count).map { minima.costs[$0] < localCosts[$0] }
            #expect(steps.map { $0 >= 0 } == gains && passes.offloaded(steps) == gains)
            #expect(demand.offloadedCount == gains.count { $0 })
            for user in stride(from: 0, to: problem.count, by: 3) { #expect(!gains[user]) }
            check(demand, against: minima, of: problem.edge, gains, isNearby: price == 0.003001)
            origin = price
        }
    }

    /// On the device most minima are at the limit, which the pass tries first; where they are not it must find them as well.
    @Test(arguments: InstructionSet.allCases.filter(\.isSupported), [1.0, 3, 100])
    func devicesHaveTheirOwnMinima(set: InstructionSet, room: Double) throws {
        var local = try Populations.heterogeneous(count: 3000, tightness: 0.3, seed: 4).local
        for user in 0..<local.count { local.mostSteps[user] *= room }
        let kernels = Kernels(set)
        let found = try UserPasses(kernels: kernels, threads: 1, rule: .continuous).minimiseLocally(local)
        var minima = MinimumColumns(count: local.count)
        minima.minimise(valid: local, price: 0, rule: .continuous, with: kernels)
        var inside = 0
        for user in 0..<local.count {
            #expect(abs(found.steps[user] - minima.steps[user]) <= 1e-12 * (1 + minima.steps[user]))
            #expect(abs(found.costs[user] - minima.costs[user]) <= 1e-14)
            inside += found.steps[user] < local.mostSteps[user] ? 1 : 0
        }
        #expect(room < 100 || inside > 1000)
    }

    /// s + stretch·(s − L) within the limits for those strictly between them, and the sums of what comes out.
    @Test(arguments: InstructionSet.allCases.filter(\.isSupported), [-0.7, -0.01, 0, 0.02, 0.9])
    func stretchedStepsKeepTheirLimits(set: InstructionSet, stretch: Double) throws {
        let problem = try Populations.heterogeneous(count: 3000, tightness: 0.3, seed: 5)
        let kernels = Kernels(set)
        let passes = UserPasses(kernels: kernels, threads: 1, rule: .continuous)
        var edge = problem.edge
        for user in 0..<problem.count { edge.fewestSteps[user] = Double(user % 4) }
        var (steps, localCosts) = ([Double](), [Double]())
        (localCosts, steps) = try passes.minimiseLocally(problem.local)
        let home = steps
        var asked: [Double] = []
        _ = try passes.demand(edge, localCosts: localCosts, price: 1e-4, edgeSteps: &asked)
        for user in stride(from: 0, to: problem.count, by: 5) where asked[user] >= 0 {
            asked[user] = user % 2 == 0 ? edge.fewestSteps[user] : edge.mostSteps[user]
        }
        let settled = try passes.settle(
            edge, edgeSteps: asked, stretch: stretch, localCosts: localCosts, steps: &steps)
        var (objective, used) = (PreciseSum(), PreciseSum())
        var limited = 0
        for user in 0..<problem.count {
            guard asked[user] >= 0 else {
                #expect(steps[user] == home[user])
                objective.add(localCosts[user])
                continue
            }
            let (fewest, most) = (edge.fewestSteps[user], edge.mostSteps[user])
            let isInside = asked[user] > fewest && asked[user] < most
            let moved = isInside ? asked[user] + stretch * (asked[user] - fewest) : asked[user]
            limited += moved > most ? 1 : 0
            #expect(abs(steps[user] - min(max(moved, fewest), most)) <= 1e-15 * most)
            #expect(steps[user] >= fewest && steps[user] <= most)
            objective.add(edge[user].value(at: steps[user]))
            used.add(steps[user])
        }
        #expect(abs(settled.objective - objective.value) <= 1e-15 * Double(problem.count))
        #expect(abs(settled.edgeSteps - used.value) <= 1e-15 * used.value)
        #expect(stretch < 0.5 || limited > 50)
    }

    /// The sums over those who offload: steps, what can be given back of them by users strictly between their limits, and how
    /// the steps follow the price.
    private func check(
        _ demand: Demand, against minima: MinimumColumns, of edge: CostCurves, _ gains: [Bool], isNearby: Bool
    ) {
        var (steps, elastic, sensitivity) = (PreciseSum(), PreciseSum(), PreciseSum())
        for user in gains.indices where gains[user] {
            steps.add(minima.steps[user])
            sensitivity.add(minima.sensitivities[user])
            if minima.sensitivities[user] < 0 { elastic.add(minima.steps[user] - edge.fewestSteps[user]) }
        }
        #expect(abs(demand.steps - steps.value) <= 1e-14 * steps.value)
        #expect(abs(demand.elastic - elastic.value) <= 1e-14 * elastic.value)
        // A pass that starts nearby ends with steps as exact as any, but takes the curvature from where it last looked.
        #expect(abs(demand.sensitivity - sensitivity.value) <= (isNearby ? 1e-7 : 1e-14) * abs(sensitivity.value))
        #expect(steps.value > 0)
    }

    // MARK: Stops

    /// A stop ends a pass at the next look of each thread, every four blocks; a stop that does not come changes no bit.
    @Test(arguments: [1, 2, 3]) func aStopEndsAPassBetweenBlocks(threads: Int) throws {
        let problem = try Populations.heterogeneous(count: 100_000, tightness: 0.4, seed: 5)
        func passes(_ stop: StopRequest?) -> UserPasses {
            UserPasses(
                kernels: Kernels(), threads: threads, rule: .continuous, until: SolveDeadline(limit: nil, stop: stop))
        }
        let free = try UserPasses(kernels: Kernels(), threads: 1, rule: .continuous).minimiseLocally(problem.local)
        let always = StopQuestion()
        try StopRequest.watching(while: always.mayContinue) { stop in
            let watched = try passes(stop).minimiseLocally(problem.local)
            #expect(watched.costs == free.costs && watched.steps == free.steps)
        }
        let looks = problem.count / (4 * UserPasses.blockSize)
        #expect(always.count >= looks && always.count <= looks + 2 * threads)
        for moment in [0, 1, looks / 2, looks - 1] {
            let question = StopQuestion(yesTimes: moment)
            StopRequest.watching(while: question.mayContinue) { stop in
                _ = #expect(throws: TimeIsUp.stopped) { try passes(stop).minimiseLocally(problem.local) }
                var edgeSteps: [Double] = []
                _ = #expect(throws: TimeIsUp.stopped) {
                    try passes(stop).demand(
                        problem.edge, localCosts: free.costs, price: 1e-3, edgeSteps: &edgeSteps)
                }
            }
            // A pass that was stopped asks no more than once for each thread.
            #expect(question.lateCount <= 2 * threads, "\(question.lateCount)")
        }
    }
}

extension Array {
    /// The elements again and again.
    fileprivate var cycled: some Sequence<Element> {
        sequence(state: 0) { place in
            defer { place += 1 }
            return self[place % count]
        }
    }
}
