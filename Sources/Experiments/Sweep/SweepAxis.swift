import OffloadModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One entry of a scenario and the values that a sweep gives it.
///
/// As text: `edge.stepBudget=100:1000:50`, `users.localStepLimit=10,15,20`, or `users.initialError*=0.5:1.5:0.1`, where
/// the values are factors of what the scenario has. A list may mix numbers and ranges.
public struct SweepAxis: Sendable, Equatable {
    /// What a value does to the entry.
    public enum Change: String, Sendable {
        /// The value takes the entry's place; for users it is every user's.
        case replace = "="
        /// The entry, every user's own, is multiplied by the value.
        case scale = "*="
    }

    /// The most values of one axis.
    public static let largestCount = 100_000

    /// The entry.
    public let field: SweepField
    /// What a value does to it.
    public let change: Change
    /// The values in the order of the sweep; at least one.
    public let values: [Double]

    /// Checks and takes the values.
    ///
    /// - Throws: `SettingError` that names the entry, the value and what is allowed.
    public init(_ field: SweepField, _ change: Change = .replace, values: [Double]) throws(SettingError) {
        let name = field.path + (change == .scale ? "*" : "")
        guard (1...Self.largestCount).contains(values.count) else {
            throw SettingError(
                setting: "vary",
                value: "\(name) with \(values.count) values" + (values.count > Self.largestCount ? " or more" : ""),
                allowed: "1 to \(Self.largestCount)")
        }
        if let wrong = values.first(where: { !($0 >= 0 && $0.isFinite) }) {
            throw SettingError(setting: "vary", value: "\(name)=\(exact: wrong)", allowed: "a finite number ≥ 0")
        }
        self.field = field
        self.change = change
        self.values = values
    }

    /// Reads `FIELD=LIST` or `FIELD*=LIST`; the entries of the list are numbers and ranges FIRST:LAST:STEP.
    ///
    /// - Throws: `SettingError` that names what cannot be read.
    public init(_ text: String) throws(SettingError) {
        guard let sign = text.firstIndex(of: "=") else {
            throw SettingError(
                setting: "vary", value: "'\(text)'",
                allowed: "FIELD=VALUES or FIELD*=FACTORS, for example edge.stepBudget=100:1000:50")
        }
        var path = text[..<sign]
        let change: Change = path.last == "*" ? .scale : .replace
        if change == .scale { path = path.dropLast() }
        let field = try SweepField(path: String(path))
        var values: [Double] = []
        for entry in text[text.index(after: sign)...].split(separator: ",", omittingEmptySubsequences: false) {
            values += try Self.values(of: entry, field: field)
            // A list of ranges is short to write and takes gigabytes.
            guard values.count <= Self.largestCount else { break }
        }
        try self.init(field, change, values: values)
    }

    /// The name in tables: the entry's path, with an asterisk where the values are factors.
    public var name: String { field.path + (change == .scale ? "*" : "") }

    /// What an axis of a figure says.
    public var label: String {
        guard change == .scale else { return field.label }
        // A factor has no unit.
        return (field.label.split(separator: " (").first.map(String.init) ?? "") + ", multiple of the scenario's"
    }

    private static func values(of entry: Substring, field: SweepField) throws(SettingError) -> [Double] {
        let parts = entry.split(separator: ":", omittingEmptySubsequences: false)
        var numbers: [Decimal] = []
        for part in parts {
            guard let number = Decimal(part) else {
                throw SettingError(
                    setting: "vary", value: "'\(field.path)=\(entry)'",
                    allowed: "a number, or a range FIRST:LAST:STEP of numbers")
            }
            numbers.append(number)
        }
        switch numbers.count {
        case 1: return [numbers[0].value]
        case 3: return try range(numbers, text: entry, field: field)
        default:
            throw SettingError(
                setting: "vary", value: "'\(field.path)=\(entry)'",
                allowed: "a number, or a range FIRST:LAST:STEP of numbers")
        }
    }

    /// FIRST, FIRST + STEP, … as far as LAST, which belongs to it if the steps meet it.
    private static func range(
        _ parts: [Decimal], text: Substring, field: SweepField
    ) throws(SettingError) -> [Double] {
        let (first, last, step) = (parts[0].value, parts[1].value, parts[2].value)
        let distance = last - first
        guard step != 0, step.isFinite, distance / step >= 0, first.isFinite, last.isFinite else {
            throw SettingError(
                setting: "vary", value: "'\(field.path)=\(text)'",
                allowed: "a range FIRST:LAST:STEP whose step, not 0, leads from the first to the last")
        }
        // The allowance is for decimals such as 0.1, whose multiples are rounded.
        let steps = (distance / step + 1e-9).rounded(.down)
        guard steps < Double(largestCount) else {
            throw SettingError(
                setting: "vary", value: "'\(field.path)=\(text)'", allowed: "a range of at most \(largestCount) values")
        }
        let digits = max(parts[0].digits, parts[2].digits)
        return (0...Int(steps)).map { Decimal.sum(first, Double($0), of: step, digits: digits) }
    }

    /// A number as written, with how many digits follow its point.
    private struct Decimal {
        let value: Double
        let digits: Int

        init?(_ text: Substring) {
            guard !text.isEmpty, let value = Double(text), !value.isNaN else { return nil }
            self.value = value
            let parts = text.split(whereSeparator: { $0 == "e" || $0 == "E" })
            let fraction = parts[0].split(separator: ".", omittingEmptySubsequences: false)
            // Beyond this every number is 0 or infinite.
            let exponent = parts.count > 1 ? min(max(Int(parts[1]) ?? 0, -10_000), 10_000) : 0
            digits = max((fraction.count > 1 ? fraction[1].count : 0) - exponent, 0)
        }

        /// first + count·step; where both have few decimal digits, the number nearest to that decimal.
        static func sum(_ first: Double, _ count: Double, of step: Double, digits: Int) -> Double {
            let plain = first + count * step
            // Powers of ten are exact up to 10²², whole numbers up to 2⁵³.
            guard digits <= 22 else { return plain }
            let unit = pow(10, Double(digits))
            let whole = (first * unit).rounded() + count * (step * unit).rounded()
            return abs(whole) < 0x1p53 ? whole / unit : plain
        }
    }
}
