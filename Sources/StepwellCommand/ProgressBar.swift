#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A line on standard error that is drawn over and over; nothing unless standard error is a terminal.
final class ProgressBar {
    private static let width = 40
    private static let interval = 0.1
    private var lastTime = -Double.infinity
    private var isShown = false
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant

    /// A bar, unless there is no terminal to draw it on.
    init?() {
        guard isatty(STDERR_FILENO) == 1 else { return nil }
        start = clock.now
    }

    /// Draws the bar, at most ten times a second.
    ///
    /// - Parameter share: how much is done, from 0 to 1, nil if that is not known.
    func show(share: Double?, text: String) {
        let time = (clock.now - start) / .seconds(1)
        guard time - lastTime >= Self.interval else { return }
        lastTime = time
        isShown = true
        let filled = Int(Double(Self.width) * min(max(share ?? 0, 0), 1))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
        Console.draw("\r" + (share == nil ? "" : "[\(bar)] ") + text + "\u{1b}[K")
    }

    /// Takes the bar away.
    func clear() {
        guard isShown else { return }
        isShown = false
        Console.draw("\r\u{1b}[K")
    }
}
