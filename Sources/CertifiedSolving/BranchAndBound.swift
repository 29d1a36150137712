import OffloadModel
import VectorKernels

/// Closes the gap that the dual bound leaves: best bound first, splitting on counts and on single users.
///
/// A workspace: ``begin(_:rule:localCosts:known:kernels:)`` turns it to another problem.
struct BranchAndBound {
    /// Why the exploration ended before the gap was closed.
    enum Interruption {
        case timeLimit, nodeLimit, stopped

        /// The end of a computation as the end of the exploration.
        init(_ end: TimeIsUp) { self = end.isStop ? .stopped : .timeLimit }
    }

    /// The dual function of the present node.
    var evaluator = DualEvaluator()
    var filling = WaterFilling()
    var tree = NodeTree()
    var proof = ProofTree()
    var open = Heap<OpenNode>()
    private var entered = 0
    var relativeGap = 0.0
    var scale = PriceScale()
    /// Σ of the magnitudes that the best bound so far adds up: the scale of its rounding.
    var magnitude = 0.0
    /// The largest part of the gap that the rounding of single costs can leave, however many nodes are split.
    private var costRounding = 0.0
    /// The ends of the bracket around the present node's best price.
    var low = BracketEnd()
    var high = BracketEnd()
    private var scratch = CurveValues()
    /// The core users identical to the one that was asked for last.
    var twins: [Int] = []
    /// The least bound over the leaves that need no further work.
    var closedBound = Double.infinity
    /// What solves nodes exactly where the tree would take many more.
    var coreWork = CoreWork()
    /// The bound of the part that waits while its sibling is solved.
    var waitingBound = Double.infinity
    /// The objective of the best plan known, of the core or handed in.
    var upperBound = Double.infinity

    /// The best plan found here.
    var incumbent = CorePlan()
    /// True if a plan was found that beats the one handed in.
    var hasIncumbent = false
    /// Nodes split so far.
    var splits = 0
    /// Why it ended early.
    var interruption: Interruption?
    /// The best price at the root.
    private(set) var rootPrice = 0.0

    /// A node worth splitting: the one of least bound comes first, and of equals the older one.
    struct OpenNode: Comparable {
        let bound: Double
        let place: Int
        let age: Int

        static func < (left: OpenNode, right: OpenNode) -> Bool {
            left.bound < right.bound || (left.bound == right.bound && left.age < right.age)
        }

        static func == (left: OpenNode, right: OpenNode) -> Bool { left.age == right.age }
    }

    /// Turns to another problem, with an empty proof.
    ///
    /// - Parameters:
    ///   - known: the sides proven by other means, of every user; nil if there are none.
    ///   - deadline: when to give up whatever is being computed; nil to let the first evaluation finish in any case and
    ///     leave the clock to the monitor until then.
    /// - Throws: ``TimeIsUp`` if the deadline passes first; another problem can then be turned to.
    mutating func begin(
        _ problem: OffloadProblem, rule: StepRule, localCosts: [Double], known: [Side]? = nil, kernels: Kernels,
        until deadline: SolveDeadline? = nil
    ) throws(TimeIsUp) {
        try evaluator.begin(
            problem, rule: rule, localCosts: localCosts, known: known, kernels: kernels, until: deadline)
        tree.clear()
        proof.clear()
        open.clear()
        entered = 0
        scale.stepCost = evaluator.typicalStepCost
        magnitude = evaluator.magnitude
        // What the kernels subtract from the proven cost of a user: at most 8·2⁻⁵⁰ of B and D, 2⁻⁵⁰ of K. Twice that of both sites.
        costRounding = 0x1p-48 * problem.magnitude
        closedBound = .infinity
        waitingBound = .infinity
        upperBound = .infinity
        hasIncumbent = false
        splits = 0
        interruption = nil
        coreWork.begin(isReduced: evaluator.core.isReduced)
    }

    /// The least bound over the leaves, at most the best objective: a proven lower bound of P1.
    var lowerBound: Double { min(upperBound, closedBound, waitingBound, open.first?.bound ?? .infinity) }

    /// Enters the best plan's decisions for the core's users and returns its prices, the multiplier alone where there is no time
    /// for more.
    ///
    /// Whoever would offload with 0 steps and is served as well by its device stays there.
    mutating func write(to plan: inout Plan, of problem: OffloadProblem) -> PlanPrice {
        let users = evaluator.core.users
        for (member, user) in users.enumerated() where incumbent.offloaded[member] {
            if incumbent.steps[member] == 0, evaluator.core.localCosts[member] < .infinity,
                problem.local[user].value(at: plan.steps[user]) <= problem.edge[user].value(at: 0)
            {
                incumbent.offloaded[member] = false
                continue
            }
            plan.offloaded[user] = true
            plan.steps[user] = incumbent.steps[member]
        }
        do throws(TimeIsUp) { return try price(of: incumbent, users: plan.count) } catch {
            return PlanPrice(smooth: incumbent.price)
        }
    }

