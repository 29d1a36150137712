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
    /// - Throws: `SettingError` if τ is out of the range in ``SuccessiveConvexSettings/Descriptions``.
    public init(constant penalty: Double) throws(SettingError) {
        try self.init(first: penalty, growth: 1, last: penalty)
    }

    /// A τ that grows.
    ///
    /// - Throws: `SettingError` about the penalty if a number is out of its range, or if growth does not lead from
    ///   `first` to `last`.
    public init(first: Double, growth: Double, last: Double) throws(SettingError) {
        typealias Descriptions = SuccessiveConvexSettings.Descriptions
        let isConstant = first == last && growth == 1
        let text = (isConstant ? [last] : [first, growth, last]).map(\.settingText).joined(separator: ":")
        guard Descriptions.firstPenalty.range.contains(first), Descriptions.penalty.range.contains(last),
            Descriptions.penaltyGrowth.range.contains(growth),
            first == last || (first > 0 && first < last && growth > 1)
        else { throw Self.refusal(of: text) }
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
                do throws(SettingError) { try self.init(constant: penalty) } catch { throw Self.refusal(of: text) }
                return
            }
        case 3:
            if let first = numbers[0], let growth = numbers[1], let last = numbers[2] {
                do throws(SettingError) {
                    try self.init(first: first, growth: growth, last: last)
                } catch {
                    throw Self.refusal(of: text)
                }
                return
            }
        default: break
        }
        throw Self.refusal(of: text)
    }

    /// The error about a text; it names the one option that sets all three numbers.
    private static func refusal(of text: String) -> SettingError {
        typealias Descriptions = SuccessiveConvexSettings.Descriptions
        return SettingError(
            setting: Descriptions.penalty.name, value: text,
            allowed: "\(Descriptions.penalty.allowed), or first:growth:last with a first number above 0, a larger last "
                + "one, and a growth above 1 and at most \(Descriptions.penaltyGrowth.range.most.settingText)")
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
