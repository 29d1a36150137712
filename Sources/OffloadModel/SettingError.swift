/// A setting out of its range: names the setting, the value and what is allowed.
public struct SettingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name of the setting.
    public let setting: String
    /// The name of the command's option for it, without hyphens in front.
    public let option: String
    /// The value found.
    public let value: String
    /// What would have been accepted, in words.
    public let allowed: String

    /// Gathers the parts.
    ///
    /// - Parameter option: nil for the setting's name in lower case with hyphens.
    public init(setting: String, option: String? = nil, value: String, allowed: String) {
        self.setting = setting
        self.option = option ?? Self.optionName(of: setting)
        self.value = value
        self.allowed = allowed
    }

    /// The error in one sentence, on one line whatever the value is.
    public var description: String { PrintableText.escaped("\(setting) is \(value), allowed is \(allowed)") }

    /// A name such as `timeLimit` in lower case with hyphens, `time-limit`.
    static func optionName(of setting: String) -> String {
        setting.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
    }
}
