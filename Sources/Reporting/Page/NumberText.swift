import OffloadModel

/// Numbers as reports show them.
enum NumberText {
    /// Three digits: differences, gaps, seconds.
    static func short(_ value: Double) -> String { DecimalText.significant(value, digits: 3) }

    /// Six digits: amounts.
    static func amount(_ value: Double) -> String { DecimalText.significant(value, digits: 6) }

    /// All digits, so that the number reads back as the same one.
    static func exact(_ value: Double) -> String { "\(value)" }

    /// A share in percent.
    static func percent(_ share: Double) -> String { DecimalText.significant(100 * share, digits: 4) + " %" }

    /// A whole number with its digits in groups of three, and its noun.
    static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
        "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
    }

    /// A whole number with its digits in groups of three.
    static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + text
    }
}
