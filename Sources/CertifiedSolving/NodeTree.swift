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
