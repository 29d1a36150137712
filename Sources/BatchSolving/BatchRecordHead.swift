import ScenarioFiles

/// What a record of a batch begins with, by which it is recognised.
struct BatchRecordHead {
    private let format: String
    /// `{"format":"…","line":n,"checksum":"…",`
    let beginning: [UInt8]

    /// The head of the record of one kind that answers a line.
    ///
    /// - Parameter checksum: of the line and the settings.
    init(format: String, line: Int, checksum: Checksum) {
        self.format = format
        beginning = Self.opening(format: format) + Array("\"line\":\(line),\"checksum\":\"\(checksum)\",".utf8)
    }

    /// What a document of a format begins with.
    static func opening(format: String) -> [UInt8] { Array("{\"format\":\"\(format)\",".utf8) }

    /// What stands in front of the record's own checksum.
    static let ownKey = Array("\"recordChecksum\":\"".utf8)
    private static let ownEnd = Array("\",".utf8)

    /// What stands in its place in records of older versions, which have none.
    var olderKey: [UInt8] { Array((format == PlanDocument.format ? "\"name\":" : "\"error\":").utf8) }

    /// The record with its own checksum.
    ///
    /// - Parameter parts: what follows, one behind the other, the closing brace included.
    func record(_ parts: [ArraySlice<UInt8>]) -> [UInt8] {
        let own = parts.reduce(Checksum("").followed(by: beginning[...])) { $0.followed(by: $1) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(beginning.count + 64 + parts.reduce(0) { $0 + $1.count })
        bytes += beginning
        bytes += Self.ownKey
        bytes += Array(own.description.utf8)
        bytes += Self.ownEnd
        for part in parts { bytes += part }
        return bytes
    }

    /// What a whole line of an output is to this head.
    enum Match: Equatable {
        /// Another line's answer, or something else.
        case foreign
        /// A record that was changed after it was written.
        case altered
        /// A record of an older version, without a checksum of its own.
        case older
        /// A record as it was written.
        case whole
    }

    /// Compares a line of an output with this head.
    func match(_ bytes: [UInt8]) -> Match {
        guard bytes.starts(with: beginning), bytes.last == UInt8(ascii: "}") else { return .foreign }
        let rest = bytes[beginning.count...]
        if rest.starts(with: olderKey) { return .older }
        guard rest.starts(with: Self.ownKey) else { return .altered }
        let sum = rest.dropFirst(Self.ownKey.count)
        let body = sum.dropFirst(Checksum.digits)
        guard body.starts(with: Self.ownEnd) else { return .altered }
        let own = Checksum("").followed(by: beginning[...]).followed(by: body.dropFirst(Self.ownEnd.count))
        return sum.prefix(Checksum.digits).elementsEqual(own.description.utf8) ? .whole : .altered
    }
}
