import OffloadModel

/// An entry of a scenario or plan file that cannot be used: which one, whose, what it is, and what is allowed.
public struct ScenarioError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The entry by its path of keys, such as `users.errorDecay`.
    public let field: String
    /// The index of the user, from 0; nil if the whole entry is at fault.
    public let user: Int?
    /// What was found, as written.
    public let value: String
    /// What would have been accepted, in words.
    public let allowed: String

    /// Gathers the four parts.
    public init(field: String, user: Int? = nil, value: String, allowed: String) {
        self.field = field
        self.user = user
        self.value = value
        self.allowed = allowed
    }

    /// The error in one sentence, on one line whatever the file has.
    public var description: String {
        let person = user.map { ", user \($0)" } ?? ""
        return PrintableText.escaped("\(field)\(person): found \(value), allowed is \(allowed)")
    }

    static func missing(_ field: String, allowed: String) -> ScenarioError {
        ScenarioError(field: field, value: "nothing", allowed: allowed)
    }

    /// A key that the format does not have.
    static func unknownKey(_ key: String, in object: String?, known: [String]) -> ScenarioError {
        // A key without letters would be a place without a name.
        let key = key.isEmpty ? "\"\"" : key
        return ScenarioError(
            field: object.map { "\($0).\(key)" } ?? key, value: "an unknown key",
            allowed: "one of " + known.joined(separator: ", "))
    }
}

extension JSONReader {
    /// The error for the value that stands here.
    mutating func refused(_ field: String, user: Int? = nil, allowed: String) throws -> ScenarioError {
        let text = try valueText()
        let vanishes = refusesVanishing && Double(text) == 0
        return ScenarioError(
            field: field, user: user, value: text,
            allowed: vanishes ? allowed + ", and no smaller than 5e-324 unless it is 0" : allowed)
    }

    mutating func number(_ field: String, user: Int? = nil, allowed: String = "a finite number") throws -> Double {
        guard let value = try number() else { throw try refused(field, user: user, allowed: allowed) }
        return value
    }

    /// Reads a whole number within limits.
    mutating func integer(
        _ field: String, user: Int? = nil, in limits: ClosedRange<Int>
    ) throws -> Int {
        let allowed = "a whole number from \(limits.lowerBound) to \(limits.upperBound)"
        let text = try valueText()
        let value = try number(field, user: user, allowed: allowed)
        guard let whole = Int(exactly: value), limits.contains(whole) else {
            throw ScenarioError(field: field, user: user, value: text, allowed: allowed)
        }
        return whole
    }

    mutating func string(_ field: String, allowed: String = "a string") throws -> String {
        guard let text = try string() else { throw try refused(field, allowed: allowed) }
        return text
    }

    mutating func object(_ field: String, _ member: (inout JSONReader, String) throws -> Void) throws {
        guard try object(member) else { throw try refused(field, allowed: "an object") }
    }

    mutating func array(_ field: String, _ element: (inout JSONReader, Int) throws -> Void) throws {
        guard try array(element) else { throw try refused(field, allowed: "an array") }
    }

    /// Reads the tag that opens every file.
    mutating func formatTag(_ tag: String) throws {
        let text = try valueText()
        guard try string() == tag else { throw ScenarioError(field: "format", value: text, allowed: "\"\(tag)\"") }
    }
}
