/// One step of the argument that no plan of P1 costs less than a certain bound.
///
/// A proof is a tree, written in preorder. It covers all offloading decisions that are *sorted*: among users
/// with identical curves the ones of smaller index offload first. Some optimal plan is sorted, so a bound on
/// the sorted plans bounds them all.
public enum BoundStep: Sendable, Equatable {
    /// A leaf: the Lagrangian bound q(λ) of the decisions left here, at this price λ ≥ 0, with min(S_1, S_e) for the most
    /// steps at the edge. No child follows.
    case price(Double)
    /// Users whose other side is proven, at this price, to cost at least the claimed bound keep their side.
    /// One child follows.
    case fixing(price: Double)
    /// A split on how many users offload: first at most `limit`, then at least `limit + 1`. Two children follow.
    case count(limit: Int)
    /// A split on how many users identical to `user` offload: first at most `limit` of them, then at least
    /// `limit + 1`. For a user unlike all others and limit 0 this is the plain split on one decision.
    /// Two children follow.
    case twins(user: Int, limit: Int)
    /// A leaf that the verifier solves again by dynamic programming, over the users whom the bounds at these prices leave open;
    /// see ``CoreLimits`` for what it takes on. One to ``CoreLimits/mostPrices`` prices λ ≥ 0. No child follows. Only in proofs
    /// of version 2.
    case core(prices: [Double])
}
