import OffloadModel
import VectorKernels

/// Nodes whose open users keep their fewest steps are solved by lists of undominated sets.
extension BranchAndBound {
    /// With more elastic users than this the tree over them would be too large.
    private static let mostElastic = 12
    /// The parts of the price by which the smallest one of a core is below it. A smaller price leaves fewer users rigid and
    /// bounds more plans exactly.
    private static let shares = [0.05, 0.3, 0.6, 0.9, 1]

    /// True if most of what the root's bounds leave open is rigid.
    mutating func hasRigidCore(
        at root: Int, replacing leaf: Int, monitor: inout SolveMonitor
    ) throws(TimeIsUp) -> Bool {
        guard evaluator.core.count <= 1 << 17, tree[root].price > 0 else { return false }
        evaluator.load(rootNode(price: tree[root].price, proof: leaf), of: tree)
        let undivided = try rigidCore(around: tree[root].price, downBy: Self.shares[0])
        // The better the plan, the fewer users are open.
        try improvePlan(near: undivided, price: tree[root].price, monitor: &monitor)
        let core = divided(undivided, cutoff: upperBound)
        return core.elastic.count <= Self.mostElastic && core.rigid.count > core.elastic.count
    }

    /// Begins again at the root.
    ///
    /// - Returns: The place of the new root.
    mutating func restart(from root: Int, replacing leaf: Int) -> Int {
        let price = tree[root].price
        proof.replace(leaf, by: .leaf(price: price))
        open.clear()
        closedBound = .infinity
        return tree.add(rootNode(price: price, proof: leaf))
    }

    private mutating func rigidCore(around price: Double, downBy share: Double) throws(TimeIsUp) -> RigidCore {
        let prices = RigidCore.prices(around: price, downBy: share)
        // One more for what plans are evaluated with.
        while coreWork.columns.count <= prices.count { coreWork.columns.append(MinimumColumns(count: 0)) }
        for (index, price) in prices.enumerated() { try evaluator.minimise(at: price, into: &coreWork.columns[index]) }
        let (spare, count) = (coreWork.columns.count - 1, evaluator.core.curves.count)
        if coreWork.columns[spare].steps.count < count { coreWork.columns[spare] = MinimumColumns(count: count) }
        return RigidCore(evaluator.core, sides: evaluator.sides, prices: prices, columns: coreWork.columns)
    }

    /// A core whose users are fixed where their other side costs more than a cutoff.
    private func divided(_ core: RigidCore, cutoff: Double) -> RigidCore {
        var core = core
        core.divide(evaluator.core, columns: coreWork.columns, cutoff: cutoff + 0x1p-46 * magnitude)
        return core
    }

    /// Closes the node that the evaluator has loaded, if its open users are rigid.
    ///
    /// - Returns: True if the node is closed; otherwise ``CoreWork/elastic`` has the users to split on first.
    mutating func solveRigidCore(of node: inout Node, monitor: inout SolveMonitor) throws(TimeIsUp) -> Bool {
        coreWork.elastic.removeAll(keepingCapacity: true)
        guard node.price > 0 else { return false }
        var shares = Self.shares[...]
        while let share = shares.popFirst() {
            // The columns are filled before they are looked at.
            let undivided = try rigidCore(around: node.price, downBy: share)
            let core = divided(undivided, cutoff: upperBound)
            guard core.elastic.isEmpty else {
                if core.elastic.count <= Self.mostElastic { coreWork.elastic = core.elastic }
                return false
            }
            // What is left of the budget has no price then.
            if core.leavesSlackUnused, share < 1 {
                shares = shares.suffix(1)
            } else if try close(&node, by: core, monitor: &monitor) {
                return true
            }
        }
        return false
    }

    /// Looks for plans that cost little more than the bound, farther and farther from it, until one is found or users are elastic.
    private mutating func improvePlan(
        near undivided: RigidCore, price: Double, monitor: inout SolveMonitor
    ) throws(TimeIsUp) {
        let bound = undivided.bound
        guard bound.isFinite else { return }
        var limit = max(0x1p-46 * magnitude, 0x1p-14 * (upperBound - bound))
        while bound + limit < upperBound {
            try evaluator.deadline?.check()
            let core = divided(undivided, cutoff: bound + limit)
            guard core.elastic.isEmpty, core.bound.isFinite,
                try search(core, cutoff: bound + limit - core.bound, price: price, monitor: &monitor) != nil
            else { return }
            limit *= 4
        }
    }

