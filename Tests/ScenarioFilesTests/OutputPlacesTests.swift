import ScenarioFiles
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Two outputs are two files, however they are spelled, and an output is no input: tried on random folders full of links.
@Suite struct OutputPlacesTests {
    /// A folder with folders, links to folders, files, and links to files that are there or not.
    private struct World {
        let folder = TemporaryFolder()
        private static let folders = ["", "a/", "a/b/", "c/"]
        private static let names = ["x", "y", "X", "x.json", "caf\u{e9}", "cafe\u{301}", "l", "m"]

        init(_ generator: inout SeededGenerator) throws {
            for name in Self.folders.dropFirst() { mkdir(folder(name), 0o700) }
            for (target, name) in [
                ("..", "a/up"), ("../a", "c/link"), (folder("a/b"), "absolute"), (".", "a/b/self"), ("c/link/b", "far"),
            ] { symlink(target, folder(name)) }
            for _ in 0..<6 {
                let (name, other) = (Self.entry(&generator), Self.entry(&generator))
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: try? folder.write("old", to: name)
                case 1: link(folder(other), folder(name))
                case 2: symlink(folder(other), folder(name))
                case 3: symlink((name.contains("/") ? "../" : "c/") + other, folder(name))
                default: symlink(Self.names.randomElement(using: &generator)!, folder(name))
                }
            }
        }

        /// Everything in it.
        var entries: [String] {
            Self.folders.flatMap { name in TemporaryFolder.names(in: folder(name)).map { name + $0 } }.sorted()
        }

        private static func entry(_ generator: inout SeededGenerator) -> String {
            folders.randomElement(using: &generator)! + names.randomElement(using: &generator)!
        }

        /// A random way to a random name.
        func spelling(_ generator: inout SeededGenerator) -> String {
            var path = folder.path
            for _ in 0..<Int.random(in: 0...5, using: &generator) {
                let steps = [".", "", "..", "a", "b", "c", "up", "link", "self", "absolute", "far"]
                let next = path + "/" + steps.randomElement(using: &generator)!
                var status = stat()
                guard stat(next, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, isInside(next) else { continue }
                path = next
            }
            return path + "/" + Self.names.randomElement(using: &generator)!
        }

        private func isInside(_ path: String) -> Bool {
            guard let real = realpath(path, nil) else { return false }
            defer { free(real) }
            return String(cString: real).hasPrefix(folder.path)
        }
    }

    /// The file that the system itself makes or finds under a path, nil where it makes none.
    private func opened(_ path: String) -> FileIdentity? {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return FileIdentity(path: "/dev/fd/\(descriptor)")
    }

    private func conflict(between outputs: [String]) -> PlaceConflict? {
        do throws(PlaceConflict) {
            _ = try OutputPlaces(outputs, inputs: [])
            return nil
        } catch {
            return error
        }
    }

    @Test func twoOutputsAreRefusedOrBothThere() throws {
        var generator = SeededGenerator(seed: 41)
        var (refused, accepted, impossible) = (0, 0, 0)
        for _ in 0..<Effort.rounds(6000) {
            let world = try World(&generator)
            let paths = [world.spelling(&generator), world.spelling(&generator)]
            let before = world.entries
            let isPossible = paths.allSatisfy { (try? AtomicFile.expectWritable(path: $0)) != nil }
            let conflict = conflict(between: paths)
            #expect(world.entries == before, "looking leaves no trace")
            guard isPossible else {
                #expect(paths.contains { opened($0) == nil }, "\(paths)")
                impossible += 1
                continue
            }
            if conflict != nil {
                refused += 1
                let files = paths.map { opened($0) }
                #expect(files[0] != nil && files[0] == files[1], "\(paths)")
            } else {
                accepted += 1
                try AtomicFile.write("first".bytes, path: paths[0])
                try AtomicFile.write("second".bytes, path: paths[1])
                #expect(try InputFile.bytes(path: paths[0]) == "first".bytes, "\(paths)")
                #expect(try InputFile.bytes(path: paths[1]) == "second".bytes, "\(paths)")
            }
        }
        #expect(refused > 0 && accepted > 0 && impossible > 0)
    }

