/// Takes comma-separated text apart, record by record.
struct CSVParser {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
    }

    /// The next record and the line it begins at, nil at the end.
    mutating func record(skippingEmptyLines: Bool) throws(TableError) -> (entries: [String], line: Int)? {
        if skippingEmptyLines {
            while try endOfLine() {}
        }
        guard position < bytes.count else { return nil }
        let start = line
        var entries: [String] = []
        while true {
            entries.append(try byte == UInt8(ascii: "\"") ? quoted() : plain())
            if byte == UInt8(ascii: ",") {
                position += 1
                continue
            }
            if position < bytes.count, try !endOfLine() {
                let found = ForeignSeparator(bytes[position]).map(\.name) ?? "text"
                throw TableError(
                    line: line, value: "\(found) after a closing quote", allowed: "a comma or the end of the line")
            }
            return (entries, start)
        }
    }

    /// The byte at the position, nil at the end.
    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Passes over a line break, if there is one here.
    private mutating func endOfLine() throws(TableError) -> Bool {
        guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { return false }
        if byte == UInt8(ascii: "\r") {
            guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\n") else {
                throw TableError(
                    line: line, value: "a carriage return that ends no line",
                    allowed: "one before a line feed, or in an entry in quotes")
            }
            position += 1
        }
        position += 1
        line += 1
        return true
    }

    /// An entry without quotes.
    private mutating func plain() throws(TableError) -> String {
        let start = position
        scan: while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"): break scan
            case UInt8(ascii: "\""):
                throw TableError(
                    line: line, value: "a quote within an entry",
                    allowed: "quotes around the whole entry, and doubled ones within")
            default: position += 1
            }
        }
        return try text(bytes[start..<position])
    }

    /// An entry in quotes, from the opening one on.
    private mutating func quoted() throws(TableError) -> String {
        let opening = line
        position += 1
        var content: [UInt8] = []
        while let next = byte {
            position += 1
            if next == UInt8(ascii: "\"") {
                guard byte == UInt8(ascii: "\"") else { return try text(content[...]) }
                position += 1
            } else if next == UInt8(ascii: "\n") {
                line += 1
            }
            content.append(next)
        }
        throw TableError(
            line: opening, value: "a quote that is never closed", allowed: "a quote at the end of the entry")
    }

    private func text(_ content: ArraySlice<UInt8>) throws(TableError) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw TableError(line: line, value: "bytes that are not UTF-8", allowed: "text in UTF-8")
        }
        return text
    }
}
