import OffloadModel

/// The proof under construction: a tree whose leaves may still grow.
struct ProofTree {
    enum Step {
        case leaf(price: Double)
        case count(limit: Int, below: Int, above: Int)
        case twins(user: Int, limit: Int, below: Int, above: Int)
        case fixing(price: Double, rest: Int)
        case core(prices: [Double])
    }

    private(set) var steps: [Step] = []

    /// Forgets everything.
    mutating func clear() {
        steps.removeAll(keepingCapacity: true)
    }

    /// Adds a leaf and returns its place.
    mutating func addLeaf(price: Double) -> Int {
        steps.append(.leaf(price: price))
        return steps.count - 1
    }

    /// Replaces a leaf.
    mutating func replace(_ place: Int, by step: Step) {
        steps[place] = step
    }

    /// The steps of the proof, parents before children.
    var preorder: [BoundStep] {
        var preorder: [BoundStep] = []
        preorder.reserveCapacity(steps.count)
        // A proof can be deep; what is pending is kept on a list rather than on the call stack.
        var pending: [Int] = []
        var next: Int? = 0
        while let place = next {
            next = nil
            switch steps[place] {
            case .leaf(let price):
                preorder.append(.price(price))
                next = pending.popLast()
            case .core(let prices):
                preorder.append(.core(prices: prices))
                next = pending.popLast()
            case .fixing(let price, let rest):
                preorder.append(.fixing(price: price))
                next = rest
            case .count(let limit, let below, let above):
                preorder.append(.count(limit: limit))
                pending.append(above)
                next = below
            case .twins(let user, let limit, let below, let above):
                preorder.append(.twins(user: user, limit: limit))
                pending.append(above)
                next = below
            }
        }
        return preorder
    }
}
