import ArgumentParser
import Stepwell

/// A number of the command line: what was typed, and the setting that it is for.
///
/// The text is read when the number is asked for and not while the command line is parsed, so that a negative number, a
/// word and a number out of range get the same kind of answer: the option, what was typed, and what is allowed.
struct TypedNumber<Value: SettingNumber>: Sendable {
    let setting: SettingDescription<Value>
    /// What was typed, nil if the option was not given.
    let text: String?

    /// True if the option was given.
    var isGiven: Bool { text != nil }

    /// The number that was typed, nil if none was.
    ///
    /// - Throws: `SettingError`.
    var given: Value? {
        get throws(SettingError) {
            guard let text else { return nil }
            return try setting.value(of: text)
        }
    }

    /// The number that was typed, or else the default, which there must be.
    ///
    /// - Throws: `SettingError`.
    var value: Value {
        get throws(SettingError) { try given ?? setting.standard }
    }
}

extension Option {
    /// The option of a numeric setting: its name, what it does, its range and its default come from the description.
    ///
    /// Whatever follows the option is its value, a minus sign in front or not.
    ///
    /// - Parameters:
    ///   - setting: the description.
    ///   - help: what the option does in this command, a phrase like the description's own, which it replaces.
    ///   - remark: what else there is to say, a sentence.
    ///   - defaultText: what holds if the option is not given, where that is no plain number.
    init<Number>(
        _ setting: SettingDescription<Number>, help: String? = nil, remark: String = "", defaultText: String? = nil
    ) where Value == TypedNumber<Number> {
        self.init(
            wrappedValue: TypedNumber(setting: setting, text: nil), name: .customLong(setting.option),
            parsing: .unconditional,
            help: ArgumentHelp(
                Self.text(help ?? setting.help, setting.allowed, remark, defaultText ?? setting.defaultText),
                valueName: setting.option),
            transform: { TypedNumber(setting: setting, text: $0) })
    }

    /// The option of a numeric setting that must be given.
    init<Number>(required setting: SettingDescription<Number>) where Value == TypedNumber<Number> {
        self.init(
            name: .customLong(setting.option), parsing: .unconditional,
            help: ArgumentHelp(Self.text(setting.help, setting.allowed, "", nil), valueName: setting.option),
            transform: { TypedNumber(setting: setting, text: $0) })
    }

    /// `What it does: a number from 0 to 1. A remark. (default: 0.5)`
    private static func text(_ help: String, _ allowed: String, _ remark: String, _ defaultText: String?) -> String {
        let sentence = help.prefix(1).uppercased() + help.dropFirst() + ": \(allowed)."
        return ([sentence, remark] + (defaultText.map { ["(default: \($0))"] } ?? []))
            .filter { !$0.isEmpty }.joined(separator: " ")
    }
}
