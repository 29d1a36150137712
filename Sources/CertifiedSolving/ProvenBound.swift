import OffloadModel

/// A lower bound on the objective of every feasible plan, and why it is one.
struct ProvenBound {
    var value: Double
    var proof: BoundProof
}
