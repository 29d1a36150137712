/// A setting out of its range: names the setting, the value and what is allowed.
public struct SettingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name of the setting.
    public let setting: String
    /// The value found.
    public let value: String
    /// What would have been accepted, in words.
    public let allowed: String

    /// Gathers the three parts.
    public init(setting: String, value: String, allowed: String) {
        self.setting = setting
        self.value = value
        self.allowed = allowed
    }

    /// The error in one sentence.
    public var description: String { "\(setting) is \(value), allowed is \(allowed)" }
}
