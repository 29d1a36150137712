import Foundation
import TestSupport
import Testing

/// A program that writes a line to a batch and waits for its answer before it writes the next one.
@Suite struct InteractiveBatchTests {
    private let folder = Folder()
    private let line = validScenario.replacing("\n", with: " ")

    /// A batch that reads from a pipe or a terminal and answers into a pipe.
    private final class Conversation {
        private let run: RunningCommand
        private let input: FileHandle
        private let answers = Pipe()
        private var buffer: [UInt8] = []

        init(_ options: [String], in folder: Folder) throws {
            let pipe = Pipe()
            run = try RunningCommand(
                ["batch", "-", "-o", "-", "-q"] + options, in: folder, inputPipe: pipe, output: answers)
            try answers.fileHandleForWriting.close()
            try pipe.fileHandleForReading.close()
            input = pipe.fileHandleForWriting
        }

        func say(_ text: String) throws { try input.write(contentsOf: Data(text.utf8)) }

        /// The next line that comes, nil if none does within so many seconds.
        func answer(within seconds: Double = 60) -> String? {
            let end = ContinuousClock.now + .seconds(seconds)
            let descriptor = answers.fileHandleForReading.fileDescriptor
            while true {
                if let newline = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                    defer { buffer.removeSubrange(...newline) }
                    return String(decoding: buffer[..<newline], as: UTF8.self)
                }
                guard ContinuousClock.now < end else { return nil }
                var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard poll(&request, 1, 50) > 0 else { continue }
                var bytes = [UInt8](repeating: 0, count: 1 << 16)
                let count = read(descriptor, &bytes, bytes.count)
                guard count > 0 else { return nil }
                buffer += bytes.prefix(count)
            }
        }

        func send(_ signal: Int32) { run.send(signal) }

        /// Waits for the end of the batch, while the input stays open.
        func outcome() throws -> CommandOutcome { try run.outcome() }

        /// Ends the input and waits for the end of the batch.
        func end() throws -> CommandOutcome {
            try input.close()
            return try run.outcome()
        }
    }

    @Test(arguments: ["1", "2", "3"]) func everyLineIsAnsweredBeforeTheNext(threads: String) throws {
        let talk = try Conversation(["--threads", threads], in: folder)
        for number in 1...6 {
            try talk.say(line + "\n")
            let answer = try #require(talk.answer(), "no answer to line \(number)")
            #expect(answer.hasPrefix("{\"format\":\"stepwell-plan/1\",\"line\":\(number),"))
        }
        // What is no scenario is answered at once as well.
        try talk.say("nonsense\n\n")
        for number in 7...8 {
            let answer = try #require(talk.answer())
            #expect(answer.hasPrefix("{\"format\":\"stepwell-error/1\",\"line\":\(number),"))
        }
        #expect(try talk.end().status == 65)
    }

    @Test(arguments: ["1", "2"]) func linesThatComeTogetherOrInPiecesAreAnswered(threads: String) throws {
        let talk = try Conversation(["--threads", threads], in: folder)
        try talk.say(String(repeating: line + "\n", count: 5))
        for _ in 1...5 { _ = try #require(talk.answer()) }
        let (head, tail) = (line.prefix(200), line.dropFirst(200))
        try talk.say(line + "\n" + head)
        #expect(try #require(talk.answer()).contains("\"line\":6,"))
        #expect(talk.answer(within: 0.3) == nil)
        try talk.say(tail + "\n")
        #expect(try #require(talk.answer()).contains("\"line\":7,"))
        // A last line without its end is one as well.
        try talk.say(line)
        #expect(talk.answer(within: 0.3) == nil)
        #expect(try talk.end().status == 0)
        #expect(try #require(talk.answer()).contains("\"line\":8,"))
    }

    /// A line that is never solved does not keep the answers before it, even if it came with them.
    @Test(arguments: ["1", "2"]) func anAnswerDoesNotWaitForTheLinesBehindIt(threads: String) throws {
        let talk = try Conversation(["--threads", threads, "--gap", "1e-14"], in: folder)
        let endless = endlessScenario().replacing("\n", with: " ")
        try talk.say("\(line)\n\(line)\n\(endless)\n\(line)\n")
        for number in 1...2 { #expect(try #require(talk.answer()).contains("\"line\":\(number),")) }
        #expect(talk.answer(within: 0.3) == nil)
        talk.send(SIGTERM)
        #expect(try talk.end().status == 2)
        #expect(talk.answer() == nil)
    }

    /// While nothing comes, a signal ends the batch all the same, and so does an output that nobody reads any more: it is
    /// found with the second answer, while the writer goes on to wait.
    @Test func aBatchThatWaitsCanBeEnded() throws {
        let talk = try Conversation(["--threads", "2"], in: folder)
        try talk.say(line + "\n")
        _ = try #require(talk.answer())
        talk.send(SIGINT)
        #expect(try talk.outcome().status == 2)
        try folder.write(line + "\n", to: "line.jsonl")
        for threads in ["1", "2"] {
            let outcome = try folder.shell(
                """
                mkfifo pipe; (cat line.jsonl; sleep 1; cat line.jsonl; exec sleep 60) > pipe & writer=$!
                (stepwell batch - -o - -q --threads \(threads) < pipe; echo $? > status) | head -n 1 > /dev/null
                kill $writer && echo waiting; rm pipe
                """)
            #expect(try folder.text(of: "status") == "74\n", "\(outcome)")
            #expect(outcome.output == "waiting\n")
        }
    }

    #if os(Linux)
        @Test func aTerminalIsAnsweredLineByLine() throws {
            // TIOCSPTLCK, TIOCGPTN: the numbers with which Linux unlocks a terminal and tells which it is.
            let (unlock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
            let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
            var (lock, number) = (Int32(0), UInt32(0))
            try #require(master >= 0 && ioctl(master, unlock, &lock) == 0 && ioctl(master, getNumber, &number) == 0)
            let terminal = FileHandle(fileDescriptor: master, closeOnDealloc: true)
            let name = "/dev/pts/\(number)"
            // Whoever holds the other end open keeps what is typed.
            let other = open(name, O_RDWR | O_NOCTTY)
            try #require(other >= 0)
            defer { close(other) }
            let run = try RunningCommand(shell: "exec stepwell batch - -o out.jsonl -q < \(name)", in: folder)
            for number in 1...3 {
                try terminal.write(contentsOf: Data((line + "\n").utf8))
                #expect(run.wait { (try? folder.text(of: "out.jsonl").count { $0 == "\n" }) == number }, "\(number)")
            }
            // The end of what is typed.
            try terminal.write(contentsOf: Data([4]))
            #expect(try run.outcome().status == 0)
        }
    #endif
}
