import ArgumentParser
import Stepwell

/// `stepwell generate`: scenarios of any size.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write a random scenario of a family, or a preset; the same for the same seed everywhere.",
        discussion: """
            Families: hetero, users that all differ; twins, users all alike; near-twins, alike up to one part in a \
            million; types, a few kinds of users. The presets and their sources are described in Examples.
            """)

    @Option(help: "The family: \(ScenarioFamily.allCases.map(\.rawValue).joined(separator: ", ")).")
    var family: ScenarioFamily = .hetero

    @Option(help: "A preset instead of a family: \(Preset.allCases.map(\.rawValue).joined(separator: ", ")).")
    var preset: Preset?

    @Option(help: "The number of users.")
    var users: Int = 30

    @Option(help: "The seed of the random numbers.")
    var seed: UInt64 = 1

    @Option(help: "The step budget as a share of what the users would take if edge steps were free, from 0.")
    var tightness: Double = 0.3

    @Option(help: "The number of kinds of users of the family types.")
    var types: Int = 3

    @Option(name: [.short, .long], help: "Where the scenario goes, - for standard output.")
    var output: String

    @Flag(help: "Write one entry per line.")
    var pretty = false

    func validate() throws {
        do {
            _ = try generator
        } catch {
            throw ValidationError("\(error)")
        }
    }

    private var generator: ScenarioGenerator {
        get throws {
            try ScenarioGenerator(family: family, users: users, seed: seed, tightness: tightness, typeCount: types)
        }
    }

    func run() throws {
        try ExitStatus.reporting {
            InterruptSignal.ignoreBrokenPipes()
            let scenario = try preset?.scenario() ?? generator.scenario()
            try scenario.write(path: output, style: pretty ? .pretty : .compact)
        }
    }
}

extension ScenarioFamily: ExpressibleByArgument {}
extension Preset: ExpressibleByArgument {}
