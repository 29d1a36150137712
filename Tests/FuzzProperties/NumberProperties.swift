import ScenarioFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension FuzzProperty {
    /// A number of JSON is read as the C library reads it, to the last bit, or refused; nothing else is taken for one.
    public static let number = FuzzProperty("number") { bytes in
        let head = Array(
            #"{"format":"stepwell-plan/1","status":"timeLimit","method":"","steps":"continuous","price":"#.utf8)
        let value: Double?
        do {
            value = try PlanDocument(json: head + bytes + [UInt8(ascii: "}")]).price
        } catch {
            try FuzzProperty.checkLocation(of: error, in: head + bytes + [UInt8(ascii: "}")])
            if isPlainNumber(bytes), let expected = libraryValue(bytes), expected.isFinite, expected >= 0 {
                throw PropertyViolation("\(expected) is refused: \(error)")
            }
            return
        }
        // Entries behind the number, or null in its place, are fine as well; they are others' business.
        guard let value, isPlainNumber(bytes) else { return }
        guard let expected = libraryValue(bytes) else { throw PropertyViolation("\(value) is no number") }
        try require(value.bitPattern == expected.bitPattern, "\(value) is read where \(expected) is written")
    }

    /// True for the grammar of JSON's numbers, spelled out once more: -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?
    private static func isPlainNumber(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        func digits() -> Int {
            let run = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(run)
            return run
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !(startsWithZero && whole > 1) else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func libraryValue(_ bytes: [UInt8]) -> Double? {
        var text = bytes.map { CChar(bitPattern: $0) }
        text.append(0)
        return text.withUnsafeBufferPointer { text in
            var end: UnsafeMutablePointer<CChar>?
            let value = strtod(text.baseAddress!, &end)
            return end.map { UnsafePointer($0) - text.baseAddress! == bytes.count } == true ? value : nil
        }
    }
}
