import OffloadModel
import ScenarioFiles
import Testing

@Suite struct PresetTests {
    /// The files in `Examples` are exactly what the code makes.
    @Test(arguments: Preset.allCases)
    func exampleFile(preset: Preset) throws {
        let path = example("\(preset.rawValue).json")
        #expect(try InputFile.bytes(path: path) == preset.scenario().json(style: .pretty))
        #expect(try Scenario(path: path) == preset.scenario())
    }

    /// The notes beside the files give every preset's sources and assumptions in the same words as the code.
    @Test(arguments: Preset.allCases)
    func notes(preset: Preset) throws {
        func words(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        let notes = words(String(decoding: try InputFile.bytes(path: example("README.md")), as: UTF8.self))
        #expect(notes.contains("`\(preset.rawValue).json`"))
        #expect(notes.contains(words(preset.source)))
        #expect(notes.contains(words(preset.assumptions)))
    }

    /// Every preset has plans, and at the weights chosen both sites are worth having for somebody, except where equal
    /// weights on seconds and joules keep everybody at home.
    @Test(arguments: Preset.allCases)
    func presetsAreInteresting(preset: Preset) throws {
        let problem = try OffloadProblem(preset.scenario())
        #expect(problem.infeasibility(under: .integer) == nil)
        let preferEdge = (0..<problem.count).filter { user in
            let costs = Site.allCases.map { site in
                (0...100).map { step in
                    let curve = problem.curves(at: site)[user]
                    return curve.value(at: curve.mostSteps * Double(step) / 100)
                }.min()!
            }
            return costs[1] < costs[0]
        }
        if preset == .paperLiteral {
            #expect(preferEdge.isEmpty)
        } else {
            #expect(preferEdge.count >= 10)
            let wanted = preferEdge.map { problem.edge.mostSteps[$0] }.reduce(0, +)
            #expect(wanted > problem.stepBudget, "the budget does not bind")
        }
    }

    /// Energies per step are those of the sources: local within ±30 % of the nominal one, and the edge's exactly.
    @Test(arguments: [
        (Preset.paper, 0.0675, 10.0), (.paperLiteral, 0.0675, 10), (.phoneH100, 1.9, 56.5), (.phoneA100, 6, 36.6),
        (.fewStep, 6, 19),
    ])
    func energies(preset: Preset, local: Double, edge: Double) throws {
        let scenario = try preset.scenario()
        for user in 0..<scenario.count {
            let frequency = scenario[.localFrequency][user]
            let energy =
                scenario[.localPowerCoefficient][user] * frequency * frequency * frequency
                * scenario[.localStepTime][user]
            // Step time and power vary by ±30 % each.
            #expect(energy > 0.48 * local && energy < 1.71 * local)
            let edgeFrequency = scenario[.edgeFrequency][user]
            let edgeEnergy =
                scenario.edge.powerCoefficient * edgeFrequency * edgeFrequency * edgeFrequency
                * scenario[.edgeStepTime][user]
            #expect(abs(edgeEnergy - edge) < 0.001 * edge)
        }
    }
}
