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