    /// The proof of ``lowerBound``.
    var boundProof: BoundProof { BoundProof(steps: proof.preorder, version: coreWork.needsVersion2 ? 2 : 1) }

    // MARK: The exploration

    /// Fixes users by the bound at a price before anything else, where a plan is known.
    ///
    /// - Returns: The sides of all `count` users and the bound.
    ///   Nil if there is nothing to explore.
    /// - Throws: ``TimeIsUp`` if the deadline passes first.
    mutating func fixSides(
        price: Double, objective: Double, count: Int
    ) throws(TimeIsUp) -> (sides: [Side], bound: Double)? {
        evaluator.load(rootNode(price: price, proof: 0), of: tree)
        guard let point = try evaluator.evaluate(at: price) else { return nil }
        let users = evaluator.core.users
        var sides = [Side](repeating: .local, count: count)
        for (user, side) in zip(users, evaluator.sides) { sides[user] = side }
        evaluator.forEachFixable(bound: point.bound, cutoff: objective + 0x1p-44 * evaluator.magnitude) {
            sides[users[$0]] = $1
        }
        return (sides, point.bound)
    }

    /// Explores until the gap is closed or a limit comes first.
    ///
    /// - Parameters:
    ///   - price: where to begin; nil to find out.
    ///   - fixing: the price at which the known sides were proven; nil if there are none.
    ///   - objective: that of the best plan known so far.
    ///   - localSteps: the best steps of every user on its device.
    mutating func run(
        on problem: OffloadProblem, settings: CertifiedSolverSettings, startingFrom price: Double?,
        fixedAt fixing: Double? = nil, objective: Double, localSteps: [Double], monitor: inout SolveMonitor
    ) {
        relativeGap = settings.relativeGap
        upperBound = objective
        let price = price ?? evaluator.typicalPrice(using: &scratch)
        // The price to begin with may come from elsewhere and be any.
        let share = magnitude / max(evaluator.core.stepBudget, 1)
        scale.price = max(min(price, 1e3 * share), 1e-3 * share, 1e-300)
        var leaf = proof.addLeaf(price: price)
        if let fixing {
            let rest = proof.addLeaf(price: price)
            proof.replace(leaf, by: .fixing(price: fixing, rest: rest))
            leaf = rest
        }
        // Without time for it the root is left with what is known of it: nothing.
        do throws(TimeIsUp) { try tryMandatory(startingFrom: price) } catch { interruption = .init(error) }
        let root = tree.add(rootNode(price: price, proof: leaf))
        enter(solve(root, of: nil, problem, monitor: &monitor))
        rootPrice = tree[root].price
        // Stopped early, the best plan so far is what counts; in large trees a good one helps.
        defer { if interruption != nil { tryBaselines(problem, localSteps: localSteps) } }
        while interruption == nil, let next = open.first, next.bound < upperBound - closingGap {
            guard splits < settings.nodeLimit else {
                interruption = .nodeLimit
                return
            }
            if splits == Self.splitsBeforeCore { tryBaselines(problem, localSteps: localSteps) }
            if coreIsDue(after: settings.splitsBeforeCore) {
                if solveCore(replacing: leaf, from: root, problem, monitor: &monitor) { return }
                if coreWork.usesRigidCores {
                    // From here on nodes are closed in another way, and split on other users.
                    waitingBound = next.bound
                    let again = restart(from: root, replacing: leaf)
                    enter(solve(again, of: nil, problem, monitor: &monitor))
                    waitingBound = .infinity
                    continue
                }
            }
            _ = open.removeFirst()
            split(next.place, of: problem, monitor: &monitor)
        }
    }

    func rootNode(price: Double, proof: Int) -> Node {
        Node(
            parent: nil, decisions: 0..<0, fewestOffloaded: 0, mostOffloaded: evaluator.core.count, price: price,
            proof: proof)
    }

    /// A node within this of the best objective needs no further work. It leaves room for the final rounding of the objective,
    /// and is no less than what rounding alone can leave.
    var closingGap: Double {
        let underflow = CertifiedRun.underflow(users: evaluator.core.count)
        let asked = 0.9 * relativeGap * abs(upperBound) - 0x1p-2 * costRounding
        return max(asked, 0x1p-44 * magnitude, costRounding, underflow)
    }

    func isOpen(_ node: Node) -> Bool { node.bound < upperBound - closingGap }

    mutating func enter(_ place: Int) {
        entered += 1
        if tree[place].branching != nil {
            open.insert(OpenNode(bound: tree[place].bound, place: place, age: entered))
        } else {
            closedBound = min(closedBound, tree[place].bound)
        }
    }

    // MARK: One node

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
