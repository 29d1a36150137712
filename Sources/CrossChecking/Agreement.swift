/// What a comparison found: every difference with its limit.
public struct Agreement: Sendable, Equatable {
    /// What a comparison says of the solver under check.
    public enum Verdict: String, Sendable {
        /// Every difference that could be measured is within its limit.
        case agrees
        /// A difference is above its limit, or the two sides contradict each other.
        case differs
        /// Nothing could be measured; ``Agreement/note`` says why.
        case notComparable
        /// The solver under check gave no answer; ``Agreement/note`` says why.
        case noAnswer
    }

    /// What was compared, in words.
    public var subject: String
    /// The differences, in the order of the table.
    public var differences: [Difference]
    /// What could not be compared and why, nil if all could.
    public var note: String?
    /// N.
    public var userCount: Int
    /// False if the solver under check gave no answer.
    public var isAnswered = true
    /// The objective that the interior-point method found, nil if it found none.
    public var objective: Double?
    /// Seconds that the solver under check took; for display only.
    public var solverSeconds = 0.0
    /// Seconds that the interior-point method took; for display only.
    public var interiorPointSeconds = 0.0
    /// Iterations of the interior-point method.
    public var iterations = 0

    /// A comparison without seconds.
    public init(subject: String, userCount: Int, differences: [Difference] = [], note: String? = nil) {
        (self.subject, self.userCount, self.differences, self.note) = (subject, userCount, differences, note)
    }

    /// Notes that the two sides do not even agree on whether, or why, there is an answer.
    mutating func fail(_ note: String) {
        differences = [Difference("verdict", 1, limit: 0)]
        self.note = note
    }

    /// Adds a sentence to the note.
    mutating func add(note: String) { self.note = self.note.map { $0 + "; " + note } ?? note }

    /// The verdict.
    public var verdict: Verdict {
        if !isAnswered { return .noAnswer }
        if differences.isEmpty { return .notComparable }
        return differences.allSatisfy(\.isWithin) ? .agrees : .differs
    }

    /// True if every difference is within its limit; also if there was nothing to compare, as ``note`` then says. False
    /// without an answer.
    public var isWithin: Bool { verdict == .agrees || verdict == .notComparable }

    /// The difference of a quantity, nil if it was not compared.
    public subscript(quantity: String) -> Double? { differences.first { $0.quantity == quantity }?.value }
}
