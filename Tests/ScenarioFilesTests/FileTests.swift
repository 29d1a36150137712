import ScenarioFiles
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Files are read whole, written whole or not at all, and errors say which file and why.
@Suite final class FileTests {
    private let folder: String

    init() {
        var template = Array("/tmp/stepwell-tests-XXXXXX".utf8CString)
        folder = mkdtemp(&template).map { String(cString: $0) } ?? ""
    }

    deinit {
        chmod(folder, 0o700)
        for name in contents() { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    private func contents() -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private func fileError(_ body: () throws -> Void) -> FileError? {
        do { try body() } catch { return error as? FileError }
        return nil
    }

    @Test func writtenFilesReturn() throws {
        let path = "\(folder)/scenario.json"
        let scenario = try ScenarioGenerator(family: .hetero, users: 30_000, seed: 1).scenario()
        try scenario.write(path: path, style: .pretty)
        #expect(try Scenario(path: path) == scenario)
        try scenario.write(path: path)
        #expect(try InputFile.bytes(path: path) == scenario.json() + [UInt8(ascii: "\n")])
        #expect(contents() == ["scenario.json"])
    }

    @Test func missingFile() {
        let error = fileError { _ = try Scenario(path: "\(folder)/absent.json") }
        #expect(error == FileError(.read, path: "\(folder)/absent.json", code: ENOENT))
        #expect(error?.description == "cannot read \(folder)/absent.json: No such file or directory")
    }

    @Test func directoryIsNotAFile() {
        #expect(fileError { _ = try Scenario(path: folder) }?.code == EISDIR)
        #expect(fileError { try AtomicFile.write([1], path: folder) }?.code == EISDIR)
    }

    @Test func unreadableFile() throws {
        let path = "\(folder)/secret.json"
        try AtomicFile.write([1], path: path)
        chmod(path, 0)
        // The superuser may read everything.
        guard getuid() != 0 else { return }
        #expect(fileError { _ = try Scenario(path: path) }?.code == EACCES)
    }

    @Test func missingDirectory() {
        let error = fileError { try AtomicFile.write([1], path: "\(folder)/absent/plan.json") }
        #expect(error == FileError(.write, path: "\(folder)/absent/plan.json", code: ENOENT))
    }

    /// A failure half-way leaves the old file as it was and nothing beside it.
    @Test func failureLeavesNothing() throws {
        struct Interruption: Error {}
        let path = "\(folder)/plan.json"
        func interrupted() throws {
            try AtomicFile.write(path: path) { sink in
                try sink(Array(repeating: 0x20, count: 100_000))
                throw Interruption()
            }
        }
        #expect(throws: Interruption.self) { try interrupted() }
        #expect(contents() == [])
        try AtomicFile.write("old".bytes, path: path)
        #expect(throws: Interruption.self) { try interrupted() }
        #expect(contents() == ["plan.json"])
        #expect(try InputFile.bytes(path: path) == "old".bytes)
    }

    /// While the new file is being written, readers still find the old one.
    @Test func oldFileStaysUntilTheEnd() throws {
        let path = "\(folder)/plan.json"
        try AtomicFile.write("old".bytes, path: path)
        chmod(path, 0o640)
        try AtomicFile.write(path: path) { sink in
            try sink("new".bytes)
            #expect(try InputFile.bytes(path: path) == "old".bytes)
            #expect(self.contents().count == 2)
        }
        #expect(try InputFile.bytes(path: path) == "new".bytes)
        var status = stat()
        stat(path, &status)
        #expect(status.st_mode & 0o777 == 0o640)
        #expect(contents() == ["plan.json"])
    }

    @Test func linksAndDevicesArePreserved() throws {
        try AtomicFile.write("old".bytes, path: "\(folder)/target")
        symlink("target", "\(folder)/link")
        try AtomicFile.write("new".bytes, path: "\(folder)/link")
        #expect(try InputFile.bytes(path: "\(folder)/target") == "new".bytes)
        try AtomicFile.write("gone".bytes, path: "/dev/null")
        #expect(try InputFile.bytes(path: "/dev/null") == [])
        #expect(fileError { try AtomicFile.write([1, 2], path: "/dev/full") }?.code == ENOSPC)
    }

    @Test func emptyAndLargeFiles() throws {
        let path = "\(folder)/bytes"
        for size in [0, 1, 65_535, 65_536, 3_000_001] {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try AtomicFile.write(bytes, path: path)
            #expect(try InputFile.bytes(path: path) == bytes)
        }
    }

    /// What can be written is not refused beforehand, what cannot be is, and looking leaves no trace.
    @Test func writabilityIsForeseen() throws {
        try AtomicFile.write([1], path: "\(folder)/file")
        symlink("file", "\(folder)/link")
        mkfifo("\(folder)/pipe", 0o600)
        let before = contents()
        for path in ["-", "\(folder)/new", "\(folder)/file", "\(folder)/link", "\(folder)/pipe", "/dev/null"] {
            #expect(fileError { try AtomicFile.expectWritable(path: path) } == nil)
        }
        for (path, code) in [
            (folder, EISDIR), ("\(folder)/none/file", ENOENT), ("\(folder)/file/below", ENOTDIR), ("", ENOENT),
        ] {
            #expect(
                fileError { try AtomicFile.expectWritable(path: path) } == FileError(.write, path: path, code: code))
        }
        #expect(contents() == before)
    }
}
