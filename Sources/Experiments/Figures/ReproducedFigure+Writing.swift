import Plotting
import ScenarioFiles

extension ReproducedFigure {
    /// Where a figure comes from, for its manifest.
    public struct Provenance: Sendable, Equatable {
        /// The version of this package.
        public var version: String
        /// The command line, word by word.
        public var command: [String]
        /// The seed of the users.
        public var seed: UInt64

        /// Gathers the three parts.
        public init(version: String, command: [String], seed: UInt64) {
            self.version = version
            self.command = command
            self.seed = seed
        }
    }

    /// The format of the manifest.
    public static let manifestFormat = "stepwell-figure/1"

    /// Writes the figure into a folder, which is made if it is missing.
    ///
    /// Every drawing is there as SVG and PNG, the numbers as CSV under the figure's name, the scenarios as
    /// `scenarios.jsonl`, one a line, which `stepwell batch` reads, and at last `manifest.json` with the size and the
    /// `Cksum` of each of them. Everything is drawn before anything is written, and each file appears whole or not at
    /// all. A manifest that was there is removed first: a folder with a manifest is complete.
    ///
    /// - Returns: The names of the files, the manifest last.
    /// - Throws: `PlotError`, `FileError`; `PlaceConflict` where links in the folder make one file of two.
    public func write(
        to folder: String, drawnBy board: Gnuplot, theme: Theme = .light, provenance: Provenance
    ) async throws -> [String] {
        var files: [(name: String, bytes: [UInt8])] = []
        for drawing in drawings {
            for format in ImageFormat.allCases {
                files.append(
                    (
                        "\(drawing.name).\(format.rawValue)",
                        try await board.render(drawing.figure, as: format, theme: theme)
                    ))
            }
        }
        files.append(("\(name.rawValue).csv", Array(table.text.utf8)))
        if !scenarios.isEmpty {
            files.append(
                ("scenarios.jsonl", try scenarios.flatMap { try $0.json(style: .compact) + [UInt8(ascii: "\n")] }))
        }
        files.append(("manifest.json", try manifest(of: files, provenance)))
        try OutputFolder.create(path: folder)
        let paths = files.map { "\(folder)/\($0.name)" }
        for path in paths { try AtomicFile.expectWritable(path: path) }
        _ = try OutputPlaces(paths, inputs: [])
        try OutputFolder.remove(file: "\(folder)/manifest.json")
        for (file, path) in zip(files, paths) { try AtomicFile.write(file.bytes, path: path) }
        return files.map(\.name)
    }

    private func manifest(
        of files: [(name: String, bytes: [UInt8])], _ provenance: Provenance
    ) throws -> [UInt8] {
        var writer = JSONWriter(style: .pretty)
        try writer.object { writer in
            try writer.member("format", Self.manifestFormat)
            try writer.member("figure", name.rawValue)
            try writer.member("version", provenance.version)
            try writer.key("command")
            try writer.array { writer in
                for word in provenance.command { try writer.string(word) }
            }
            // As text, for a JSON number holds no more than 53 bits.
            try writer.member("seed", "\(provenance.seed)")
            try writer.member("measured", isMeasured)
            try writer.member("checksum", "POSIX cksum")
            try writer.key("files")
            try writer.array { writer in
                for file in files {
                    let sum = Cksum(file.bytes)
                    try writer.object { writer in
                        try writer.member("name", file.name)
                        try writer.member("bytes", sum.count)
                        try writer.member("cksum", Int(sum.value))
                    }
                }
            }
        }
        try writer.finish()
        return writer.bytes
    }
}
