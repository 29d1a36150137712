import Experiments
import Foundation
import Plotting
import ScenarioFiles
import Testing

/// The files of a figure and their manifest.
@Suite final class FigureFilesTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("figures-\(UUID().uuidString)")
    private let provenance = ReproducedFigure.Provenance(
        version: "1.2.3", command: ["stepwell", "reproduce", "fig2"], seed: .max)

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static func figure() throws -> ReproducedFigure {
        var settings = ReproductionSettings()
        (settings.users, settings.budgets) = (4, 3)
        return try #require(try Reproduction(settings).run(.fig2))
    }

    private func contents(_ path: String) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: URL(fileURLWithPath: "\(path)/\($0)"))) })
    }

    /// The manifest names every other file with its size and what the system's `cksum` says of it.
    @Test func manifestHoldsWhatCksumSays() async throws {
        let path = folder.appendingPathComponent("deep/er").path
        let names = try await Self.figure().write(to: path, drawnBy: Gnuplot(), provenance: provenance)
        let files = try contents(path)
        #expect(Set(names) == Set(files.keys) && names.last == "manifest.json")
        let manifest = try #require(
            try JSONSerialization.jsonObject(with: files["manifest.json"]!) as? [String: Any])
        #expect(manifest["format"] as? String == "stepwell-figure/1" && manifest["version"] as? String == "1.2.3")
        #expect(manifest["command"] as? [String] == provenance.command)
        #expect(manifest["seed"] as? String == "18446744073709551615" && manifest["measured"] as? Bool == false)
        let entries = try #require(manifest["files"] as? [[String: Any]])
        #expect(entries.compactMap { $0["name"] as? String } == names.dropLast())
        for entry in entries {
            let name = try #require(entry["name"] as? String)
            let words = try cksum("\(path)/\(name)")
            #expect(entry["cksum"] as? Int == words[0] && entry["bytes"] as? Int == words[1])
        }
    }

    private func cksum(_ path: String) throws -> [Int] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/cksum")
        process.arguments = [path]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: " ").prefix(2).compactMap { Int($0) }
    }

    /// The same figure has the same bytes, and takes the place of an older one.
    @Test func filesAreTheSameAgain() async throws {
        let path = folder.path
        _ = try await Self.figure().write(to: path, drawnBy: Gnuplot(), provenance: provenance)
        let first = try contents(path)
        _ = try await Self.figure().write(to: path, drawnBy: Gnuplot(), theme: .dark, provenance: provenance)
        #expect(try contents(path) != first)
        _ = try await Self.figure().write(to: path, drawnBy: Gnuplot(), provenance: provenance)
        #expect(try contents(path) == first)
    }

    /// The scenarios read back as those that were solved.
    @Test func scenariosReadBack() async throws {
        let figure = try Self.figure()
        _ = try await figure.write(to: folder.path, drawnBy: Gnuplot(), provenance: provenance)
        let text = try #require(try contents(folder.path)["scenarios.jsonl"])
        let lines = text.split(separator: UInt8(ascii: "\n"))
        #expect(try lines.map { try Scenario(json: Array($0)) } == figure.scenarios)
    }

    /// If the drawing fails nothing is written, not even a folder.
    @Test func nothingIsWrittenWithoutPictures() async throws {
        let figure = try Self.figure()
        await #expect(throws: PlotError.self) {
            try await figure.write(to: folder.path, drawnBy: Gnuplot(path: "/bin/false"), provenance: provenance)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    /// A folder that cannot be made is an error, found before and while writing.
    @Test func folderInTheWayIsAnError() async throws {
        try Data().write(to: folder)
        let path = folder.appendingPathComponent("fig2").path
        let error = #expect(throws: FileError.self) { try OutputFolder.expectWritable(path: path) }
        #expect(error?.path == path)
        let figure = try Self.figure()
        await #expect(throws: FileError.self) {
            try await figure.write(to: path, drawnBy: Gnuplot(), provenance: provenance)
        }
        #expect(throws: FileError.self) { try OutputFolder.create(path: folder.path) }
        #expect(throws: FileError.self) { try OutputFolder.expectWritable(path: folder.path) }
        #expect(throws: FileError.self) { try OutputFolder.expectWritable(path: "") }
    }

    @Test func foldersThatCanBeMadePass() throws {
        let path = folder.path
        try OutputFolder.expectWritable(path: "\(path)/a/b/c")
        #expect(!FileManager.default.fileExists(atPath: path))
        try OutputFolder.create(path: "\(path)/a/b/c/")
        try OutputFolder.create(path: "\(path)/a")
        try OutputFolder.expectWritable(path: "\(path)/a/b/c")
        #expect(FileManager.default.fileExists(atPath: "\(path)/a/b/c"))
        try OutputFolder.expectWritable(path: "not-there")
        try OutputFolder.expectWritable(path: "./not-there/either")
    }
}
