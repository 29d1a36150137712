/// A number of a settings type together with its description.
public struct DescribedNumber<Settings>: Sendable {
    /// The description.
    public let description: any NumericSetting
    private let reading: @Sendable (Settings) -> String?
    private let checking: @Sendable (Settings) throws(SettingError) -> Void
    private let writing: @Sendable (inout Settings, String) throws(SettingError) -> Void

    /// A number that is always there.
    public init<Value>(
        _ path: WritableKeyPath<Settings, Value> & Sendable, _ description: SettingDescription<Value>
    ) {
        self.description = description
        reading = { $0[keyPath: path].settingText }
        checking = { settings throws(SettingError) in try description.check(settings[keyPath: path]) }
        writing = { settings, text throws(SettingError) in
            settings[keyPath: path] = try description.value(of: text)
        }
    }

    /// A number that may be left out, such as a limit: nil is allowed.
    public init<Value>(
        _ path: WritableKeyPath<Settings, Value?> & Sendable, _ description: SettingDescription<Value>
    ) {
        self.description = description
        reading = { $0[keyPath: path]?.settingText }
        checking = { settings throws(SettingError) in
            if let value = settings[keyPath: path] { try description.check(value) }
        }
        writing = { settings, text throws(SettingError) in
            settings[keyPath: path] = try description.value(of: text)
        }
    }

    /// The number as it is typed; nil if it is left out.
    public func text(in settings: Settings) -> String? { reading(settings) }

    /// Checks the number against its range.
    ///
    /// - Throws: ``SettingError``.
    public func check(_ settings: Settings) throws(SettingError) { try checking(settings) }

    /// Sets the number to what a text says.
    ///
    /// - Throws: ``SettingError`` for a text that is no number in the range; the settings stay as they were.
    public func set(_ settings: inout Settings, to text: String) throws(SettingError) { try writing(&settings, text) }
}

/// Settings whose numbers are all described.
public protocol DescribedSettings: Sendable {
    /// Every number, in the order of the documentation.
    static var numbers: [DescribedNumber<Self>] { get }
}

extension DescribedSettings {
    /// Checks every number against its range.
    ///
    /// - Throws: ``SettingError`` that names the first one outside, its value and what is allowed.
    public func checkNumbers() throws(SettingError) {
        for number in Self.numbers { try number.check(self) }
    }
}
