/// The tree of steps that proves a lower bound of P1, in preorder.
public struct BoundProof: Sendable, Equatable {
    /// The steps, parents before children, first children before second ones.
    public var steps: [BoundStep]
    /// Which rules the steps lean on, 1 or 2.
    ///
    /// A proof of version 2 begins with the verifier's reductions: users who lose nothing by offloading
    /// with 0 steps do so, users whom the server never serves better stay on their devices, and the budget is rounded down to
    /// what can be spent. It may have ``BoundStep/core(prices:)`` steps.
    public var version: Int

    /// The versions that the verifier knows.
    public static let versions = 1...2

    /// A proof from its steps in preorder.
    public init(steps: [BoundStep], version: Int = 1) {
        self.steps = steps
        self.version = version
    }

    /// The proof by weak duality alone: q(λ) at one price.
    public init(price: Double) {
        self.init(steps: [.price(price)])
    }

    /// How many splits the proof makes.
    public var branchCount: Int {
        steps.reduce(into: 0) { count, step in
            switch step {
            case .count, .twins: count += 1
            case .price, .fixing, .core: break
            }
        }
    }
}
