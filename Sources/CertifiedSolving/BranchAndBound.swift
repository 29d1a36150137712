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
            if splits % Self.splitsBetweenEnds == Self.splitsBetweenEnds - 1 { tryEnds() }
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
}
