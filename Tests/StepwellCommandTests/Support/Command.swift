import Foundation
import TestSupport

/// What a run of the command ended with.
struct CommandOutcome {
    /// The exit status, or the number of the signal that ended the process.
    let status: Int32
    /// True if a signal ended the process.
    let wasKilled: Bool
    /// Standard output.
    let output: String
    /// Standard error.
    let errors: String
}

/// The `stepwell` binary that was built together with these tests.
enum Command {
    /// Where it is: in the directory of the tests, or above it where the tests are a bundle.
    static let path: String = {
        let starts = [Bundle.main.executableURL, Bundle.main.bundleURL] + Bundle.allBundles.map(\.bundleURL)
        for start in starts.compactMap({ $0 }) + [ReferenceInstances.url(of: "optima")] {
            var folder = start.resolvingSymlinksInPath()
            while folder.path != "/" {
                folder.deleteLastPathComponent()
                let candidate = folder.appendingPathComponent("stepwell").path
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue,
                    FileManager.default.isExecutableFile(atPath: candidate)
                {
                    return candidate
                }
            }
        }
        fatalError("the stepwell binary is not beside the tests")
    }()
}

/// A run of the command that has begun. Its streams are files, so that no amount of output can block it.
final class RunningCommand {
    private let process = Process()
    private let streams = Folder()

    /// Starts `stepwell` with its arguments in a folder.
    ///
    /// - Parameter output: takes the place of the file that standard output is collected in.
    init(
        _ arguments: [String], in folder: Folder, input: String = "", inputPipe: Pipe? = nil, output: Pipe? = nil
    ) throws {
        process.executableURL = URL(fileURLWithPath: Command.path)
        process.arguments = arguments
        try start(in: folder, input: input, inputPipe: inputPipe, output: output)
    }

    /// Starts a line of shell in a folder, where `stepwell` is the command under test.
    init(shell line: String, in folder: Folder) throws {
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line]
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let own = URL(fileURLWithPath: Command.path).deletingLastPathComponent().path
        process.environment = ProcessInfo.processInfo.environment.merging(["PATH": "\(own):\(path)"]) { $1 }
        try start(in: folder, input: "", inputPipe: nil, output: nil)
    }

    private func start(in folder: Folder, input: String, inputPipe: Pipe?, output: Pipe?) throws {
        for name in ["output", "errors"] { try streams.write("", to: name) }
        try streams.write(input, to: "input")
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        if let inputPipe {
            process.standardInput = inputPipe
        } else {
            process.standardInput = FileHandle(forReadingAtPath: streams.path(of: "input"))
        }
        if let output {
            process.standardOutput = output
        } else {
            process.standardOutput = FileHandle(forWritingAtPath: streams.path(of: "output"))
        }
        process.standardError = FileHandle(forWritingAtPath: streams.path(of: "errors"))
        try process.run()
    }

    /// What has come out on standard error so far.
    var errorsSoFar: String { (try? streams.text(of: "errors")) ?? "" }

    /// True until the process has ended.
    var isRunning: Bool { process.isRunning }

    /// Sends a signal.
    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits until a condition holds or the process has ended, a minute at most; true if the condition holds.
    func wait(until condition: () -> Bool) -> Bool {
        for _ in 0..<6000 {
            if condition() { return true }
            guard process.isRunning else { return condition() }
            usleep(10_000)
        }
        return false
    }

    /// Waits for the end, two minutes at most.
    func outcome() throws -> CommandOutcome {
        for _ in 0..<12_000 where process.isRunning { usleep(10_000) }
        if process.isRunning { send(SIGKILL) }
        process.waitUntilExit()
        return CommandOutcome(
            status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
            output: try streams.text(of: "output"), errors: try streams.text(of: "errors"))
    }
}

/// A folder of its own for one test, removed with it.
final class Folder {
    /// The absolute path.
    let path: String

    init() {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("stepwell-\(UUID().uuidString)")
        path = url.path
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            fatalError("no temporary folder: \(error)")
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The absolute path of a file in the folder.
    func path(of name: String) -> String { name.hasPrefix("/") ? name : "\(path)/\(name)" }

    /// The names of everything in it, hidden files included.
    var contents: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

    func write(_ data: Data, to name: String) throws {
        try data.write(to: URL(fileURLWithPath: path(of: name)))
    }

    func data(of name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(of: name))) }

    func text(of name: String) throws -> String { String(decoding: try data(of: name), as: UTF8.self) }

    /// A plan file without its statistics, which alone may differ between runs.
    func claims(of name: String) throws -> String {
        try text(of: name).replacing(/"statistics":\{[^{}]*(\{[^{}]*\})?[^{}]*\}/, with: "")
    }

    /// Runs the command here to its end.
    func stepwell(_ arguments: String..., input: String = "") throws -> CommandOutcome {
        try RunningCommand(arguments, in: self, input: input).outcome()
    }

    /// Runs a line of shell here to its end.
    func shell(_ line: String) throws -> CommandOutcome { try RunningCommand(shell: line, in: self).outcome() }
}

/// The package's folder, from which documents and examples are read.
let packageFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The path of one of the package's example scenarios.
func example(_ name: String) -> String { packageFolder.appendingPathComponent("Examples/\(name).json").path }

/// The path of a reference scenario.
func reference(_ name: String) -> String { ReferenceInstances.url(of: name).path }
