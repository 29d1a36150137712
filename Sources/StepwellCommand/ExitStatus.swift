import ArgumentParser
import ProcessResources
import Stepwell

/// What the command's exit codes mean.
enum ExitStatus {
    static let stoppedEarly = ExitCode(2)
    static let infeasible = ExitCode(3)
    static let badInput = ExitCode(65)
    static let failedCheck = ExitCode(70)
    static let inputOutput = ExitCode(74)

    /// The exit code of a solver's verdict, nil for success.
    ///
    /// - Parameter provesGap: false for a method that proves nothing; of one that does, a plan without
    ///   the proof was stopped early.
    static func code(of status: SolveStatus, provesGap: Bool = true) -> ExitCode? {
        switch status {
        case .optimal: nil
        case .feasible: provesGap ? stoppedEarly : nil
        case .timeLimit, .nodeLimit, .roundingLimit, .stopped: stoppedEarly
        case .infeasible: infeasible
        case .numericalFailure: failedCheck
        }
    }

    /// The exit code of a verdict on the paper's P2, nil for success.
    static func code(of status: KKTStatus) -> ExitCode? {
        switch status {
        case .solved, .onlyPoint: nil
        case .timeLimit: stoppedEarly
        case .infeasibleUser, .infeasibleBudget: infeasible
        case .numericalFailure: failedCheck
        }
    }

    /// Runs the body of a command: errors about input and files become one line on standard error and an exit code.
    static func reporting(_ body: () throws -> Void) throws {
        do {
            try MemoryNeed.expectLeast()
            try body()
        } catch {
            throw told(error)
        }
    }

    /// Tells an error on standard error; what to throw in its place.
    private static func told(_ error: any Error) -> any Error {
        switch error {
        case let error as FileError: failure(error.description, inputOutput)
        case let error as PlotError: failure(error.description, inputOutput)
        case let error as MemoryNeed.Shortage: failure(error.description, inputOutput)
        case let error as AsynchronousWork.NoThreads: failure("cannot draw figures: \(error)", inputOutput)
        case LinearAlgebraError.backendUnavailable(let reason): failure(reason, inputOutput)
        case let error as UnusableFile: failure(error.description, badInput)
        case let error as ScenarioError: failure(error.description, badInput)
        case let error as ProblemError: failure(error.description, badInput)
        case let error as PlaceConflict: ValidationError(error.description)
        case BatchError.sameFile(let path): ValidationError("\(path) is both input and output")
        case let error as BatchError: failure(error.description, badInput)
        case let error as ReproductionError: failure(error.description, failedCheck)
        case let error as TableError: failure(error.description, badInput)
        case let error as SettingError: OptionName.usageError(error)
        default: error
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
        } catch let error as TableError {
            throw UnusableFile(path: path, reason: error.description)
        }
    }

    /// Reads a scenario and makes it a problem; an error in its contents is told with its path.
    ///
    /// - Parameter use: what will be done with it, for which there must be memory.
    static func readingProblem(
        _ path: String, for use: MemoryUse = .certified
    ) throws -> (scenario: Scenario, problem: OffloadProblem) {
        try reading(path) { path in
            let scenario = try Scenario(path: path)
            try scenario.expectMemory(for: use)
            return (scenario, try OffloadProblem(scenario))
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
