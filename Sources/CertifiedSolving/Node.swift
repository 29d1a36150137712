/// A part of the decision space: some users have a side, and the number that offload lies in a range.
struct Node {
    /// The side of every core user.
    var sides: [Side]
    /// m_lo ≤ |e|, counting core users.
    var fewestOffloaded: Int
    /// |e| ≤ m_hi.
    var mostOffloaded: Int
    /// The best price found.
    var price: Double
    /// The best bound proven.
    var bound = -Double.infinity
    /// How to split, nil if the node needs no further work.
    var branching: Branching?
    /// The node's place in the proof.
    var proof: Int

    /// Puts a user on a side; a user already on the other one leaves no decision in the node.
    mutating func force(_ member: Int, _ side: Side) {
        if sides[member] == .open {
            sides[member] = side
        } else if sides[member] != side {
            mostOffloaded = -1
        }
    }
}

/// A way to split a node in two.
enum Branching {
    /// At most `limit` users offload, or more.
    case count(limit: Int)
    /// Of the users identical to the first of `twins`, at most `limit` offload, or more. The twins are core users,
    /// ascending; the limit counts identical users in the whole problem.
    case twins(user: Int, limit: Int, below: [Int], above: [Int])
}

/// The proof under construction: a tree whose leaves may still grow.
struct ProofTree {
    enum Step {
        case leaf(price: Double)
        case count(limit: Int, below: Int, above: Int)
        case twins(user: Int, limit: Int, below: Int, above: Int)
        case fixing(price: Double, rest: Int)
    }

    private(set) var steps: [Step] = []

    /// Adds a leaf and returns its place.
    mutating func addLeaf(price: Double) -> Int {
        steps.append(.leaf(price: price))
        return steps.count - 1
    }

    /// Replaces a leaf.
    mutating func replace(_ place: Int, by step: Step) {
        steps[place] = step
    }
}
