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
