import ArgumentParser
import Stepwell

/// The command `stepwell`.
@main
struct StepwellCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stepwell",
        abstract: "Decide where every user's image is generated and for how many steps, and prove it optimal.",
        discussion: """
            Results go to standard output, everything else to standard error. A file named - is standard input or \
            output.

            Exit status: 0 solved to the asked gap, 2 stopped early with a plan, 3 infeasible, 64 usage, 65 bad \
            input, 70 numerical failure or failed check, 74 input or output.
            """,
        version: StepwellVersion.current,
        subcommands: [
            SolveCommand.self, VerifyCommand.self, BatchCommand.self, CrossCheckCommand.self, StudyCommand.self,
            SweepCommand.self, ExplainCommand.self,
            ReproduceCommand.self, CalibrateCommand.self, GenerateCommand.self, ProfileCommand.self, InfoCommand.self,
        ])

    /// Runs the command; how it takes signals is settled first, so that it holds for the help texts as well.
    ///
    /// No command is asynchronous: tasks run on threads of their own, which the system may not allow. What draws figures waits
    /// for its tasks, see `AsynchronousWork`.
    static func main() {
        InterruptSignal.prepare()
        do {
            var command = try parseAsRoot(nil)
            try command.run()
        } catch {
            end(with: error)
        }
    }

    /// Ends the process as `exit(withError:)` does; what an argument repeated in a message has of control characters is shown
    /// and not obeyed.
    private static func end(with error: any Error) -> Never {
        let odd = CommandLine.arguments.dropFirst().filter {
            $0.unicodeScalars.contains(where: PrintableText.isControl)
        }
        guard !odd.isEmpty, exitCode(for: error) != .success else { exit(withError: error) }
        var message = fullMessage(for: error)
        for argument in odd {
            // A message has all of an argument, or what stands behind its equals sign.
            let value = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
            for part in [argument, String(value)] where !part.isEmpty {
                message = message.replacing(part, with: PrintableText.escaped(part))
            }
        }
        for line in message.split(separator: "\n", omittingEmptySubsequences: false) where !message.isEmpty {
            Console.note(String(line))
        }
        Self.exit(withError: exitCode(for: error))
    }
}
