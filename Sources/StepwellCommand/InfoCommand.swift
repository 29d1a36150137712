import ArgumentParser
import Stepwell

/// `stepwell info`: what runs here.
struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Show the version, the instruction sets, and the formats read and written.")

    func run() throws {
        try ExitStatus.reporting {
            InterruptSignal.ignoreBrokenPipes()
            let backend = BackendReport.current
            let supported = InstructionSet.allCases.filter(\.isSupported).map(\.rawValue).joined(separator: ", ")
            for line in [
                "version         \(StepwellVersion.current)",
                "kernels         \(InstructionSet.best.rawValue) (this machine runs \(supported))",
                "linear algebra  OpenBLAS \(backend.version), core \(backend.coreName), "
                    + "\(backend.threads) thread\(backend.threads == 1 ? "" : "s")",
                "LAPACK          \(backend.lapackProvider) (\(backend.lapackLibrary))",
                "formats         \(ScenarioDocument.format), \(PlanDocument.format)",
            ] { try Console.print(line) }
        }
    }
}
