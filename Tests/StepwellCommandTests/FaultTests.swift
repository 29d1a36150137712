import Foundation
import ScenarioFiles
import TestSupport
import Testing

/// The machine fails the command, or the command line names the wrong files: a clear error, the right exit status, and
/// never a part of an output.
@Suite struct FaultTests {
    private let folder = Folder()

    init() throws {
        try folder.write(validScenario, to: "s.json")
    }

    /// Every way to write a file, with what comes before the path of the output.
    static let writers: [[String]] = [
        ["solve", "s.json", "--quiet", "--output"], ["solve", "s.json", "--quiet", "--output", "p.json", "--log"],
        ["generate", "--users", "50", "--output"], ["study", "s.json", "--seeds", "1", "--penalties", "1", "--csv"],
        ["batch", "lines.jsonl", "--quiet", "--output"],
    ]

    /// Every way to read a file, with the arguments around the path of the input.
    static let readers: [(before: [String], after: [String])] = [
        (["solve"], ["-q"]), (["verify"], ["s.json"]), (["verify", "s.json"], []), (["batch"], ["-o", "out.jsonl"]),
        (["crosscheck"], []), (["study"], ["--seeds", "1"]), (["profile"], ["--repetitions", "1"]),
    ]

    private func run(_ arguments: [String]) throws -> CommandOutcome {
        try folder.write(validScenario.replacing("\n", with: " "), to: "lines.jsonl")
        return try RunningCommand(arguments, in: folder).outcome()
    }

