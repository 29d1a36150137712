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
        bytes = passes * Double(users) * Double(columns * MemoryLayout<Double>.size)
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

/// Time and work by phase, in the order in which the phases first ran.
public struct PhaseTimes: Sendable, Equatable {
    /// One phase.
    public struct Entry: Sendable, Equatable {
        /// Its name.
        public let phase: String
        /// Seconds spent in it.
        public fileprivate(set) var seconds: Double
        /// What it did.
        public fileprivate(set) var work: PhaseWork
    }

    /// The phases.
    public private(set) var entries: [Entry] = []

    /// No phase yet.
    public init() {}

    /// Adds to a phase.
    public mutating func add(_ seconds: Double, to phase: String, work: PhaseWork = .none) {
        if let index = entries.firstIndex(where: { $0.phase == phase }) {
            entries[index].seconds += seconds
            entries[index].work = entries[index].work + work
        } else {
            entries.append(Entry(phase: phase, seconds: seconds, work: work))
        }
    }

    /// Seconds of one phase, 0 if it never ran.
    public subscript(phase: String) -> Double {
        entries.first { $0.phase == phase }?.seconds ?? 0
    }

    /// The sum over the phases.
    public var total: Double { entries.reduce(0) { $0 + $1.seconds } }

    /// The work of all phases.
    public var work: PhaseWork { entries.reduce(.none) { $0 + $1.work } }
}
