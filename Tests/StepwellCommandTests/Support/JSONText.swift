/// JSON text whose values are found by path and replaced as text, so that everything else keeps its bytes.
struct JSONText {
    private(set) var text: String

    init(_ text: String) {
        self.text = text
    }

    /// The text of the value at a path of keys and indices, such as `users.steps.3`.
    subscript(path: String) -> String {
        get { String(text[valueRange(path)]) }
        set { text.replaceSubrange(valueRange(path), with: newValue) }
    }

    /// The number at a path.
    func number(_ path: String) -> Double {
        guard let number = Double(self[path]) else { preconditionFailure("\(path) is no number") }
        return number
    }

    /// Replaces the number at a path.
    mutating func change(_ path: String, _ change: (Double) -> Double) {
        self[path] = "\(change(number(path)))"
    }

    /// Removes a key with its value; it must not be the last one.
    mutating func remove(_ key: String) {
        guard let start = text.firstRange(of: "\"\(key)\":") else { preconditionFailure("no \(key)") }
        let end = text.index(after: valueRange(key).upperBound)
        text.removeSubrange(start.lowerBound..<end)
    }

    /// The entries of the array at a path, as text.
    func entries(_ path: String) -> [String] {
        var entries: [String] = []
        var position = text.index(after: valueRange(path).lowerBound)
        while text[position] != "]" {
            let end = endOfValue(from: position)
            entries.append(String(text[position..<end]))
            position = text[end] == "," ? text.index(after: end) : end
        }
        return entries
    }

    private func valueRange(_ path: String) -> Range<String.Index> {
        var position = text.startIndex
        for step in path.split(separator: ".") { position = child(step, from: position) }
        return position..<endOfValue(from: position)
    }

    /// Where the value of a key or an index begins, in the object or array that begins at a position.
    private func child(_ step: Substring, from start: String.Index) -> String.Index {
        var position = text.index(after: start)
        if text[start] == "[", let index = Int(step) {
            for _ in 0..<index { position = text.index(after: endOfValue(from: position)) }
            return position
        }
        while true {
            let end = endOfValue(from: position)
            let value = text.index(after: end)
            if text[position..<end] == "\"\(step)\"" { return value }
            let next = endOfValue(from: value)
            precondition(text[next] == ",", "no \(step) in the text")
            position = text.index(after: next)
        }
    }

    /// Where the compact value that begins at a position ends.
    private func endOfValue(from start: String.Index) -> String.Index {
        var depth = 0
        var position = start
        while position < text.endIndex {
            switch text[position] {
            case "\"":
                position = text.index(after: position)
                while text[position] != "\"" { position = text.index(after: position) }
            case "{", "[": depth += 1
            case "}", "]":
                guard depth > 0 else { return position }
                depth -= 1
            case ",", ":":
                if depth == 0 { return position }
            default: break
            }
            position = text.index(after: position)
        }
        return position
    }
}