    private func expectError(
        _ outcome: CommandOutcome, _ status: Int32, _ words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.status == status && !outcome.wasKilled, "\(outcome)", sourceLocation: sourceLocation)
        for word in words {
            #expect(outcome.errors.contains(word), "\(outcome.errors)", sourceLocation: sourceLocation)
        }
    }

    private var temporaries: [String] { folder.contents.filter { $0.hasSuffix(".tmp") } }

    // MARK: The wrong kind of file

    @Test(arguments: writers) func aDirectoryIsNoOutput(arguments: [String]) throws {
        try FileManager.default.createDirectory(atPath: folder.path(of: "folder"), withIntermediateDirectories: false)
        expectError(try run(arguments + ["folder"]), 74, "cannot write folder: Is a directory")
        expectError(try run(arguments + ["none/out"]), 74, "cannot write none/out: No such file or directory")
        expectError(try run(arguments + ["s.json/out"]), 74, "cannot write s.json/out: Not a directory")
        #expect(try folder.text(of: "s.json") == validScenario)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "folder")).isEmpty)
    }

    /// Nobody can create a file in the kernel's file systems, not even the superuser.
    @Test(arguments: writers) func aDirectoryThatTakesNoFilesIsRefused(arguments: [String]) throws {
        for path in ["/proc/stepwell.json", "/sys/stepwell.json"] {
            expectError(try run(arguments + [path]), 74, "cannot write \(path): ")
        }
    }

    @Test(arguments: 0..<7) func aDirectoryIsNoInput(reader: Int) throws {
        let (before, after) = Self.readers[reader]
        expectError(try run(before + ["."] + after), 74, "cannot read .: Is a directory")
        expectError(try run(before + ["none.json"] + after), 74, "cannot read none.json: No such file")
        #expect(folder.contents.filter { $0 != "out.jsonl" } == ["lines.jsonl", "s.json"])
    }

    @Test func aNamedPipeIsAFile() throws {
        let outcome = try folder.shell(
            """
            mkfifo in out
            cat s.json > in & cat out > plan.json &
            stepwell solve in --output out --quiet && wait
            """)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try folder.stepwell("verify", "s.json", "plan.json").status == 0)
        let batch = try folder.shell(
            """
            (tr '\\n' ' ' < s.json; echo) > in & cat out > plans.jsonl &
            stepwell batch in --output out --quiet && wait
            """)
        #expect(batch.status == 0, "\(batch.errors)")
        #expect(try folder.text(of: "plans.jsonl").hasPrefix("{\"format\":\"stepwell-plan/1\",\"line\":1,"))
    }

    /// A folder that takes new files is no leave to replace a file in it that is protected. Nothing is protected from the
    /// superuser, who becomes somebody else here.
    @Test func aProtectedFileIsKept() throws {
        let isRoot = getuid() == 0
        try FileManager.default.createDirectory(atPath: folder.path(of: "open"), withIntermediateDirectories: false)
        chmod(folder.path, 0o755)
        chmod(folder.path(of: "open"), 0o777)
        let user = isRoot ? "setpriv --reuid nobody --clear-groups " : ""
        guard try folder.shell("\(user)stepwell --version").status == 0 else {
            print("protected files were not tried, for nobody else can run the command here")
            return
        }
        for line in [
            "solve s.json -q -o KEEP", "solve s.json -q -o p.json --log KEEP", "generate -o KEEP",
            "batch lines.jsonl -o KEEP -q", "study s.json --seeds 1 --penalties 1 --csv KEEP",
            "solve s.json -q -o LINK",
        ] {
            try folder.write("old", to: "open/keep")
            chmod(folder.path(of: "open/keep"), 0o444)
            _ = try folder.shell("ln -sf keep open/link")
            try folder.write(validScenario.replacing("\n", with: " "), to: "lines.jsonl")
            let path = line.contains("LINK") ? "open/link" : "open/keep"
            let command = line.replacing("KEEP", with: path).replacing("LINK", with: path)
                .replacing("p.json", with: "open/p.json")
            expectError(try folder.shell("\(user)stepwell \(command)"), 74, "cannot write \(path): Permission denied")
            #expect(try folder.text(of: "open/keep") == "old")
        }
        #expect(!folder.contents.contains("p.json"))
        // In a folder such as /tmp, what belongs to others cannot be replaced, although it may be written to.
        guard isRoot else { return }
        chmod(folder.path(of: "open/keep"), 0o666)
        chmod(folder.path(of: "open"), 0o1777)
        expectError(
            try folder.shell("\(user)stepwell solve s.json -q -o open/keep"), 74,
            "cannot write open/keep: Operation not permitted")
        #expect(try folder.text(of: "open/keep") == "old")
    }

    @Test func aLinkToAFileThatIsNotThereIsFollowed() throws {
        for (number, arguments) in Self.writers.enumerated() {
            #expect(symlink("new-\(number)", folder.path(of: "link-\(number)")) == 0)
            let outcome = try run(arguments + ["link-\(number)"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            var status = stat()
            lstat(folder.path(of: "link-\(number)"), &status)
            #expect(status.st_mode & S_IFMT == S_IFLNK)
            #expect(try !folder.data(of: "new-\(number)").isEmpty)
        }
    }

    // MARK: A disk that is full

    @Test(arguments: writers) func aFullDeviceIsAnError(arguments: [String]) throws {
        expectError(try run(arguments + ["/dev/full"]), 74, "cannot write /dev/full: No space left on device")
    }

    @Test func fullStandardOutputIsAnError() throws {
        for line in [
            "stepwell solve s.json", "stepwell solve s.json -o - -q", "stepwell generate -o -", "stepwell info",
            "stepwell crosscheck s.json", "stepwell study s.json --seeds 1 --penalties 1",
            "tr '\\n' ' ' < s.json | stepwell batch - -o - -q",
        ] { expectError(try folder.shell("\(line) > /dev/full"), 74, "cannot write -: No space left on device") }
    }

    /// A limit on the size of files acts like a disk that fills up in the middle of a file.
    @Test func aFileThatMayNotGrowLeavesNothing() throws {
        try folder.write("old", to: "old.json")
        for target in ["new.json", "old.json"] {
            for command in ["generate --users 20000 -o \(target)", "solve big.json -q -o \(target)"] {
                #expect(try folder.stepwell("generate", "--users", "20000", "-o", "big.json").status == 0)
                expectError(
                    try folder.shell("ulimit -f 64; stepwell \(command)"), 74, "cannot write \(target): File too large")
            }
        }
        #expect(try folder.text(of: "old.json") == "old")
        #expect(folder.contents == ["big.json", "old.json", "s.json"])
    }

    /// A batch on a full disk keeps whole answers, and goes on once there is room.
    @Test func aBatchSurvivesAFullDisk() throws {
        let line = validScenario.replacing("\n", with: " ")
        try folder.write(String(repeating: line + "\n", count: 2000), to: "in.jsonl")
        expectError(
            try folder.shell("ulimit -f 200; stepwell batch in.jsonl -o out.jsonl -q"), 74,
            "cannot write out.jsonl: File too large")
        #expect(try folder.stepwell("batch", "in.jsonl", "-o", "out.jsonl", "-q").status == 0)
        #expect(try folder.stepwell("batch", "in.jsonl", "-o", "whole.jsonl", "-q").status == 0)
        #expect(try folder.data(of: "out.jsonl") == folder.data(of: "whole.jsonl"))
    }

    /// A real file system that is full. Mounting one is a privilege that few accounts have.
    @Test func aFullFileSystemLeavesNothing() throws {
        let mount = try folder.shell("mkdir disk && mount -t tmpfs -o size=128k stepwell disk")
        guard mount.status == 0 else {
            print("a full file system was not tried, for none could be mounted here: \(mount.errors)")
            return
        }
        defer { _ = try? folder.shell("umount disk") }
        try folder.write("old", to: "disk/old.json")
        for target in ["disk/new.json", "disk/old.json"] {
            expectError(
                try run(["generate", "--users", "20000", "-o", target]), 74,
                "cannot write \(target): No space left on device")
        }
        #expect(try folder.text(of: "disk/old.json") == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "disk")) == ["old.json"])
        _ = try folder.shell("mount -o remount,ro disk")
        expectError(try run(["generate", "-o", "disk/new.json"]), 74, "Read-only file system")
    }

    // MARK: Kills

    /// Whatever the moment of the kill: the plan is whole and new, or it is the old one.
    @Test func aKillLeavesNoHalfPlan() throws {
        #expect(try folder.stepwell("generate", "--users", "20000", "-o", "big.json").status == 0)
        #expect(try folder.stepwell("solve", "big.json", "-q", "-o", "plan.json").status == 0)
        let length = try folder.data(of: "plan.json").count
        var generator = SeededGenerator(seed: 4)
        var kills = 0
        for round in 0..<Effort.rounds(40) {
            let isFirst = round % 2 == 0
            let old = "old plan"
            try? FileManager.default.removeItem(atPath: folder.path(of: "plan.json"))
            if !isFirst { try folder.write(old, to: "plan.json") }
            let solve = try RunningCommand(["solve", "big.json", "-q", "-o", "plan.json"], in: folder)
            if round % 4 < 2 {
                // When its temporary file is there, it is being written.
                _ = solve.wait { temporaries.contains { $0.hasPrefix(".plan.json") } }
            } else {
                usleep(UInt32.random(in: 0...80_000, using: &generator))
            }
            solve.send(SIGKILL)
            kills += try solve.outcome().wasKilled ? 1 : 0
            guard let text = try? folder.text(of: "plan.json") else {
                #expect(isFirst)
                continue
            }
            #expect((text == old && !isFirst) || (text.hasSuffix("}\n") && abs(text.utf8.count - length) < 200))
            for name in temporaries { try FileManager.default.removeItem(atPath: folder.path(of: name)) }
        }
        #expect(kills > 0)
    }

    // MARK: Streams that end

    @Test func aReaderThatGoesAwayIsAnError() throws {
        #expect(try folder.stepwell("generate", "--users", "20000", "-o", "big.json").status == 0)
        for line in [
            "solve big.json -q -o -", "generate --users 20000 -o -", "solve s.json", "info", "crosscheck s.json",
            "verify s.json p.json", "study s.json --seeds 1 --penalties 1",
        ] {
            #expect(try folder.stepwell("solve", "s.json", "-q", "-o", "p.json").status == 0)
            // The command waits until its reader has gone; its status is passed on through a file.
            let outcome = try folder.shell("(sleep 0.1; stepwell \(line); echo $? > status) | head -c 0")
            #expect(try folder.text(of: "status") == "74\n", "\(line)")
            #expect(outcome.errors == "stepwell: error: cannot write -: Broken pipe\n", "\(line)")
        }
    }

    @Test func closedStreamsAreErrorsOrSilence() throws {
        expectError(try folder.shell("stepwell solve - <&-"), 74, "cannot read -: Bad file descriptor")
        expectError(try folder.shell("stepwell info >&-"), 74, "cannot write -: Bad file descriptor")
        // Without standard error there is nowhere to complain; the status still tells.
        #expect(try folder.shell("stepwell solve none.json 2>&-").status == 74)
        #expect(try folder.shell("stepwell solve s.json 2>&-").status == 0)
    }

    /// No output takes the number of a closed standard stream, where it would receive notes and errors.
    @Test func closedStreamsAreNotTakenByFiles() throws {
        try folder.write(validScenario.replacing("\n", with: " ") + "\n", to: "in.jsonl")
        #expect(try folder.stepwell("batch", "in.jsonl", "-o", "whole.jsonl").status == 0)
        #expect(try folder.shell("stepwell batch in.jsonl -o out.jsonl <&- 2>&-").status == 0)
        #expect(try folder.data(of: "out.jsonl") == folder.data(of: "whole.jsonl"))
    }
}
