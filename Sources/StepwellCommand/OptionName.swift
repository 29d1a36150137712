import ArgumentParser
import Stepwell

/// How settings of the library are told of on the command line.
enum OptionName {
    /// Runs a check of options; a setting out of its range becomes a usage error that names the option.
    static func checking<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as SettingError {
            throw usageError(error)
        } catch let error as ScenarioError {
            // What memory has no room for is named by the entry of the scenario that it would make.
            throw ValidationError(
                PrintableText.escaped("--\(error.field) is \(error.value), allowed is \(error.allowed)"))
        }
    }

    /// The usage error for a setting out of its range, on one line whatever was typed.
    static func usageError(_ error: SettingError) -> ValidationError {
        ValidationError(PrintableText.escaped("--\(error.option) is \(error.value), allowed is \(error.allowed)"))
    }
}
