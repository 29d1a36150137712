/// What a phase of a solve did to the users' columns, counted, not measured.
public struct PhaseWork: Sendable, Equatable {
    /// Passes over all users; a pass over a sample counts as its share.
    public var passes = 0.0
    /// Bytes of columns read and written, every column once per pass.
    public var bytes = 0.0
    /// Exponentials formed, coarse ones included; extra rounds for single users far from their root are not counted.
    public var exponentials = 0.0

    /// No work.
    public static let none = PhaseWork()

    /// No work.
    public init() {}

    /// The work of passes over users.
    ///
    /// - Parameters:
    ///   - passes: how many, of a whole problem's size.
    ///   - users: N.
    ///   - columns: how many columns of `Double` one pass reads or writes.
    ///   - exponentials: how many it forms per user.
    public init(passes: Double, users: Int, columns: Int, exponentials: Double) {
        self.passes = passes
        bytes = passes * Double(users) * Double(columns) * Double(MemoryLayout<Double>.size)
        self.exponentials = passes * Double(users) * exponentials
    }

    /// The sum of both.
    public static func + (left: PhaseWork, right: PhaseWork) -> PhaseWork {
        var sum = left
        sum.passes += right.passes
        sum.bytes += right.bytes
        sum.exponentials += right.exponentials
        return sum
    }
}
