/// What is known of a problem's prices before any is tried.
struct PriceScale {
    /// A price of the right order of magnitude, > 0, for the first step away from zero.
    var price = 1e-300
    /// A, the typical cost of a step, ≥ 0; infinite if it is not known.
    var stepCost = Double.infinity
}
