/// A part of the decision space: some users have a side, and the number that offload lies in a range.
struct Node {
    /// The node whose decisions hold here too; nil for the root.
    var parent: Int?
    /// The decisions added here, as places in the tree's list.
    var decisions: Range<Int>
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
}

/// A way to split a node in two, with the prices at which to begin in each part.
struct Branching {
    /// What is split.
    enum Split {
        /// At most `limit` users offload, or more.
        case count(limit: Int)
        /// Of the users identical to this core user, at most `limit` offload, or more. The limit counts identical
        /// users in the whole problem.
        case twins(member: Int, limit: Int)
    }

    var split: Split
    var priceBelow: Double
    var priceAbove: Double
}

/// All nodes; each stores only what it adds to its parent.
struct NodeTree {
    private(set) var decisions: [(member: Int, side: Side)] = []
    private var nodes: [Node] = []

    subscript(_ place: Int) -> Node {
        get { nodes[place] }
        set { nodes[place] = newValue }
    }

    /// Forgets everything.
    mutating func clear() {
        decisions.removeAll(keepingCapacity: true)
        nodes.removeAll(keepingCapacity: true)
    }

    /// Adds a node without decisions of its own and returns its place.
    mutating func add(_ node: Node) -> Int {
        nodes.append(node)
        nodes[nodes.count - 1].decisions = decisions.count..<decisions.count
        return nodes.count - 1
    }

    /// Gives a user a side in the node added last.
    mutating func decide(_ member: Int, _ side: Side) {
        decisions.append((member, side))
        nodes[nodes.count - 1].decisions = nodes[nodes.count - 1].decisions.lowerBound..<decisions.count
    }
}