    @Test func anOutputIsNoInput() throws {
        var generator = SeededGenerator(seed: 42)
        var (refused, accepted) = (0, 0)
        for _ in 0..<(Effort.isOptimised ? 2000 : 600) {
            let world = try World(&generator)
            let (input, output) = (world.spelling(&generator), world.spelling(&generator))
            guard let read = FileIdentity(path: input), read.isRegular else { continue }
            let isOne = FileIdentity(path: output) == read
            if isOne {
                refused += 1
                #expect(throws: PlaceConflict.self) { try OutputPlaces([output], inputs: [input]) }
            } else {
                accepted += 1
                _ = try OutputPlaces([output], inputs: [input])
            }
        }
        #expect(refused > 0 && accepted > 0)
    }

    @Test func aLinkIsFollowedToAFileThatIsNotThereYet() throws {
        let folder = TemporaryFolder()
        mkdir(folder("d"), 0o700)
        symlink("d/first", folder("link"))
        symlink("second", folder("d/first"))
        symlink("none/x", folder("lost"))
        symlink("circle", folder("circle"))
        try AtomicFile.expectWritable(path: folder("link"))
        try folder.write("new", to: "link")
        #expect(try folder.text(of: "d/second") == "new")
        var status = stat()
        for name in ["link", "d/first"] {
            lstat(folder(name), &status)
            #expect(status.st_mode & S_IFMT == S_IFLNK)
        }
        for (name, code) in [("lost", ENOENT), ("circle", ELOOP)] {
            let error = FileError(.write, path: folder(name), code: code)
            #expect(throws: error) { try AtomicFile.expectWritable(path: folder(name)) }
            #expect(throws: error) { try folder.write("new", to: name) }
        }
        #expect(folder.contents == ["circle", "d", "link", "lost"])
    }

    /// Both the name of the file and that of the hidden one beside it, until it is complete, have to fit.
    @Test func aLongNameIsAName() throws {
        let folder = TemporaryFolder()
        for name in [String(repeating: "x", count: 255), String(repeating: "\u{6f22}", count: 85)] {
            try AtomicFile.expectWritable(path: folder(name))
            try folder.write("new", to: name)
            #expect(try folder.text(of: name) == "new")
            let error = FileError(.write, path: folder(name + "x"), code: ENAMETOOLONG)
            #expect(throws: error) { try AtomicFile.expectWritable(path: folder(name + "x")) }
        }
    }

    @Test func pipesHaveOneEndForAnOutput() throws {
        let folder = TemporaryFolder()
        mkfifo(folder("pipe"), 0o600)
        symlink("pipe", folder("link"))
        #expect(throws: PlaceConflict.self) { try OutputPlaces([folder("pipe"), folder("link")], inputs: []) }
        _ = try OutputPlaces(["/dev/null", "/dev/null"], inputs: ["/dev/null"])
    }

    @Test func streamsAreComparedByNumberAndByFile() throws {
        let folder = TemporaryFolder()
        try folder.write("", to: "file")
        let first = open(folder("file"), O_WRONLY), second = open(folder("file"), O_WRONLY)
        try #require(first >= 0 && second >= 0)
        defer { for descriptor in [first, second] { close(descriptor) } }
        for pair in [
            ["/dev/fd/\(first)", "/proc/self/fd/\(first)"], ["/dev/fd/\(first)", "/dev/fd/\(second)"],
            ["/dev/fd/\(first)", folder("file")], [folder("file"), "/dev/fd/\(first)"], ["-", "/dev/stdout"],
        ] {
            #expect(throws: PlaceConflict.self, "\(pair)") { try OutputPlaces(pair, inputs: []) }
        }
        #expect(throws: PlaceConflict.self) { try OutputPlaces(["/dev/fd/\(first)"], inputs: [folder("file")]) }
        #expect(try OutputPlaces(["/dev/stdout", "/dev/stderr"], inputs: []).takeStandardOutput)
        #expect(try OutputPlaces(["/dev/fd/\(first)"], inputs: []).takeStandardOutput == false)
        #expect(try OutputPlaces(["/dev/stderr", folder("x")], inputs: []).takeStandardOutput == false)
    }

    @Test func conflictsNameBothPaths() {
        #expect(
            PlaceConflict.twoOutputs(path: "./x", other: "x").description
                == "./x is the place of two outputs, for x is the same file")
        #expect(PlaceConflict.inputAndOutput(path: "x", other: "x").description == "x is both input and output")
    }
}
