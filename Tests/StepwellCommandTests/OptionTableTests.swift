import Foundation
import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// The tables of options in the guide say of every numeric option what its description says: the range and the default.
///
/// The descriptions reach the test as the command's own help, which is made from them.
@Suite struct OptionTableTests {
    /// A numeric option as the help has it.
    struct NumericOption {
        let name: String
        let range: String
        let defaultText: String?
    }

    private static func fields(_ value: Any?) -> [String: Any] { value as? [String: Any] ?? [:] }
    private static func list(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }

    /// The numeric options of every subcommand.
    static func options() throws -> [String: [NumericOption]] {
        let text = try Folder().stepwell("--experimental-dump-help").output
        let dump = fields(try JSONSerialization.jsonObject(with: Data(text.utf8)))
        var options: [String: [NumericOption]] = [:]
        for command in list(fields(dump["command"])["subcommands"]) {
            guard let name = command["commandName"] as? String, name != "help" else { continue }
            options[name] = list(command["arguments"]).compactMap { argument in
                guard argument["kind"] as? String == "option", let abstract = argument["abstract"] as? String,
                    let long = list(argument["names"]).first(where: { $0["kind"] as? String == "long" })?["name"]
                        as? String,
                    let allowed = abstract.firstMatch(
                        of: /: a (?:whole )?number (?:of )?((?:from|at least|greater than) .*?)\.(?: |$)/)
                else { return nil }
                let standard = abstract.firstMatch(of: /\(default: (.*)\)$/).map { String($0.1) }
                return NumericOption(name: long, range: String(allowed.1), defaultText: standard)
            }
        }
        return options
    }

    /// A text with its numbers written in one way: `1e5` and `100,000` are `100000`.
    static func normalised(_ text: String) -> String {
        text.replacing(/(\d),(?=\d\d\d)/) { String($0.1) }
            .replacing(/\d+(?:\.\d+)?(?:e[+\-]?\d+)?/) { DecimalText.exact(Double($0.output) ?? .nan) }
            .replacing("`", with: "")
    }

    /// The rows of the tables of a section: the cells by the headings in lower case.
    static func rows(of section: Substring) -> [[String: String]] {
        var headings: [String] = []
        var rows: [[String: String]] = []
        for line in section.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                headings = []
                continue
            }
            let cells = line.replacing("\\|", with: "/").split(separator: "|", omittingEmptySubsequences: false)
                .dropFirst().dropLast()
                .map { $0.trimmingCharacters(in: .whitespaces) }
            if headings.isEmpty {
                headings = cells.map { $0.lowercased() }
            } else if cells.count == headings.count {
                rows.append(Dictionary(zip(headings, cells)) { first, _ in first })
            }
        }
        return rows
    }

    @Test func tablesSayWhatTheDescriptionsSay() throws {
        let guide = try String(
            contentsOf: packageFolder.appendingPathComponent("Documentation/Command.md"), encoding: .utf8)
        let options = try Self.options()
        #expect(options.values.reduce(0) { $0 + $1.count } >= 45, "\(options.mapValues(\.count))")
        for (command, numbers) in options where !numbers.isEmpty {
            let heading = try #require(guide.firstRange(of: "\n## `stepwell \(command)"))
            let rest = guide[heading.upperBound...]
            let rows = Self.rows(of: rest[..<(rest.firstRange(of: "\n## ")?.lowerBound ?? rest.endIndex)])
            for number in numbers {
                let row = rows.first { row in
                    guard let option = row.first(where: { $0.key.hasPrefix("option") })?.value else { return false }
                    return option.contains("`--\(number.name)`") || option.contains("`--\(number.name) ")
                }
                guard let row, let meaning = row["meaning"], let standard = row["default"] else {
                    Issue.record("\(command) --\(number.name) has no row with a default and a meaning")
                    continue
                }
                let range = Self.normalised(number.range)
                #expect(
                    Self.normalised(meaning).contains(range),
                    "\(command) --\(number.name): \(range) is not in: \(meaning)")
                if let defaultText = number.defaultText {
                    #expect(
                        Self.normalised(standard) == Self.normalised(defaultText),
                        "\(command) --\(number.name): \(standard), not \(defaultText)")
                } else {
                    #expect(Double(Self.normalised(standard)) == nil, "\(command) --\(number.name) has no default")
                }
            }
        }
    }

    /// The help says what the descriptions of the library say.
    @Test func helpIsMadeFromTheDescriptions() throws {
        let options = try Self.options()
        for (command, description) in [
            ("solve", CommonSettings.relativeGap as any NumericSetting), ("batch", CommonSettings.relativeGap),
            ("solve", CommonSettings.timeLimit), ("generate", ScenarioGenerator.Descriptions.tightness),
            ("generate", ScenarioGenerator.Descriptions.users), ("generate", ScenarioGenerator.Descriptions.typeCount),
            ("generate", ScenarioGenerator.Descriptions.itemRange),
        ] {
            let option = try #require(options[command]?.first { $0.name == description.option })
            #expect(option.range == description.rangeText && option.defaultText == description.defaultText)
        }
    }

    @Test func tablesAreRead() {
        let rows = Self.rows(
            of: "text\n| Option | Default |\n|---|---|\n| `--a\\|b` | `1e5` |\n\n| X |\n|---|\n| y |\n")
        #expect(rows.contains(["option": "`--a/b`", "default": "`1e5`"]) && rows.contains(["x": "y"]))
        #expect(Self.normalised("`1e-9`, from 1 to 10,000 or 1,5") == "1e-09, from 1 to 10000 or 1,5")
    }
}
