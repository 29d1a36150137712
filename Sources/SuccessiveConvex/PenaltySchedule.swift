import OffloadModel

/// τ over the sub-problems of Algorithm 3: from `first`, times `growth` each time, up to `last`.
///
/// As text it is a number for a τ that stays, or `first:growth:last`.
public struct PenaltySchedule: Sendable, Equatable, CustomStringConvertible {
    /// τ of the first sub-problem.
    public let first: Double
    /// The factor from one sub-problem's τ to the next one's.
    public let growth: Double
    /// The τ at which growth ends.
    public let last: Double

    /// The same τ in every sub-problem.
    ///
    /// - Throws: `SettingError` if τ is out of the range in ``SuccessiveConvexSettings/table``.
    public init(constant penalty: Double) throws(SettingError) {
        try self.init(first: penalty, growth: 1, last: penalty)
    }

    /// A τ that grows.
    ///
    /// - Throws: `SettingError` if a number is out of its range, or if growth does not lead from `first` to `last`.
    public init(first: Double, growth: Double, last: Double) throws(SettingError) {
        var settings = SuccessiveConvexSettings()
        try settings.set("first-penalty", to: first)
        try settings.set("penalty-growth", to: growth)
        try settings.set("penalty", to: last)
        let isReached = first == last || (first > 0 && first < last && growth > 1)
        guard isReached else {
            throw SettingError(
                setting: "penalty", value: "\(first):\(growth):\(last)",
                allowed: "a first number > 0, a factor > 1 and a last number that is larger")
        }
        self.first = first
        self.growth = growth
        self.last = last
    }

    /// Reads a number or `first:growth:last`.
    ///
    /// - Throws: `SettingError` if the text is neither, or a number is out of its range.
    public init(_ text: String) throws(SettingError) {
        let numbers = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
        switch numbers.count {
        case 1:
            if let penalty = numbers[0] {
                try self.init(constant: penalty)
                return
            }
        case 3:
            if let first = numbers[0], let growth = numbers[1], let last = numbers[2] {
                try self.init(first: first, growth: growth, last: last)
                return
            }
        default: break
        }
        throw SettingError(setting: "penalty", value: text, allowed: "a number, or first:growth:last")
    }

    /// The schedule as it is read.
    public var description: String {
        first == last
            ? DecimalText.significant(last, digits: 6)
            : [first, growth, last].map { DecimalText.significant($0, digits: 6) }.joined(separator: ":")
    }
}

extension SuccessiveConvexSettings {
    /// Takes the three numbers of a schedule.
    public mutating func use(_ schedule: PenaltySchedule) {
        firstPenalty = schedule.first
        penaltyGrowth = schedule.growth
        penalty = schedule.last
    }
}
