import OffloadModel
import VectorKernels

/// One node: the maximum of its dual function, the plans beside it, and what is to be split.
extension BranchAndBound {
    /// Maximises the dual function of a node, tries the plans at both ends of the bracket, and decides how to split.
    ///
    /// The search ends as soon as the two ends of the bracket differ in one user: then a kink is the maximum, and the
    /// node has to be split unless a plan closes it.
    ///
    /// - Returns: The place of the node, or of the one that continues it after users were fixed.
    mutating func solve(
        _ place: Int, of parent: Node?, _ problem: OffloadProblem, monitor: inout SolveMonitor
    ) -> Int {
        guard interruption == nil else { return place }
        var solved = place
        do throws(TimeIsUp) {
            solved = try bound(place, of: parent, problem, monitor: &monitor)
        } catch {
            if interruption == nil { interruption = .init(error) }
        }
        // Cut short, a part may be bounded worse than the whole, whose bound and price hold for it as well.
        if interruption != nil, let parent, tree[solved].bound < parent.bound {
            tree[solved].bound = parent.bound
            tree[solved].price = parent.price
            proof.replace(tree[solved].proof, by: .leaf(price: parent.price))
        }
        return solved
    }

    private mutating func bound(
        _ place: Int, of parent: Node?, _ problem: OffloadProblem, monitor: inout SolveMonitor
    ) throws(TimeIsUp) -> Int {
        var node = tree[place]
        defer { tree[place] = node }
        let inherited = parent?.bound ?? -.infinity
        node.bound = -.infinity
        evaluator.load(node, of: tree)
        low.isKnown = false
        high.isKnown = false
        var search = PriceSearch(start: node.price, scale: scale, tolerance: 0x1p-52 * magnitude)
        var suggestion: Double?
        var forecasts = 0
        while let price = suggestion ?? search.next() {
            guard try evaluate(&node, at: price, in: &search) else { return place }
            suggestion = nil
            // One evaluation is made whatever the time; from here on the limit holds inside evaluations too.
            if evaluator.deadline == nil, monitor.deadline.canPass { evaluator.deadline = monitor.deadline }
            guard isOpen(node) else { return place }
            if parent == nil, node.price == price { monitor.sketches?.add(at: price) }
            interruption = monitor.interruption(
                price: node.price, upperBound: upperBound, lowerBound: min(max(node.bound, inherited), lowerBound),
                evaluations: evaluator.evaluations)
            guard interruption == nil else { return place }
            // The price of the root is a result; elsewhere a kink between neighbours need not be found exactly.
            if endsAreNeighbours, parent != nil || search.possibleGain <= 0x1p-30 * magnitude { break }
            guard decisionsAreSettled, try (search.last?.slope ?? 0) > 0 ? tryLow() : tryHigh() else {
                suggestion = foretold(by: search, after: &forecasts)
                continue
            }
            guard isOpen(node) else { return place }
            // With the decisions settled, the best plan's price is the best.
            if search.brackets(filling.dualPrice), filling.dualPrice != price { suggestion = filling.dualPrice }
        }
        guard high.isKnown else { return place }
        _ = try tryHigh()
        if low.isKnown { _ = try tryLow() }
        // A part is bounded at least as well as the whole, and at the same price.
        if isOpen(node), let parent, node.bound < parent.bound {
            guard try evaluate(&node, at: parent.price, in: &search) else { return place }
        }
        guard isOpen(node) else { return place }
        if !low.isKnown { low = high }
        try evaluator.deadline?.check()
        if coreWork.usesRigidCores, try solveRigidCore(of: &node, monitor: &monitor) { return place }
        node.branching = branching(problem)
        return node.branching == nil ? place : fix(&node, at: place, bound: search.last?.bound ?? -.infinity)
    }

    /// Evaluates the dual function of a node and improves its bound; false if the node allows no decisions.
    private mutating func evaluate(
        _ node: inout Node, at price: Double, in search: inout PriceSearch
    ) throws(TimeIsUp) -> Bool {
        guard let point = try evaluator.evaluate(at: price) else {
            node.bound = .infinity
            return false
        }
        record(point, in: &search)
        if point.bound > node.bound {
            node.bound = point.bound
            node.price = price
            magnitude = evaluator.magnitude
            proof.replace(node.proof, by: .leaf(price: price))
        }
        return true
    }

    private mutating func record(_ point: PricePoint, in search: inout PriceSearch) {
        search.record(point)
        if search.low?.price == point.price {
            low.take(
                point, chosen: evaluator.chosen, count: evaluator.chosenCount, stepCost: scale.stepCost)
        } else if search.high?.price == point.price {
            high.take(
                point, chosen: evaluator.chosen, count: evaluator.chosenCount, stepCost: scale.stepCost)
        }
    }

    /// The price at which the last evaluation says that the demand meets the budget, while such advice is new.
    private mutating func foretold(by search: PriceSearch, after forecasts: inout Int) -> Double? {
        guard forecasts < 6, let last = search.last,
            let price = evaluator.foretellCrossing(after: last, stepCost: scale.stepCost), search.brackets(price)
        else { return nil }
        forecasts += 1
        return price
    }

    /// True if the users decide alike at both ends of the bracket, or have done so twice at the only end there is.
    private var decisionsAreSettled: Bool {
        guard low.isKnown else { return high.isRepeated }
        guard high.isKnown else { return low.isRepeated }
        return low.difference(from: high) == 0
    }

    /// True if the users' decisions at the two ends of the bracket differ in one user.
    private var endsAreNeighbours: Bool { low.isKnown && high.isKnown && low.difference(from: high) == 1 }

    /// Excludes what the node's bound at the last price excludes.
    private mutating func fix(_ node: inout Node, at place: Int, bound: Double) -> Int {
        var rest = node
        rest.parent = place
        var count = 0
        let restPlace = tree.add(rest)
        evaluator.forEachFixable(bound: bound, cutoff: upperBound + 0x1p-44 * magnitude) {
            tree.decide($0, $1)
            count += 1
        }
        guard count > 0 else { return place }
        let leaf = proof.addLeaf(price: node.price)
        proof.replace(node.proof, by: .fixing(price: evaluator.price, rest: leaf))
        tree[restPlace].proof = leaf
        return restPlace
    }
}
