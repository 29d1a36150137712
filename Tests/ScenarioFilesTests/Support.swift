import ScenarioFiles
import TestSupport

/// The folder of this file, from which the files that tests read are found.
private let testFolder = String(#filePath.dropLast("/Support.swift".count))

/// The path of a file of the reference set.
func resource(_ name: String) -> String {
    ReferenceInstances.url(of: String(name.dropLast(".json".count))).path
}

/// The path of a file in the package's `Examples`.
func example(_ name: String) -> String { "\(testFolder)/../../Examples/\(name)" }

extension String {
    /// The UTF-8 bytes, as the readers take them.
    var bytes: [UInt8] { Array(utf8) }
}

/// The scenario that a text describes.
func scenario(_ text: String) throws -> Scenario { try Scenario(json: text.bytes) }

/// The error of a text that must not be accepted.
func scenarioError(_ text: String) -> ScenarioError? {
    do {
        _ = try scenario(text)
        return nil
    } catch {
        return error as? ScenarioError
    }
}

/// The syntax error of a text that must not be accepted.
func syntaxError(_ bytes: [UInt8]) -> JSONSyntaxError? {
    do {
        _ = try Scenario(json: bytes)
        return nil
    } catch {
        return error as? JSONSyntaxError
    }
}
