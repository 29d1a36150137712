import ArgumentParser
import Stepwell

/// `stepwell generate`: scenarios of any size.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Write a random scenario of a family, the same for the same seed.")

    func run() throws {}
}
