import Foundation
import FuzzProperties
import TestSupport
import Testing

/// The fuzzer's properties on its seeds, on every input that once broke one, and on seeds damaged at random.
@Suite struct FuzzReplayTests {
    /// `Tests/Fuzzing`, beside this file's folder.
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fuzzing")

    private static func inputs(_ kind: String, of property: FuzzProperty) throws -> [(name: String, bytes: [UInt8])] {
        let folder = folder.appendingPathComponent("\(kind)/\(property.name)")
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try names.map { ($0, [UInt8](try Data(contentsOf: folder.appendingPathComponent($0)))) }
    }

    private static func expect(_ property: FuzzProperty, of bytes: [UInt8], _ name: String) {
        do {
            try property.check(bytes)
        } catch {
            Issue.record("\(property.name), \(name): \(error)\n\(String(decoding: bytes.prefix(2000), as: UTF8.self))")
        }
    }

    @Test(arguments: FuzzProperty.all.map(\.name)) func everyKeptInputKeepsThePromise(name: String) throws {
        let property = try #require(FuzzProperty.all.first { $0.name == name })
        let seeds = try Self.inputs("Corpus", of: property)
        #expect(seeds.count >= 5, "the seeds are missing")
        for (name, bytes) in try seeds + Self.inputs("Regressions", of: property) {
            Self.expect(property, of: bytes, name)
        }
    }

    /// A bit turned, a byte lost, a piece doubled, a number made extreme: what a fuzzer does first, everywhere and always.
    @Test(arguments: FuzzProperty.all.map(\.name)) func damagedSeedsKeepThePromise(name: String) throws {
        let property = try #require(FuzzProperty.all.first { $0.name == name })
        var random = SeededGenerator(seed: 99)
        let seeds = try Self.inputs("Corpus", of: property).filter { $0.bytes.count < 3000 }
        // A batch is written to a file and read again three times.
        for round in 0..<Effort.rounds(property.name == "batch" ? 300 : 1500) {
            let seed = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            var bytes = seed.bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) { Self.damage(&bytes, &random) }
            Self.expect(property, of: bytes, "\(seed.name), round \(round)")
        }
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return bytes.append(UInt8.random(in: 0...255, using: &random)) }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 3: bytes.removeLast(bytes.count - place)
        case 4:
            let end = min(place + Int.random(in: 1...20, using: &random), bytes.count)
            bytes.insert(contentsOf: bytes[place..<end], at: place)
        default:
            // The number that stands here or next gives way to one that is hard.
            let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
            guard let start = bytes[place...].firstIndex(where: digits.contains) else { return }
            let end = bytes[start...].firstIndex { !digits.contains($0) && $0 != UInt8(ascii: ".") } ?? bytes.count
            let hard = [
                "0", "-0", "1e15", "1e-300", "1e300", "5e-324", "0.1", "3", "1e400", "null", "9007199254740993",
            ]
            bytes.replaceSubrange(start..<end, with: Array(hard.randomElement(using: &random)!.utf8))
        }
    }
}
