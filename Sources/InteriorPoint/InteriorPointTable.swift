/// Formats iteration records as a table of fixed width, one row per iterate.
public enum InteriorPointTable {
    /// The heading of the columns.
    public static let header =
        "iter        objective    primal      dual     compl        mu  distance      step  back       reg"

    /// One row, as wide as the heading.
    public static func row(_ record: InteriorPointRecord) -> String {
        let cells = [
            pad(String(record.iteration), 4),
            pad(scientific(record.objective, digits: 9), 17),
            pad(scientific(record.residuals.primal, digits: 2), 10),
            pad(scientific(record.residuals.dual, digits: 2), 10),
            pad(scientific(record.residuals.complementarity, digits: 2), 10),
            pad(scientific(record.barrier, digits: 2), 10),
            pad(scientific(record.estimatedDistance, digits: 2), 10),
            pad(scientific(record.stepLength, digits: 2), 10),
            pad(String(record.backtracks), 6),
            pad(scientific(record.regularization, digits: 2), 10),
        ]
        return cells.joined()
    }

    /// The whole table, with its heading and a line break after each row.
    public static func table(_ records: [InteriorPointRecord]) -> String {
        records.reduce(into: header + "\n") { $0 += row($1) + "\n" }
    }

    /// A number as mantissa and exponent with a fixed count of digits after the point, such as `-1.25e-07`.
    static func scientific(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        // The shortest decimal that reads back as the value, taken apart and rounded half up on its digits.
        let text = "\(abs(value))".split(separator: "e")
        let parts = text[0].split(separator: ".")
        var exponent = (text.count > 1 ? Int(text[1]) ?? 0 : 0) + parts[0].count - 1
        var mantissa = (parts[0] + (parts.count > 1 ? parts[1] : "")).map { $0.wholeNumberValue ?? 0 }
        let leadingZeros = mantissa.prefix { $0 == 0 }.count
        if leadingZeros == mantissa.count {
            (mantissa, exponent) = ([0], 0)
        } else {
            mantissa.removeFirst(leadingZeros)
            exponent -= leadingZeros
        }
        let roundsUp = mantissa.count > digits + 1 && mantissa[digits + 1] >= 5
        mantissa = Array(mantissa.prefix(digits + 1))
        while mantissa.count < digits + 1 { mantissa.append(0) }
        if roundsUp {
            var position = digits
            while position >= 0, mantissa[position] == 9 {
                mantissa[position] = 0
                position -= 1
            }
            if position >= 0 {
                mantissa[position] += 1
            } else {
                mantissa = [1] + mantissa.dropLast()
                exponent += 1
            }
        }
        let fraction = mantissa.dropFirst().map(String.init).joined()
        let size = String(abs(exponent))
        let sign = value.sign == .minus && value != 0 ? "-" : ""
        return "\(sign)\(mantissa[0])" + (digits > 0 ? ".\(fraction)" : "")
            + "e\(exponent < 0 ? "-" : "+")" + (size.count < 2 ? "0" : "") + size
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 1)) + text
    }
}
