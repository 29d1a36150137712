import ScenarioFiles
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Streams that are open are recognised under all their names, and used where they stand.
@Suite struct OpenStreamTests {
    private let folder = TemporaryFolder()

    @Test func streamsHaveManyNames() {
        #expect(OpenStream(input: "-")?.descriptor == 0)
        #expect(OpenStream(output: "-")?.descriptor == 1)
        var names = [
            "/dev/stdout", "/dev/fd/1", "/dev/../dev/stdout", "//dev//fd/1", "/dev/./stdout", "/dev/fd/../fd/1",
        ]
        #if os(Linux)
            names += [
                "/proc/self/fd/1", "/proc/\(getpid())/fd/1", "/proc/thread-self/fd/1", "/proc/self/../self/fd/1",
                "/proc/self/task/\(getpid())/fd/1",
            ]
        #endif
        symlink("/dev/stdout", folder("link"))
        symlink("link", folder("second"))
        symlink("/dev/fd", folder("streams"))
        for name in names + [folder("link"), folder("second"), folder("streams/1")] {
            #expect(OpenStream(output: name)?.descriptor == 1, "\(name)")
            #expect(OpenStream.isStandardOutput(name), "\(name)")
        }
        #expect(OpenStream(input: "/dev/stdin")?.descriptor == 0)
        #expect(OpenStream(output: "/dev/stderr")?.descriptor == 2)
        #expect(OpenStream(output: "/dev/fd/63")?.descriptor == 63)
    }

    @Test func otherNamesAreNoStreams() throws {
        try folder.write("1", to: "1")
        symlink("1", folder("link"))
        symlink("none", folder("dangling"))
        symlink("circle", folder("circle"))
        mkdir(folder("fd"), 0o700)
        for name in [
            "", "/", ".", "..", "/dev/null", "/dev/fd", "/dev/fd/", "/dev/fd/01", "/dev/fd/+1", "/dev/fd/-1",
            "/dev/fd/1/", "/dev/fd/99999999999", "/dev/stdoute", "1", folder("1"), folder("link"), folder("dangling"),
            folder("circle"), folder("fd/1"), "/proc/1/fd/1",
        ] {
            #expect(OpenStream(output: name) == nil, "\(name)")
            #expect(!OpenStream.isStandardOutput(name), "\(name)")
        }
        #expect(!OpenStream.isStandardOutput(nil))
    }

    @Test func oneStreamIsReadOnce() {
        #expect(OpenStream.isOne("-", "/dev/stdin"))
        #expect(OpenStream.isOne("/dev/fd/0", "-"))
        #expect(!OpenStream.isOne("-", "/dev/fd/3"))
        #expect(!OpenStream.isOne("-", nil) && !OpenStream.isOne(nil, nil) && !OpenStream.isOne("a", "a"))
    }

    /// What is in the file stays, and the file stays the same one.
    @Test func aStreamIsWrittenWhereItStands() throws {
        try folder.write("before ", to: "file")
        let identity = FileIdentity(path: folder("file"))
        let descriptor = open(folder("file"), O_WRONLY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        lseek(descriptor, 0, SEEK_END)
        for name in ["/dev/fd/\(descriptor)", "/proc/self/fd/\(descriptor)"] {
            try AtomicFile.expectWritable(path: name)
            try AtomicFile.write(path: name) { sink in
                try sink("in ".bytes)
                try sink("two ".bytes)
            }
        }
        write(descriptor, "after", 5)
        #expect(try folder.text(of: "file") == "before in two in two after")
        #expect(FileIdentity(path: folder("file")) == identity)
        #expect(folder.contents == ["file"])
    }

    @Test func aStreamIsReadFromWhereItStands() throws {
        try folder.write("one two", to: "file")
        let descriptor = open(folder("file"), O_RDONLY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        lseek(descriptor, 4, SEEK_SET)
        #expect(try InputFile.bytes(path: "/dev/fd/\(descriptor)") == "two".bytes)
        #expect(try InputFile.bytes(path: "/dev/fd/\(descriptor)") == [])
    }

    @Test func aStreamThatIsNotOpenForItIsRefused() throws {
        try folder.write("kept", to: "file")
        let descriptor = open(folder("file"), O_RDONLY)
        try #require(descriptor >= 0)
        let name = "/dev/fd/\(descriptor)"
        #expect(throws: FileError(.write, path: name, code: EBADF)) { try AtomicFile.expectWritable(path: name) }
        #expect(throws: FileError(.write, path: name, code: EBADF)) { try AtomicFile.write([1], path: name) }
        close(descriptor)
        // A number that no descriptor has.
        let none = "/dev/fd/\(Int32.max)"
        #expect(throws: FileError(.write, path: none, code: EBADF)) { try AtomicFile.write([1], path: none) }
        #expect(throws: FileError(.read, path: none, code: EBADF)) { try InputFile.bytes(path: none) }
        #expect(try folder.text(of: "file") == "kept")
    }

    /// A pipe whose writer does not wait, as some programs leave it, gets everything all the same.
    @Test func aPipeThatDoesNotWaitGetsEverything() async throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let (reader, writer) = (ends[0], ends[1])
        _ = fcntl(writer, F_SETFL, O_NONBLOCK)
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        async let received = OwnThread.result { try InputFile.bytes(path: "/dev/fd/\(reader)") }
        try await OwnThread.result {
            try AtomicFile.write(bytes, path: "/dev/fd/\(writer)")
            close(writer)
        }
        #expect(try await received == bytes)
        close(reader)
    }
}
