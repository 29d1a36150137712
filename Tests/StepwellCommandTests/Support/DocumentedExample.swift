/// Commands that a document prints together, and what it shows of what they print.
struct DocumentedExample {
    /// The lines of a fenced `sh` block that begin with `stepwell`, each with the exit status that a comment at its end
    /// announces, 0 without one.
    var commands: [(line: String, status: Int32)] = []
    /// The fenced `text` blocks that follow, up to the next `sh` block, but for those that are errors of files that are not shown.
    var shown: [[String]] = []

    /// All examples of a document that have commands.
    static func all(in document: String) -> [DocumentedExample] {
        var examples: [DocumentedExample] = []
        var fence: String?
        var block: [String] = []
        for line in document.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            guard line.hasPrefix("```") else {
                block.append(line)
                continue
            }
            if fence == "```sh" { examples.append(DocumentedExample(block)) }
            if fence == "```text", !examples.isEmpty, block.first?.hasPrefix("stepwell: error: ") != true {
                examples[examples.count - 1].shown.append(block)
            }
            fence = fence == nil ? line : nil
            block = []
        }
        return examples.filter { !$0.commands.isEmpty }
    }

    private init(_ block: [String]) {
        for line in block where line.hasPrefix("stepwell ") {
            let parts = line.components(separatedBy: "# exit status ")
            commands.append((parts[0], parts.count > 1 ? Int32(parts[1]) ?? -1 : 0))
        }
    }
}
