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
        main(nil)
    }
}
