import OffloadModel

/// A numeric setting: one description for validation, the command line and the documentation.
public struct SettingDescription: Sendable {
    /// The name, as an option of the command line.
    public let name: String
    /// Where the number is kept.
    public let path: WritableKeyPath<SuccessiveConvexSettings, Double> & Sendable
    /// The values allowed.
    public let range: ClosedRange<Double>
    /// The unit, empty for a plain number.
    public let unit: String
    /// True if only whole numbers are allowed.
    public let isWhole: Bool
    /// What the setting does.
    public let help: String

    init(
        name: String, path: WritableKeyPath<SuccessiveConvexSettings, Double> & Sendable,
        range: ClosedRange<Double>, unit: String, isWhole: Bool = false, help: String
    ) {
        self.name = name
        self.path = path
        self.range = range
        self.unit = unit
        self.isWhole = isWhole
        self.help = help
    }

    /// The default value.
    public var defaultValue: Double { SuccessiveConvexSettings()[keyPath: path] }

    /// What is allowed, in words.
    public var allowed: String {
        "a \(isWhole ? "whole " : "")number from \(range.lowerBound) to \(range.upperBound)"
    }

    func check(_ value: Double) throws(SettingError) {
        guard range.contains(value), !isWhole || value.rounded() == value else {
            throw SettingError(setting: name, value: "\(value)", allowed: allowed)
        }
    }
}
