/// All that is to be said about a numeric setting, said once: validation, error messages, the command line and the
/// tables of the documentation are made from it.
public struct SettingDescription<Value: SettingNumber>: NumericSetting, Equatable {
    /// The name in the library, such as `relativeGap`.
    public let name: String
    /// The name of the command's option, without hyphens in front, such as `gap`.
    public let option: String
    /// What is counted or measured, such as `seconds`; empty for a plain number.
    public let unit: String
    /// The numbers allowed.
    public let range: SettingRange<Value>
    /// The number that holds if none is given; nil if none holds then.
    public let defaultValue: Value?
    /// What the setting does, in one phrase.
    public let help: String

    /// Gathers the parts.
    ///
    /// - Parameter option: nil for the name in lower case with hyphens.
    public init(
        _ name: String, option: String? = nil, unit: String = "", range: SettingRange<Value>,
        defaultValue: Value? = nil, help: String
    ) {
        self.name = name
        self.option = option ?? SettingError.optionName(of: name)
        self.unit = unit
        self.range = range
        self.defaultValue = defaultValue
        self.help = help
    }

    /// The default.
    ///
    /// - Precondition: There is one.
    public var standard: Value {
        guard let defaultValue else { preconditionFailure("the setting \(name) has no default") }
        return defaultValue
    }

    /// The range in words, without the kind of number.
    public var rangeText: String { range.text }
    /// The default as it is typed; nil if there is none.
    public var defaultText: String? { defaultValue?.settingText }
    /// What is allowed in words, such as `a whole number from 1 to 1000` or `a number of at least 1`.
    public var allowed: String {
        range.includesLeast && range.isUnbounded ? "\(Value.kind) of \(range.text)" : "\(Value.kind) \(range.text)"
    }

    /// This setting with another default.
    public func with(defaultValue: Value) -> Self {
        Self(name, option: option, unit: unit, range: range, defaultValue: defaultValue, help: help)
    }

    /// Checks a number against the range.
    ///
    /// - Throws: ``SettingError`` that names the setting, the value and what is allowed.
    public func check(_ value: Value) throws(SettingError) {
        guard range.contains(value) else { throw refusal(value.settingText) }
    }

    /// Reads a number.
    ///
    /// - Throws: ``SettingError`` for a text that is no such number, and for a number out of the range.
    public func value(of text: String) throws(SettingError) -> Value {
        guard let value = Value(settingText: text) else {
            // Of digits that are too many for the type it would say little that they should be a whole number.
            let isTooLong = range.isUnbounded && text.utf8.allSatisfy { (0x30...0x39).contains($0) } && !text.isEmpty
            throw refusal(text, allowed: isTooLong ? "\(allowed) and at most \(Value.largest.settingText)" : allowed)
        }
        guard range.contains(value) else { throw refusal(text) }
        return value
    }

    private func refusal(_ value: String, allowed: String? = nil) -> SettingError {
        SettingError(setting: name, option: option, value: value, allowed: allowed ?? self.allowed)
    }
}

/// A ``SettingDescription`` of any kind of number.
public protocol NumericSetting: Sendable {
    /// The name in the library.
    var name: String { get }
    /// The name of the command's option, without hyphens in front.
    var option: String { get }
    /// What is counted or measured; empty for a plain number.
    var unit: String { get }
    /// The range in words, without the kind of number.
    var rangeText: String { get }
    /// What is allowed in words: the kind of number and the range.
    var allowed: String { get }
    /// The default as it is typed; nil if there is none.
    var defaultText: String? { get }
    /// What the setting does, in one phrase.
    var help: String { get }
}
