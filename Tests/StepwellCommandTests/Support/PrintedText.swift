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

    /// Whether the lines of a block follow one another somewhere. Of what depends on the machine: whether the block names all that
    /// is printed, in this order; for a solve that a limit ended early prints less on a slower machine.
    func shows(_ block: [String]) -> Bool {
        guard !isOfThisMachine else {
            var names = block.map(Self.name)[...]
            return !lines.isEmpty
                && lines.map(Self.name).allSatisfy { name in
                    names = names.drop { $0 != name }
                    return names.popFirst() != nil
                }
        }
        return texts.contains { text in
            guard block.count <= text.count else { return false }
            return (0...text.count - block.count).contains { start in
                Self.comparable(Array(text[start..<start + block.count])) == Self.comparable(block)
            }
        }
    }

    /// What a line begins with, up to two spaces.
    private static func name(_ line: String) -> String {
        line.firstRange(of: "  ").map { String(line[..<$0.lowerBound]) } ?? line
    }

    /// Lines without their times: all numbers after `seconds`, and the last column of a table that ends with `seconds`.
    private static func comparable(_ lines: [String]) -> [String] {
        let isTable = lines.first?.hasSuffix(" seconds") ?? false
        return lines.enumerated().map { index, line in
            if line.hasPrefix("seconds ") { return line.replacing(/[0-9][0-9.]*(e[-+]?[0-9]+)?/, with: "#") }
            guard isTable, index > 0, let last = line.lastIndex(of: " ") else { return line }
            var rest = line[..<last]
            while rest.last == " " { rest.removeLast() }
            return String(rest)
        }
    }

    private static func lines(of text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
