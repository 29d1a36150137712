/// Seconds spent by phase, in the order in which the phases first ran.
public struct PhaseTimes: Sendable, Equatable {
    /// The phases and their seconds.
    public private(set) var entries: [(phase: String, seconds: Double)] = []

    /// No phase yet.
    public init() {}

    /// Adds to a phase.
    public mutating func add(_ seconds: Double, to phase: String) {
        if let index = entries.firstIndex(where: { $0.phase == phase }) {
            entries[index].seconds += seconds
        } else {
            entries.append((phase, seconds))
        }
    }

    /// Seconds of one phase, 0 if it never ran.
    public subscript(phase: String) -> Double {
        entries.first { $0.phase == phase }?.seconds ?? 0
    }

    /// The sum over the phases.
    public var total: Double { entries.reduce(0) { $0 + $1.seconds } }

    /// Equal if the same phases took the same time in the same order.
    public static func == (left: PhaseTimes, right: PhaseTimes) -> Bool {
        left.entries.elementsEqual(right.entries) { $0.phase == $1.phase && $0.seconds == $1.seconds }
    }
}
