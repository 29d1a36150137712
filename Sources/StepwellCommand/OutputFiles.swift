import ArgumentParser
import Stepwell

/// What is looked at before a computation whose results go to files.
enum OutputFiles {
    /// Checks that the outputs can be written, and that none of them is an input or another output.
    ///
    /// - Throws: ``FileError``, or a usage error that names the path.
    static func check(_ outputs: [String?], inputs: [String]) throws {
        let read = inputs.compactMap { FileIdentity(path: $0) }.filter(\.isRegular)
        var written: [(path: String, identity: FileIdentity?)] = []
        for path in outputs.compactMap({ $0 }) where path != "-" {
            try AtomicFile.expectWritable(path: path)
            let identity = FileIdentity(path: path)
            // Devices and pipes take whatever comes.
            if let identity, !identity.isRegular { continue }
            if let identity, read.contains(identity) { throw ValidationError("\(path) is both input and output") }
            let isTaken = written.contains { $0.path == path || (identity != nil && $0.identity == identity) }
            if isTaken { throw ValidationError("\(path) is the place of two outputs") }
            written.append((path, identity))
        }
    }
}
