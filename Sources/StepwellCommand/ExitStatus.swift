import ArgumentParser
import Stepwell

/// What the command's exit codes mean.
enum ExitStatus {
    static let stoppedEarly = ExitCode(2)
    static let infeasible = ExitCode(3)
    static let badInput = ExitCode(65)
    static let failedCheck = ExitCode(70)
    static let inputOutput = ExitCode(74)

    /// The exit code of a solver's verdict, nil for success.
    static func code(of status: SolveStatus) -> ExitCode? {
        switch status {
        case .optimal, .feasible: nil
        case .timeLimit, .nodeLimit, .stopped: stoppedEarly
        case .infeasible: infeasible
        case .numericalFailure: failedCheck
        }
    }

    /// Runs the body of a command: errors about input and files become one line on standard error and an exit code.
    static func reporting(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as FileError {
            throw failure(error.description, inputOutput)
        } catch let error as UnusableFile {
            throw failure(error.description, badInput)
        } catch let error as ScenarioError {
            throw failure(error.description, badInput)
        } catch let error as ProblemError {
            throw failure(error.description, badInput)
        } catch BatchError.sameFile(let path) {
            throw ValidationError("\(path) is both input and output")
        } catch let error as BatchError {
            throw failure(error.description, badInput)
        } catch let error as SettingError {
            throw OptionName.usageError(error.setting, error.value, error.allowed)
        }
    }

    /// Reads a file; an error in its contents is told with its path, `-` for standard input.
    static func reading<Value>(_ path: String, _ body: (String) throws -> Value) throws -> Value {
        do {
            return try body(path)
        } catch let error as ScenarioError {
            throw UnusableFile(path: path, reason: error.description)
        } catch let error as JSONSyntaxError {
            throw UnusableFile(path: path, reason: error.description)
        }
    }

    /// A file whose contents cannot be used.
    private struct UnusableFile: Error {
        let path: String
        let reason: String

        var description: String { "\(path): \(reason)" }
    }

    private static func failure(_ message: String, _ code: ExitCode) -> ExitCode {
        Console.error(message)
        return code
    }
}
