import Foundation

/// A browser without a window.
struct Chromium {
    /// There is no browser to test pages in.
    struct Missing: Error, CustomStringConvertible {
        var description: String {
            "no chromium in the search path: pages are tested in a real browser; run 'make setup-tests', or on Debian "
                + "'apt-get install chromium'"
        }
    }

    /// The browser did not come to an end by itself.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What a page became.
    struct Outcome {
        /// The document after all scripts, as text.
        let document: String
        /// The lines that the page's console showed.
        let console: [String]
        /// The addresses that pages asked for, those of files and data aside.
        let requests: [String]
    }

    private let path: String

    init() throws {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let names = ["chromium", "chromium-browser", "google-chrome"]
        let candidates = folders.flatMap { folder in names.map { "\(folder)/\($0)" } }
        guard let path = candidates.first(where: FileManager.default.isExecutableFile) else { throw Missing() }
        self.path = path
    }

    /// Opens a page that is given as text and waits until it has been loaded.
    func open(_ page: String, isDark: Bool) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stepwell-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func file(_ name: String) -> URL { folder.appendingPathComponent(name) }
        try Data(page.utf8).write(to: file("page.html"))
        for name in ["output", "errors"] { try Data().write(to: file(name)) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-default-apps", "--disable-extensions", "--mute-audio", "--window-size=1400,1000",
            "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--user-data-dir=\(file("profile").path)", "--log-net-log=\(file("net.json").path)",
            "--enable-logging=stderr", "--v=0", "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)",
            "--dump-dom", file("page.html").absoluteString,
        ]
        // The browser keeps settings and caches in the home folder, which not every machine has.
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["HOME": folder.path, "XDG_CONFIG_HOME": folder.path, "XDG_CACHE_HOME": folder.path]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: file("output").path)
        process.standardError = FileHandle(forWritingAtPath: file("errors").path)
        try process.run()
        for _ in 0..<9000 where process.isRunning { usleep(10_000) }
        let isLate = process.isRunning
        if isLate { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        func text(_ name: String) -> String { (try? String(contentsOf: file(name), encoding: .utf8)) ?? "" }
        guard !isLate, process.terminationStatus == 0 else {
            throw Failure(
                description: "the browser \(isLate ? "did not end" : "ended with \(process.terminationStatus)"): "
                    + text("errors").suffix(2000))
        }
        let console = text("errors").split(separator: "\n").map(String.init).filter { $0.contains(":CONSOLE:") }
        return Outcome(document: text("output"), console: console, requests: Self.requests(in: text("net.json")))
    }

    /// The addresses that pages asked for, in a log of the browser's network, whose entries say what each request is for.
    ///
    /// The browser itself asks for updates and the time; its requests have other annotations.
    private static func requests(in log: String) -> [String] {
        log.matches(of: /"traffic_annotation":([0-9]+)[^{}]*"url":"((?:https?|wss?|ftp):[^"]*)"/)
            .filter { $0.1 == blinkResourceLoader }.map { String($0.2) }
    }

    /// The number of the annotation `blink_resource_loader`, which everything that a page loads has.
    private static let blinkResourceLoader = "101845102"
}
