import OffloadModel

extension BranchAndBound {
    /// Splits a node and solves its parts.
    mutating func split(_ place: Int, of problem: OffloadProblem, monitor: inout SolveMonitor) {
        let node = tree[place]
        guard let branching = node.branching else { return }
        splits += 1
        var child = node
        child.parent = place
        child.branching = nil
        var below = child
        var above = child
        (below.price, above.price) = (branching.priceBelow, branching.priceAbove)
        below.proof = proof.addLeaf(price: node.price)
        above.proof = proof.addLeaf(price: node.price)
        let parts: (below: Int, above: Int)
        switch branching.split {
        case .count(let limit):
            below.mostOffloaded = min(node.mostOffloaded, limit)
            above.fewestOffloaded = max(node.fewestOffloaded, limit + 1)
            proof.replace(node.proof, by: .count(limit: limit, below: below.proof, above: above.proof))
            parts = (tree.add(below), tree.add(above))
        case .twins(let member, let limit):
            proof.replace(
                node.proof,
                by: .twins(
                    user: evaluator.core.users[member], limit: limit, below: below.proof, above: above.proof))
            evaluator.load(node, of: tree)
            findTwins(of: member, problem)
            parts.below = tree.add(below)
            for (position, twin) in twins.enumerated() where position >= limit && evaluator.sides[twin] == .open {
                tree.decide(twin, .local)
            }
            parts.above = tree.add(above)
            for (position, twin) in twins.enumerated() where position <= limit && evaluator.sides[twin] == .open {
                tree.decide(twin, .edge)
            }
        }
        // Until a part is solved the parent's bound stands for it.
        waitingBound = node.bound
        let solvedBelow = solve(parts.below, of: node, problem, monitor: &monitor)
        waitingBound = .infinity
        enter(solvedBelow)
        enter(solve(parts.above, of: node, problem, monitor: &monitor))
    }

    /// How to split the present node, from the two ends of its bracket; nil if nothing is left to decide.
    mutating func branching(_ problem: OffloadProblem) -> Branching? {
        // The share of the way from the upper to the lower end at which the demand meets the budget.
        let rise = low.excess - high.excess
        let share = rise > 0 ? min(max(-high.excess / rise, 0), 1) : 0
        if let member = nearestElastic() { return twinsBranching(on: member, problem, share: share) }
        if high.count != low.count {
            let (fewer, more) = high.count < low.count ? (high, low) : (low, high)
            let way = high.count < low.count ? share : 1 - share
            let start = Double(fewer.count) + way * Double(more.count - fewer.count)
            return Branching(
                split: .count(limit: min(max(Int(start), fewer.count), more.count - 1)),
                priceBelow: fewer.price, priceAbove: more.price)
        }
        // Otherwise the user nearest to the threshold, among those that the ends disagree on if there are any.
        let exchange = evaluator.exchange()
        var nearest: (member: Int, distance: Double)?
        for disagreeing in [true, false] where nearest == nil {
            for member in high.set.indices where evaluator.sides[member] == .open {
                guard !disagreeing || high.set[member] != low.set[member] else { continue }
                let distance = evaluator.distance(of: member, exchange)
                if nearest.map({ distance < $0.distance }) ?? true { nearest = (member, distance) }
            }
        }
        return nearest.map { twinsBranching(on: $0.member, problem, share: share) }
    }

    /// The elastic user nearest to the threshold, nil if rigid cores do not wait for any.
    private mutating func nearestElastic() -> Int? {
        guard !coreWork.elastic.isEmpty else { return nil }
        let exchange = evaluator.exchange()
        return coreWork.elastic.min { evaluator.distance(of: $0, exchange) < evaluator.distance(of: $1, exchange) }
    }

    /// Splits the class of users identical to one: those of smaller index offload first.
    private mutating func twinsBranching(on member: Int, _ problem: OffloadProblem, share: Double) -> Branching {
        findTwins(of: member, problem)
        var (first, last) = (twins.count, 0)
        var (highCount, lowCount) = (0, 0)
        for (position, twin) in twins.enumerated() where evaluator.sides[twin] == .open {
            first = min(first, position)
            last = position
            highCount += high.set[twin] ? 1 : 0
            lowCount += low.set[twin] ? 1 : 0
        }
        let between = Double(highCount) + share * Double(lowCount - highCount)
        return Branching(
            split: .twins(member: member, limit: min(max(first + Int(between), first), last)),
            priceBelow: highCount <= lowCount ? high.price : low.price,
            priceAbove: highCount <= lowCount ? low.price : high.price)
    }

    /// Collects the core users that are identical to one, itself included. Twins outside the core are settled locally
    /// and come last among their like, so positions in this list are positions among all twins.
    mutating func findTwins(of member: Int, _ problem: OffloadProblem) {
        twins.removeAll(keepingCapacity: true)
        let users = evaluator.core.users
        let user = users[member]
        let (local, edge) = (problem.local[user], problem.edge[user])
        for (place, other) in users.enumerated()
        where problem.edge.stepCost[other] == edge.stepCost && problem.edge[other] == edge
            && problem.local[other] == local
        {
            twins.append(place)
        }
    }
}
