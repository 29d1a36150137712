import Foundation
import Stepwell
import Testing

/// The code of the tutorials is compiled into these tests, from the very files that the tutorials show, and run.
@Suite struct TutorialTests {
    private static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let catalog = package.appendingPathComponent("Sources/Stepwell/Stepwell.docc")
    private let example = package.appendingPathComponent("Examples/example.json").path
    private let table = package.appendingPathComponent("Examples/quality/cifar10.csv").path

    /// The result of the command's own first example.
    @Test func serviceIsSolved() throws {
        let problem = try readProblem(path: example)
        #expect(problem.count == 30)
        let result = try solveService(path: example)
        #expect(result.status == .optimal && result.objective == -7.192323855186437)
        #expect(result.plan?.offloadedCount == 15)
        #expect(try planIsProven(path: example))
    }

    @Test func infeasibleServiceIsNotProven() throws {
        var users = try Scenario(path: example).users
        users[.minimumSteps] = .uniform(1000)
        let scenario = try Scenario(path: example)
        let impossible = try Scenario(
            name: "impossible", count: scenario.count, weights: scenario.weights, edge: scenario.edge, users: users)
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try impossible.write(path: path)
        #expect(try !planIsProven(path: path))
        #expect(try objectives(of: impossible, budgets: [1, 2]).isEmpty)
    }

    /// More steps never cost more, and what they save falls.
    @Test func budgetsAreComparedFromTheLastPrice() throws {
        let scenario = try Scenario(path: example)
        let budgets = [0.0, 100, 200, 300, 400, 500, 600, 3000, 4000]
        let costs = try objectives(of: scenario, budgets: budgets)
        #expect(costs.count == budgets.count)
        #expect(zip(costs, costs.dropFirst()).allSatisfy { $1 <= $0 + 1e-9 })
        #expect(abs(costs[5] + 7.192323855186437) <= 1e-8)
        // Beyond what all users together want, more steps change nothing.
        #expect(costs[7] - costs[8] <= 1e-7)
    }

    @Test func planIsWrittenAndVerified() throws {
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let findings = try writePlan(of: Scenario(path: example), to: path)
        #expect(findings.holds && findings.objective == -7.192323855186437)
    }

    @Test func qualityIsCalibrated() throws {
        let calibration = try fitTable(path: table, column: "euler")
        #expect(abs(calibration.fit.rate.value - 0.382) <= 1e-3)
        let lines = describe(calibration)
        #expect(lines.count == 1 && lines[0].hasPrefix("C1 is 0.38"))
        let result = try solveCalibrated(Scenario(path: example), with: calibration)
        #expect(result.status == .optimal)
        let ddim = try fitTable(
            path: table.replacingOccurrences(of: "cifar10.csv", with: "ddim-cifar10.csv"), column: "fid")
        #expect(describe(ddim).count == 2)
    }

    /// Every file that a tutorial shows is one that is compiled here, by a link, and every one compiled is shown.
    @Test func whatIsShownIsWhatIsCompiled() throws {
        let tutorials = Self.catalog.appendingPathComponent("Tutorials")
        var shown: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: tutorials.path) {
            let text = try String(contentsOf: tutorials.appendingPathComponent(file), encoding: .utf8)
            for match in text.matches(of: /@Code\(name: "[^"]*", file: "([^"]*)"\)/) { shown.insert(String(match.1)) }
        }
        #expect(shown.count >= 8)
        let links = Self.package.appendingPathComponent("Tests/StepwellTests/Snippets")
        let compiled = try FileManager.default.contentsOfDirectory(atPath: links.path)
        #expect(Set(compiled) == shown)
        for file in compiled {
            let link = links.appendingPathComponent(file)
            let original = Self.catalog.appendingPathComponent("Snippets/\(file)").resolvingSymlinksInPath()
            #expect(link.resolvingSymlinksInPath().path == original.path)
        }
    }

    private func temporaryPath() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("stepwell-\(UUID().uuidString).json").path
    }
}
