/// What commands print, to hold what a document shows of it against. Times do not count, and of a command that depends on the
/// machine in all that it prints only the names at the beginnings of the lines do.
struct PrintedText {
    /// Everything in the order of the commands, and each stream and file alone.
    private var texts: [[String]] = [[], [], []]
    private var isOfThisMachine = false

    /// Everything that was printed.
    var lines: [String] { texts[0] }

    /// Adds what one command prints.
    mutating func add(_ output: String, _ errors: String, of command: String) {
        let (output, errors) = (Self.lines(of: output), Self.lines(of: errors))
        texts[0] += output + errors
        texts[1] += output
        texts[2] += errors
        isOfThisMachine = isOfThisMachine || command.contains("--time-limit") || command.hasPrefix("stepwell info")
    }

    /// Adds a file that a command has written.
    mutating func add(file: String) { texts.append(Self.lines(of: file)) }

    /// Whether the lines of a block follow one another somewhere.
    func shows(_ block: [String]) -> Bool {
        texts.contains { text in
            let (found, wanted) = (text, block)
            guard wanted.count <= found.count else { return false }
            return (0...found.count - wanted.count).contains { start in
                comparable(Array(found[start..<start + wanted.count])) == comparable(wanted)
            }
        }
    }

    private func comparable(_ lines: [String]) -> [String] {
        if isOfThisMachine { return lines.map { String($0.prefix { $0 != " " }) } }
        let isTable = lines.first?.hasSuffix(" seconds") ?? false
        return lines.enumerated().map { index, line in
            if line.hasPrefix("seconds ") { return line.replacing(/[0-9][0-9.]*(e[-+]?[0-9]+)?/, with: "#") }
            guard isTable, index > 0, let last = line.lastIndex(of: " ") else { return line }
            return line[..<last].reversed().drop { $0 == " " }.reversed().map(String.init).joined()
        }
    }

    private static func lines(of text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
