import OffloadModel

/// Maximises the concave dual function over λ ≥ 0, one evaluation at a time.
///
/// The caller asks for the ``next`` price, evaluates it and records the outcome, so that limits and handlers stay
/// in its hands. Three kinds of steps share the work: where the tangents at the two ends of the bracket meet, which
/// finds kinks and whose height bounds what can still be gained; Newton's step, which finds smooth maxima; and
/// halving, which guarantees the end.
struct PriceSearch {
    /// The point of largest price known with a positive slope.
    private(set) var low: PricePoint?
    /// The point of smallest price known with a slope ≤ 0.
    private(set) var high: PricePoint?
    /// The point with the best proven bound.
    private(set) var best: PricePoint?
    /// The point recorded last.
    private(set) var last: PricePoint?
    /// How many points were recorded.
    private(set) var evaluations = 0

    private let start: Double
    private let scale: PriceScale
    private let tolerance: Double
    private var lastWidth = Double.infinity
    private var stalls = 0

    /// - Parameters:
    ///   - start: the first price to try, ≥ 0.
    ///   - scale: what is known beforehand.
    ///   - tolerance: stop when no more than this can be gained.
    init(start: Double, scale: PriceScale, tolerance: Double) {
        self.start = start
        self.scale = scale
        self.tolerance = tolerance
    }

    /// A search with only an order of magnitude, > 0, known beforehand.
    init(start: Double, scale: Double, tolerance: Double) {
        self.init(start: start, scale: PriceScale(price: scale), tolerance: tolerance)
    }

    /// Records an evaluation.
    mutating func record(_ point: PricePoint) {
        evaluations += 1
        last = point
        if best.map({ point.bound > $0.bound }) ?? true { best = point }
        if point.slope > 0 {
            if low.map({ point.price > $0.price }) ?? true { low = point }
        } else if high.map({ point.price < $0.price }) ?? true {
            high = point
        }
    }

    /// How much the dual function can exceed its best known value, infinite while there is no bracket.
    var possibleGain: Double {
        guard let best else { return .infinity }
        guard let high else { return .infinity }
        guard let low else { return high.price == 0 ? 0 : .infinity }
        let meeting = tangentMeeting(low, high)
        return max(low.value + low.slope * (meeting - low.price) - best.value, 0)
    }

    /// True if a price lies strictly between the ends of the bracket.
    func brackets(_ price: Double) -> Bool {
        price > (low?.price ?? -1) && price < (high?.price ?? .infinity) && price >= 0
    }

    /// The next price to evaluate, nil when the search is over.
    mutating func next() -> Double? {
        guard evaluations < 300 else { return nil }
        switch (low, high) {
        case (nil, nil): return start
        case (nil, let high?): return step(down: high)
        case (let low?, nil): return step(up: low)
        case (let low?, let high?): return step(between: low, high)
        }
    }

    private func step(down high: PricePoint) -> Double? {
        guard high.price > 0 else { return nil }
        let newton = high.newton(stepCost: scale.stepCost)
        return evaluations < 5 && newton > 0 && newton < high.price ? newton : 0
    }

    private func step(up low: PricePoint) -> Double? {
        let newton = low.newton(stepCost: scale.stepCost)
        if evaluations < 5, newton > low.price, newton <= OffloadProblem.largestPrice { return newton }
        let doubled = max(low.price * 2, scale.price)
        // The growth accelerates, since prices span the whole range of numbers, but late: far above the maximum the
        // value is a difference of large numbers.
        let growth = evaluations < 8 ? 1.0 : evaluations < 40 ? 8 : 1e6
        let careful = min(growth * doubled, OffloadProblem.largestPrice)
        return careful > low.price ? careful : nil
    }

    private mutating func step(between low: PricePoint, _ high: PricePoint) -> Double? {
        if isBlurred(high) {
            let floor = max(low.price, min(scale.price, 0x1p-40 * high.price))
            let between = floor.squareRoot() * high.price.squareRoot()
            if brackets(between) { return between }
        }
        let width = high.price - low.price
        let middle = low.price + width / 2
        guard possibleGain > tolerance, low.slope > 0, high.slope < 0, middle > low.price, middle < high.price else {
            return nil
        }
        defer { lastWidth = width }
        stalls = width > 0.5 * lastWidth ? stalls + 1 : 0
        if stalls >= 2 {
            stalls = 0
            return middle
        }
        let meeting = tangentMeeting(low, high)
        let newton = (low.slope < -high.slope ? low : high).newton(stepCost: scale.stepCost)
        let (first, second) = evaluations % 2 == 1 ? (newton, meeting) : (meeting, newton)
        return brackets(first) ? first : brackets(second) ? second : middle
    }

    /// True at a price so far above all others that the rounding of what is paid there hides what the value tells.
    private func isBlurred(_ high: PricePoint) -> Bool {
        guard let best else { return false }
        return high.value - high.bound > 1024 * (best.value - best.bound)
    }

    /// Where the tangents at the two ends have the same height.
    private func tangentMeeting(_ low: PricePoint, _ high: PricePoint) -> Double {
        let width = high.price - low.price
        let share = (high.value - low.value - high.slope * width) / (low.slope - high.slope)
        return low.price + max(0, min(share, width))
    }
}
