import OffloadModel
import VectorKernels

/// Closes the gap that the dual bound leaves: best bound first, splitting on counts and on single users.
struct BranchAndBound {
    /// Why the exploration ended before the gap was closed.
    enum Interruption { case timeLimit, nodeLimit, stopped }

    private let core: CoreProblem
    private let problem: OffloadProblem
    private let settings: CertifiedSolverSettings
    private let deadline: SolveDeadline
    private let filling: WaterFilling
    private var evaluator: DualEvaluator
    private var open = Heap<OpenNode>()
    private var entered = 0
    /// The least bound over the leaves that need no further work.
    private var closedBound = Double.infinity
    private var proof: ProofTree
    /// The objective of the best plan known, of the core or handed in.
    private var upperBound: Double
    private var onEvaluation: (Progress) -> SolveContinuation

    /// The best plan found here, nil if none beats the one handed in.
    private(set) var incumbent: CorePlan?
    /// Nodes split so far.
    private(set) var splits = 0
    /// Why it ended early.
    private(set) var interruption: Interruption?
    /// The best price at the root.
    private(set) var rootPrice: Double

    /// What the iteration handler is told.
    struct Progress {
        var price: Double
        var upperBound: Double
        var lowerBound: Double
        var evaluations: Int
    }

    /// A node worth splitting: the one of least bound comes first, and of equals the older one.
    private struct OpenNode: Comparable {
        let node: Node
        let branching: Branching
        let age: Int

        static func < (left: OpenNode, right: OpenNode) -> Bool {
            left.node.bound < right.node.bound || (left.node.bound == right.node.bound && left.age < right.age)
        }

        static func == (left: OpenNode, right: OpenNode) -> Bool { left.age == right.age }
    }

    /// - Parameters:
    ///   - proof: the argument so far; the exploration continues at its last step, a leaf.
    init(
        core: CoreProblem, problem: OffloadProblem, settings: CertifiedSolverSettings, deadline: SolveDeadline,
        price: Double, upperBound: Double, proof: ProofTree, onEvaluation: @escaping (Progress) -> SolveContinuation
    ) {
        self.core = core
        self.problem = problem
        self.settings = settings
        self.deadline = deadline
        self.upperBound = upperBound
        self.proof = proof
        self.onEvaluation = onEvaluation
        rootPrice = price
        filling = WaterFilling(core: core)
        evaluator = DualEvaluator(core: core, kernels: Kernels(settings.instructionSet))
    }

    /// Evaluations of the dual function over the core.
    var evaluations: Int { evaluator.evaluations }

    /// The least bound over the leaves, at most the best objective: a proven lower bound of P1.
    var lowerBound: Double { min(upperBound, closedBound, open.first?.node.bound ?? .infinity) }

    /// The proof of ``lowerBound`` in preorder.
    var boundProof: BoundProof {
        var steps: [BoundStep] = []
        var pending = [0]
        while let place = pending.popLast() {
            switch proof.steps[place] {
            case .leaf(let price): steps.append(.price(price))
            case .fixing(let price, let rest):
                steps.append(.fixing(price: price))
                pending.append(rest)
            case .count(let limit, let below, let above):
                steps.append(.count(limit: limit))
                pending += [above, below]
            case .twins(let user, let limit, let below, let above):
                steps.append(.twins(user: user, limit: limit))
                pending += [above, below]
            }
        }
        return BoundProof(steps: steps)
    }

    /// Explores until the gap is closed or a limit comes first.
    mutating func run() {
        if let plan = filling.fill(
            core.sides.map { $0 == .edge }, startingFrom: rootPrice, cutoff: .infinity, using: &evaluator)
        {
            adopt(plan)
        }
        var root = Node(
            sides: core.sides, fewestOffloaded: 0, mostOffloaded: core.count, price: rootPrice,
            proof: proof.steps.count - 1)
        solve(&root)
        rootPrice = root.price
        enter(root)
        while interruption == nil, let next = open.first, next.node.bound < upperBound - closingGap {
            guard splits < settings.nodeLimit else {
                interruption = .nodeLimit
                return
            }
            _ = open.removeFirst()
            split(next.node, by: next.branching)
        }
    }

    /// A node within this of the best objective needs no further work. It leaves room for the final rounding.
    private var closingGap: Double {
        max(0.9 * settings.relativeGap * abs(upperBound), 0x1p-44 * evaluator.magnitude)
    }

    private mutating func enter(_ node: Node) {
        entered += 1
        if let branching = node.branching {
            open.insert(OpenNode(node: node, branching: branching, age: entered))
        } else {
            closedBound = min(closedBound, node.bound)
        }
    }

    private mutating func split(_ node: Node, by branching: Branching) {
        splits += 1
        var parent = node
        parent.branching = nil
        // What the parent's bound excludes holds in both children.
        if evaluator.evaluate(parent, price: parent.price) != nil {
            let cutoff = upperBound + 0x1p-44 * evaluator.magnitude
            if evaluator.fixByReducedCost(&parent, bound: parent.bound, cutoff: cutoff) {
                let rest = proof.addLeaf(price: parent.price)
                proof.replace(parent.proof, by: .fixing(price: parent.price, rest: rest))
                parent.proof = rest
            }
        }
        var below = parent
        var above = parent
        below.proof = proof.addLeaf(price: parent.price)
        above.proof = proof.addLeaf(price: parent.price)
        switch branching {
        case .count(let limit):
            below.mostOffloaded = min(parent.mostOffloaded, limit)
            above.fewestOffloaded = max(parent.fewestOffloaded, limit + 1)
            proof.replace(parent.proof, by: .count(limit: limit, below: below.proof, above: above.proof))
        case .twins(let user, let limit, let goingLocal, let goingToEdge):
            for member in goingLocal { below.force(member, .local) }
            for member in goingToEdge { above.force(member, .edge) }
            proof.replace(
                parent.proof, by: .twins(user: user, limit: limit, below: below.proof, above: above.proof))
        }
        // While the children are being solved the parent's bound stands for them.
        var solved: [Node] = []
        for var child in [below, above] {
            solve(&child, inheriting: parent.bound)
            child.bound = max(child.bound, parent.bound)
            solved.append(child)
        }
        for child in solved { enter(child) }
    }

