/// The tree of steps that proves a lower bound of P1, in preorder.
public struct BoundProof: Sendable, Equatable {
    /// The steps, parents before children, first children before second ones.
    public var steps: [BoundStep]

    /// A proof from its steps in preorder.
    public init(steps: [BoundStep]) {
        self.steps = steps
    }

    /// The proof by weak duality alone: q(λ) at one price.
    public init(price: Double) {
        steps = [.price(price)]
    }

    /// How many splits the proof makes.
    public var branchCount: Int {
        steps.reduce(into: 0) { count, step in
            switch step {
            case .count, .twins: count += 1
            case .price, .fixing: break
            }
        }
    }
}
