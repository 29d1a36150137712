import ArgumentParser
import CertifiedSolving

/// Parses command lines without running them.
public enum CommandLineProbe {
    /// What became of a command line.
    public enum Outcome: Equatable {
        /// It names a command and valid options.
        case accepted
        /// It asks for help or the version.
        case answered
        /// It is refused with this exit status and message.
        case refused(status: Int32, message: String)
    }

    /// Parses a command line, with all checks of its options.
    public static func parse(_ arguments: [String]) -> Outcome {
        do {
            _ = try StepwellCommand.parseAsRoot(arguments)
            return .accepted
        } catch {
            let status = StepwellCommand.exitCode(for: error).rawValue
            let message = StepwellCommand.fullMessage(for: error)
            return status == 0 ? .answered : .refused(status: status, message: message)
        }
    }
}
