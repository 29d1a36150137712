import Foundation
import Testing

/// Everything in the folder of examples: each scenario is solved and verified, each table fitted, and the readme tells of
/// both.
@Suite struct ExamplesTests {
    private let folder = Folder()
    private let readme: String

    init() throws {
        readme = try String(contentsOf: packageFolder.appendingPathComponent("Examples/README.md"), encoding: .utf8)
    }

    static func files(_ place: String, _ ending: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: packageFolder.appendingPathComponent(place).path)
        return (names ?? []).filter { $0.hasSuffix(ending) }.sorted()
    }

    @Test func thereAreExamples() {
        #expect(Self.files("Examples", ".json").count >= 6)
        #expect(Self.files("Examples/quality", ".csv").count >= 4)
    }

    @Test(arguments: files("Examples", ".json")) func scenarioIsSolvedAndVerified(file: String) throws {
        #expect(readme.contains("### `\(file)`"))
        let path = packageFolder.appendingPathComponent("Examples/\(file)").path
        for steps in ["continuous", "integer"] {
            let solve = try folder.stepwell("solve", path, "--steps", steps, "-o", "plan.json")
            #expect(solve.status == 0 && solve.output.contains("status          optimal"), "\(solve.errors)")
            let verify = try folder.stepwell("verify", path, "plan.json")
            #expect(verify.status == 0 && verify.output.contains("every claim holds"), "\(verify.errors)")
        }
    }

    @Test(arguments: files("Examples/quality", ".csv")) func tableIsFitted(file: String) throws {
        #expect(readme.contains("`quality/\(file)`") && readme.contains("stepwell calibrate Examples/quality/\(file)"))
        let path = packageFolder.appendingPathComponent("Examples/quality/\(file)").path
        let headings = try String(contentsOfFile: path, encoding: .utf8).prefix { $0 != "\n" }.split(separator: ",")
        for heading in headings.dropFirst() {
            #expect(try folder.stepwell("calibrate", path, "--error", String(heading)).status == 0)
        }
    }
}