    /// Searches a core for sets that cost at most so much more than its bound, and offers the plans of the cheapest ones.
    ///
    /// - Returns: The program and the bounds of its sets; nil if the lists got too long.
    private mutating func search(
        _ core: RigidCore, cutoff: Double, price: Double, monitor: inout SolveMonitor
    ) throws(TimeIsUp) -> (program: CoreProgram, unit: Double, planes: CuttingPlanes)? {
        let tolerance = 0x1p-46 * magnitude
        let best = core.bounds.indices.max { core.bounds[$0] < core.bounds[$1] } ?? 0
        let (program, unit) = core.program(
            evaluator.core, columns: coreWork.columns, price: core.prices[best], tolerance: tolerance)
        var watch = CoreWatch(self, price: price)
        let outcome = Result { () throws(TimeIsUp) in
            try coreWork.search.run(program, cutoff: cutoff + tolerance) { () throws(TimeIsUp) in
                try watch.check(&monitor)
            }
        }
        interruption = watch.interruption
        guard try outcome.get() else { return nil }
        var planes = CuttingPlanes(
            program, unit: unit, smallestPrice: core.prices.min() ?? 0, cutoff: cutoff + tolerance)
        return try improve(&planes, of: program, startingFrom: price) ? (program, unit, planes) : nil
    }

    private mutating func close(
        _ node: inout Node, by core: RigidCore, monitor: inout SolveMonitor
    ) throws(TimeIsUp) -> Bool {
        let tolerance = 0x1p-46 * magnitude
        guard core.bound.isFinite else { return false }
        var limit = max(tolerance, 0x1p-12 * (upperBound - core.bound))
        while true {
            try evaluator.deadline?.check()
            let cutoff = min(limit, upperBound - core.bound)
            guard let (program, unit, planes) = try search(core, cutoff: cutoff, price: node.price, monitor: &monitor)
            else { return false }
            let bound = core.bound + planes.bound
            if bound >= upperBound - closingGap {
                guard coreWork.search.isVerifiable(program, isWhole: unit == 1) else { return false }
                node.bound = min(bound, upperBound) - program.margin(gap: planes.bound)
                node.branching = nil
                proof.replace(node.proof, by: .core(prices: planes.prices))
                coreWork.needsVersion2 = true
                return node.bound >= upperBound - closingGap
            }
            // Above the cutoff nothing is known yet; below it the least bound belongs to a set whose own price is too small.
            guard planes.bound >= cutoff, limit < upperBound - core.bound else { return false }
            limit *= 4
        }
    }

    /// Adds the prices of the cheapest sets until the least bound of all sets is reached by a plan.
    ///
    /// - Returns: False if a set turned out not to fit the budget.
    private mutating func improve(
        _ planes: inout CuttingPlanes, of program: CoreProgram, startingFrom price: Double
    ) throws(TimeIsUp) -> Bool {
        let spare = coreWork.columns.count - 1
        let deadline = evaluator.deadline
        let poll: CorePoll = { () throws(TimeIsUp) in try deadline?.check() }
        planes.take(coreWork.search.finalStates)
        while let state = planes.next(below: upperBound - program.reference) {
            try evaluator.deadline?.check()
            guard let set = try coreWork.search.set(of: state, program, poll: poll),
                try filling.fill(set, startingFrom: price, on: scale, cutoff: .infinity, using: &evaluator)
            else { return false }
            let dualPrice = filling.dualPrice
            adopt(true)
            let point = try evaluator.evaluate(
                set: set, at: max(dualPrice, planes.smallestPrice), startingFrom: nil, into: &coreWork.columns[spare])
            planes.add(price: point.price, value: point.bound - program.reference, at: state)
        }
        return true
    }
}
