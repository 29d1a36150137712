import ArgumentParser
import Stepwell

/// `stepwell info`: what runs here.
struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Show the version, the instruction sets, and the formats read and written.")

    func run() throws {
        try ExitStatus.reporting {
            let supported = InstructionSet.allCases.filter(\.isSupported).map(\.rawValue).joined(separator: ", ")
            for line in [
                "version         \(StepwellVersion.current)",
                "kernels         \(InstructionSet.best.rawValue) (this machine runs \(supported))",
            ] + Self.linearAlgebra + [
                "formats         \(ScenarioDocument.format), \(PlanDocument.format)"
            ] { try Console.print(line) }
        }
    }

    /// The libraries behind `crosscheck` and `calibrate`, or why there are none; nothing else needs them.
    private static var linearAlgebra: [String] {
        do throws(LinearAlgebraError) {
            let backend = try BackendReport.load()
            return [
                "linear algebra  OpenBLAS \(backend.version), core \(backend.coreName), "
                    + "\(backend.threads) thread\(backend.threads == 1 ? "" : "s")",
                "LAPACK          \(backend.lapackProvider) (\(backend.lapackLibrary))",
            ]
        } catch {
            return ["linear algebra  none: \(error)"]
        }
    }
}