    private mutating func adopt(_ plan: CorePlan) {
        guard plan.objective < upperBound else { return }
        upperBound = plan.objective
        incumbent = plan
    }

    /// Maximises the dual function of a node, tries the plans at both ends of the bracket, and decides how to split.
    private mutating func solve(_ node: inout Node, inheriting inherited: Double = -.infinity) {
        guard interruption == nil else { return }
        var search = PriceSearch(
            start: node.price, scale: max(node.price, 1e-3 * abs(upperBound) / max(core.stepBudget, 1), 1e-300),
            tolerance: 0x1p-52 * evaluator.magnitude)
        while let price = search.next() {
            guard let point = evaluator.evaluate(node, price: price) else {
                node.bound = .infinity
                break
            }
            search.record(point)
            if let best = search.best, best.bound > node.bound {
                node.bound = best.bound
                node.price = best.price
            }
            proof.replace(node.proof, by: .leaf(price: node.price))
            guard node.bound < upperBound - closingGap else { return }
            guard mayContinue(at: node, lowerBound: min(max(node.bound, inherited), lowerBound)) else { return }
        }
        guard node.bound < .infinity, let high = search.high else { return }

        var ends: [(offloaded: [Bool], count: Int, demand: Double)] = []
        for end in [high, search.low ?? high] {
            guard evaluator.evaluate(node, price: end.price) != nil else { return }
            ends.append((evaluator.chosen, evaluator.chosenCount, evaluator.demand))
        }
        for (position, end) in ends.enumerated() where position == 0 || end.offloaded != ends[0].offloaded {
            if let plan = filling.fill(
                end.offloaded, startingFrom: node.price, cutoff: upperBound, using: &evaluator)
            {
                adopt(plan)
            }
        }
        guard node.bound < upperBound - closingGap else { return }
        guard evaluator.evaluate(node, price: node.price) != nil else { return }
        node.branching = branching(of: node, high: ends[0], low: ends[1])
    }

    /// Reports to the handler and asks the clock.
    private mutating func mayContinue(at node: Node, lowerBound: Double) -> Bool {
        if deadline.hasPassed {
            interruption = .timeLimit
        } else if onEvaluation(
            Progress(
                price: node.price, upperBound: upperBound, lowerBound: lowerBound,
                evaluations: evaluator.evaluations)) == .stop
        {
            interruption = .stopped
        }
        return interruption == nil
    }

    private func branching(
        of node: Node, high: (offloaded: [Bool], count: Int, demand: Double),
        low: (offloaded: [Bool], count: Int, demand: Double)
    ) -> Branching? {
        // The share of the way from the upper to the lower end at which the demand meets the budget.
        let rise = low.demand - high.demand
        let share = rise > 0 ? min(max((core.stepBudget - high.demand) / rise, 0), 1) : 0
        let fewer = min(high.count, low.count)
        let more = max(high.count, low.count)
        if fewer < more {
            let start = Double(fewer) + (high.count < low.count ? share : 1 - share) * Double(more - fewer)
            return .count(limit: min(max(Int(start), fewer), more - 1))
        }
        // Otherwise the user nearest to the threshold, among those that the ends disagree on if there are any.
        var nearest: (member: Int, distance: Double)?
        for disagreeing in [true, false] where nearest == nil {
            for member in 0..<core.count where node.sides[member] == .open {
                guard !disagreeing || high.offloaded[member] != low.offloaded[member] else { continue }
                let cost = evaluator.reducedCosts[member]
                let threshold = evaluator.chosen[member] ? evaluator.leaving : evaluator.entering
                let distance = abs(cost - (threshold.isFinite ? threshold : 0))
                if nearest.map({ distance < $0.distance }) ?? true { nearest = (member, distance) }
            }
        }
        return nearest.map { twins(of: $0.member, in: node, high: high.offloaded, low: low.offloaded, share: share) }
    }

    /// Splits the class of users identical to one: those of smaller index offload first.
    private func twins(of member: Int, in node: Node, high: [Bool], low: [Bool], share: Double) -> Branching {
        let user = core.users[member]
        let (local, edge) = (problem.local[user], problem.edge[user])
        let place = Dictionary(uniqueKeysWithValues: zip(core.users, 0..<core.count))
        // Twins that are settled outside the core are local, and come last among their like.
        let all = (0..<problem.count).filter { problem.edge[$0] == edge && problem.local[$0] == local }
        let members = all.compactMap { place[$0] }
        let openPositions = members.indices.filter { node.sides[members[$0]] == .open }
        guard let first = openPositions.first, let last = openPositions.last else {
            return .twins(user: user, limit: 0, below: [], above: [])
        }
        let highCount = openPositions.reduce(into: 0) { $0 += high[members[$1]] ? 1 : 0 }
        let lowCount = openPositions.reduce(into: 0) { $0 += low[members[$1]] ? 1 : 0 }
        let between = Double(highCount) + share * Double(lowCount - highCount)
        let limit = min(max(first + Int(between), first), last)
        return .twins(
            user: user, limit: limit,
            below: openPositions.filter { $0 >= limit }.map { members[$0] },
            above: openPositions.filter { $0 <= limit }.map { members[$0] })
    }
}
