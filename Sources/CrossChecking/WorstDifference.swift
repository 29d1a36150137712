/// The worst difference of one quantity over the users for whom it is determined.
///
/// A user counts where the reference is known to a quarter of the limit, so that a difference above the limit is not the
/// reference's own error. A difference that is no number counts always.
struct WorstDifference {
    let quantity: String
    let limit: Double
    private var value = 0.0
    private var compared = 0
    private var omitted = 0

    init(_ quantity: String, limit: Double) {
        (self.quantity, self.limit) = (quantity, limit)
    }

    /// Takes the difference of a user, and the error of the reference in the same measure.
    mutating func add(_ difference: Double, error: Double) {
        if error <= 0.25 * limit || !difference.isFinite {
            compared += 1
            value = worse(value, difference)
        } else {
            omitted += 1
        }
    }

    /// The difference, nil if no user counts.
    var difference: Difference? { compared > 0 ? Difference(quantity, value, limit: limit) : nil }

    /// What was left out, in words; nil if nothing was.
    var omission: String? {
        guard omitted > 0 else { return nil }
        return compared == 0 && omitted == 1 ? quantity : "\(quantity) of \(omitted) user\(omitted == 1 ? "" : "s")"
    }
}

/// The differences of a comparison as they are collected, and what of them was left out.
struct Findings {
    private(set) var differences: [Difference] = []
    private var omissions: [String] = []

    /// Adds a difference over the users, or notes that it was left out.
    mutating func add(_ worst: WorstDifference?) {
        if let difference = worst?.difference { differences.append(difference) }
        if let omission = worst?.omission { omissions.append(omission) }
    }

    /// Adds a difference that is always determined.
    mutating func add(_ quantity: String, _ value: Double, limit: Double) {
        differences.append(Difference(quantity, value, limit: limit))
    }

    /// What was left out, in words; nil if nothing was.
    var note: String? {
        guard !omissions.isEmpty else { return nil }
        return "not comparable to their limits, since the data do not determine them so far: "
            + omissions.joined(separator: ", ")
    }
}

/// The larger of two differences; NaN if one is.
func worse(_ first: Double, _ second: Double) -> Double {
    first.isNaN || second.isNaN ? .nan : second > first ? second : first
}

/// |x − y| relative to the larger magnitude, but at least to `floor`; 0 if both are equal.
func relativeDifference(_ x: Double, _ y: Double, floor: Double = 0) -> Double {
    x == y ? 0 : abs(x - y) / max(abs(x), abs(y), floor)
}
