/// The core solved by a plain dynamic program over whole steps.
extension ProofCore {
    /// The bound.
    ///
    /// A[W] is the least Σ ⌊z_o/u⌋ of all choices with W steps in all, in whole multiples of a unit u. A sum of numbers
    /// rounded down is at most the sum, so u·A[W] is a lower bound, short by less than u for each user.
    func arrayBound(on grid: StepGrid) -> Double {
        guard grid.capacity >= 0 else { return claim }
        // Sums of one excess for each user, all below the gap, stay below 2⁶¹ units.
        let bits = (count + 2).leadingZeroBitCount - 3
        let unit = max(gap * Double(sign: .plus, exponent: -bits, significand: 1), .leastNormalMagnitude)
        let nothing = Int.max / 2
        var present = [Int](repeating: nothing, count: grid.capacity + 1)
        var next = present
        present[0] = 0
        // The largest number of steps reached so far.
        var top = 0
        for user in 0..<count {
            let steps = grid.steps(of: user)
            let costs = options(of: user).map { Self.floor($0.excess / unit, limit: nothing / (count + 2)) }
            let nextTop = min(top + (steps.max() ?? 0), grid.capacity)
            Self.fill(&next, with: nothing, upTo: nextTop)
            for (steps, cost) in zip(steps, costs) where steps <= grid.capacity {
                Self.merge(present, into: &next, shift: steps, cost: cost, count: min(top, grid.capacity - steps) + 1)
            }
            swap(&present, &next)
            top = nextTop
        }
        var bound = claim
        for place in 0...top where present[place] < nothing {
            let cost = Double(present[place]) * unit * (1 - 0x1p-51)
            bound = min(bound, cost + rest(at: grid.least + grid.divisor * Double(place)))
        }
        return bound
    }

    /// A quotient rounded down to a whole number, and up to 2⁻⁵¹ of it further, for it may have been rounded up.
    private static func floor(_ quotient: Double, limit: Int) -> Int {
        let lowered = (quotient * (1 - 0x1p-51)).rounded(.down)
        return lowered < Double(limit) ? Int(lowered) : limit
    }

    private static func fill(_ table: inout [Int], with value: Int, upTo top: Int) {
        var entries = table.mutableSpan
        for place in 0...top { entries[place] = value }
    }

    /// next[W + shift] := min(next[W + shift], present[W] + cost) for the first W.
    private static func merge(_ present: [Int], into next: inout [Int], shift: Int, cost: Int, count: Int) {
        let source = present.span.extracting(first: count)
        var whole = next.mutableSpan
        var target = whole._mutatingExtracting(shift..<shift + count)
        for place in source.indices {
            target[place] = min(target[place], source[place] &+ cost)
        }
    }
}

/// The whole steps of a core's options, each user's counted from its fewest, in multiples of their common divisor.
struct StepGrid {
    /// Σ of the fewest steps.
    private(set) var least = 0.0
    private(set) var divisor = 1.0
    /// What can be spent beyond `least`, in multiples of the divisor.
    private(set) var capacity = 0
    private var places: [Int] = []
    private let first: [Int]

    /// Nil where some steps are not whole numbers.
    init?(_ core: ProofCore) {
        first = core.first
        places.reserveCapacity(core.options.count)
        var common = 0
        for user in 0..<core.count {
            let fewest = core.options(of: user).reduce(Double.infinity) { min($0, $1.steps) }
            guard fewest < 0x1p53 else { return nil }
            least += fewest
            for option in core.options(of: user) {
                guard option.steps < 0x1p53, let place = Int(exactly: option.steps - fewest) else { return nil }
                places.append(place)
                var (larger, smaller) = (common, place)
                while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
                common = larger
            }
            guard fewest.rounded() == fewest, least < 0x1p53 else { return nil }
        }
        guard core.capacity < 0x1p53 else { return nil }
        divisor = Double(max(common, 1))
        let room = (core.capacity.rounded(.down) - least) / divisor
        capacity = room < 0 ? -1 : Int(room.rounded(.down))
        if common > 1 { for index in places.indices { places[index] /= common } }
    }

    /// The additions that an array takes, nil if they are beyond ``CoreLimits``.
    var work: Int? {
        let steps = max(capacity, 0)
        return CoreLimits.allowsArray(options: places.count, steps: steps) ? places.count * (steps + 1) : nil
    }

    /// The places of a user's options.
    func steps(of user: Int) -> ArraySlice<Int> { places[first[user]..<first[user + 1]] }
}
