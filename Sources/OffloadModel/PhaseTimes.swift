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
