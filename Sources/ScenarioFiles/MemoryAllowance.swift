import OffloadModel

/// How much more memory the process can have: what limits and the machine leave of it.
///
/// An allocation that fails ends a Swift program, and one that the machine cannot honour ends another. So whatever a small
/// input can make large is held against this first.
public struct MemoryAllowance: Sendable, Equatable {
    /// Something that bounds the memory of the process, and what it leaves.
    public struct Limit: Sendable, Equatable {
        /// What it is, in words.
        public let name: String
        /// What it leaves, ≥ 0.
        public let bytes: Int

        /// A limit that leaves so many bytes, or none.
        public init(_ name: String, leaves bytes: Int) {
            self.name = name
            self.bytes = max(bytes, 0)
        }
    }

    /// The limits that are known.
    public let limits: [Limit]

    /// The allowance under some limits.
    public init(_ limits: [Limit]) {
        self.limits = limits
    }

    /// No limit at all.
    public static let unlimited = MemoryAllowance([])

    /// The limit that leaves least, nil if none is known.
    public var tightest: Limit? { limits.min { $0.bytes < $1.bytes } }

    /// Less than this is taken without a look at the limits, which takes longer than a small scenario.
    package static let smallest = 16 << 20

    /// What a process keeps free for everything that is not counted.
    package static let reserve = 48 << 20

    /// The tightest limit, if it leaves no room for so many bytes; nil if there is room.
    ///
    /// Takes no look at the limits for less than ``smallest``.
    ///
    /// - Parameter memory: the allowance; nil for that of the process at this moment.
    package static func limit(against bytes: Int, within memory: MemoryAllowance? = nil) -> Limit? {
        guard bytes >= smallest, let tightest = (memory ?? .current).tightest else { return nil }
        return bytes > tightest.bytes - reserve ? tightest : nil
    }

    /// Throws unless so many pieces of a size can be had.
    ///
    /// - Parameters:
    ///   - count: how many pieces, ≥ 0.
    ///   - size: of one of them, in bytes, ≥ 0.
    ///   - others: bytes that are taken as well.
    ///   - field: where the count was read, for the error.
    ///   - piece: what a piece is, for the error.
    ///   - memory: the allowance; nil for that of the process at this moment.
    /// - Throws: ``ScenarioError`` that names the field, the count, and the largest count that fits.
    public static func expect(
        _ count: Int, ofSize size: Int, beside others: Int = 0, field: String, piece: String,
        within memory: MemoryAllowance? = nil
    ) throws(ScenarioError) {
        let (product, isHuge) = count.multipliedReportingOverflow(by: size)
        let (sum, isLarge) = product.addingReportingOverflow(others)
        guard let limit = limit(against: isHuge || isLarge ? .max : sum, within: memory) else { return }
        let most = max(limit.bytes - others - reserve, 0) / max(size, 1)
        throw ScenarioError(
            field: field, value: "\(count)",
            allowed: "at most \(most) on this machine: \(piece) takes \(size) bytes, and \(limit.name) leaves "
                + words(limit.bytes))
    }

    /// A number of bytes in words.
    package static func words(_ bytes: Int) -> String {
        let (unit, name) = bytes >= 1_000_000_000 ? (1e9, "GB") : bytes >= 1_000_000 ? (1e6, "MB") : (1e3, "kB")
        let number = Double(bytes) / unit
        return (number < 100 ? DecimalText.significant(number, digits: 2) : "\(Int(number.rounded()))") + " " + name
    }
}
