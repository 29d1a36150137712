import ArgumentParser
import Stepwell

/// How a setting of the library is called on the command line.
///
/// Options are the settings' names in lower case with hyphens, but for the few in ``shorter``.
enum OptionName {
    /// Settings whose options have a name of their own.
    private static let shorter = ["relativeGap": "gap", "typeCount": "types"]

    /// The option that sets a setting, with its hyphens.
    static func of(_ setting: String) -> String {
        let name = shorter[setting] ?? setting
        return "--"
            + name.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
    }

    /// Runs a check of options; a setting out of its range becomes a usage error that names the option.
    static func checking<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as SettingError {
            throw usageError(error.setting, error.value, error.allowed)
        } catch let error as ScenarioError {
            // The generator names its settings as entries of the scenario it makes.
            throw usageError(error.field, error.value, error.allowed)
        }
    }

    /// The usage error for an option out of its range.
    static func usageError(_ setting: String, _ value: String, _ allowed: String) -> ValidationError {
        ValidationError("\(of(setting)) is \(value), allowed is \(allowed)")
    }
}
