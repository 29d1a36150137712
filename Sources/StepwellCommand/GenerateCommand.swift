import ArgumentParser
import Stepwell

/// `stepwell generate`: scenarios of any size.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write a random scenario of a family, or a preset; the same for the same seed everywhere.",
        discussion: """
            Families: hetero, users that all differ; twins, users all alike; near-twins, alike up to one part in a \
            million; types, a few kinds of users. The other families are hard knapsacks of the literature, with one user for \
            each item: it offloads if the item is packed. The presets and their sources are described in Examples.
            """)

    @Option(
        help: ArgumentHelp(
            "The family: \(ScenarioFamily.allCases.map(\.rawValue).joined(separator: ", ")). (default: hetero)"))
    var family: ScenarioFamily?

    @Option(help: "A preset instead of a family: \(Preset.allCases.map(\.rawValue).joined(separator: ", ")).")
    var preset: Preset?

    @Option(ScenarioGenerator.Descriptions.users)
    var users: TypedNumber<Int>

    @Option(ScenarioGenerator.Descriptions.seed)
    var seed: TypedNumber<UInt64>

    @Option(ScenarioGenerator.Descriptions.tightness)
    var tightness: TypedNumber<Double>

    @Option(ScenarioGenerator.Descriptions.typeCount)
    var types: TypedNumber<Int>

    @Option(ScenarioGenerator.Descriptions.itemRange)
    var range: TypedNumber<Int>

    @Option(name: [.short, .long], help: "Where the scenario goes, - for standard output.")
    var output: String

    @Flag(help: "Write one entry per line.")
    var pretty = false

    func validate() throws {
        if let preset, let stray {
            throw ValidationError("\(stray) has no meaning for the preset \(preset.rawValue), which is fixed")
        }
        if types.isGiven, family != .types { throw ValidationError("--types is an option of the family types alone") }
        if range.isGiven, family?.isKnapsack != true {
            throw ValidationError("--range is an option of the families of knapsacks alone")
        }
        try OptionName.checking { _ = try generator }
    }

    /// The first option given that a preset leaves no choice about, nil if there is none.
    private var stray: String? {
        let given = [
            ("--family", family != nil), ("--users", users.isGiven), ("--seed", seed.isGiven),
            ("--tightness", tightness.isGiven), ("--types", types.isGiven), ("--range", range.isGiven),
        ]
        return given.first { $0.1 }?.0
    }

    private var generator: ScenarioGenerator {
        get throws {
            try ScenarioGenerator(
                family: family ?? .hetero, users: users.value, seed: seed.value, tightness: tightness.value,
                typeCount: types.value, itemRange: range.value)
        }
    }

    func run() throws {
        try ExitStatus.reporting {
            try OutputFiles.check([output], inputs: [])
            // What memory has room for is a range of --users like another.
            let scenario = try preset?.scenario() ?? OptionName.checking { try generator.scenario() }
            try scenario.write(path: output, style: pretty ? .pretty : .compact)
        }
    }
}

extension ScenarioFamily: ExpressibleByArgument {}
extension Preset: ExpressibleByArgument {}
