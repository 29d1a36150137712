/// A scenario file, `stepwell-scenario/1`, as read: the shape is right, the values are not yet checked.
///
/// Reading refuses what is not JSON (``JSONSyntaxError``), unknown, missing and repeated keys, values of another
/// type, and numbers that are NaN or infinite (``ScenarioError``). Lengths and ranges are left to ``scenario()``.
public struct ScenarioDocument: Sendable, Equatable {
    /// The value of the key `format`.
    public static let format = "stepwell-scenario/1"

    /// A name for reports, empty if the file has none.
    public var name = ""
    /// N.
    public var count: Int
    /// c1, c2, c3, ω1, ω2.
    public var weights: CostWeights
    /// The edge server.
    public var edge: EdgeServer
    /// The quantities of the users.
    public var users: UserColumns

    /// The document of a scenario.
    public init(_ scenario: Scenario) {
        name = scenario.name
        count = scenario.count
        weights = scenario.weights
        edge = scenario.edge
        users = scenario.users
    }

    /// The scenario, checked.
    ///
    /// - Throws: ``ScenarioError`` that names the entry, the user, the value and what is allowed.
    public func scenario() throws -> Scenario {
        try Scenario(name: name, count: count, weights: weights, edge: edge, users: users)
    }
}

extension Scenario {
    /// Reads a scenario from JSON text.
    ///
    /// - Throws: ``JSONSyntaxError`` with line and column, or ``ScenarioError``.
    public init(json: [UInt8]) throws {
        self = try ScenarioDocument(json: json).scenario()
    }

    /// Reads a scenario file; `-` is standard input.
    ///
    /// - Throws: ``FileError``, ``JSONSyntaxError`` with line and column, or ``ScenarioError``.
    public init(path: String) throws {
        try self.init(json: InputFile.text(path: path) { _ = try ScenarioDocument(json: $0) })
    }

    /// The scenario as JSON text.
    ///
    /// - Throws: Nothing for a scenario, whose numbers are all finite.
    public func json(style: JSONStyle = .compact) throws -> [UInt8] {
        var writer = JSONWriter(style: style)
        try ScenarioDocument(self).write(to: &writer)
        try writer.finish()
        return writer.bytes
    }

    /// Writes a scenario file in one piece or not at all; `-` is standard output.
    ///
    /// - Throws: ``FileError``.
    public func write(path: String, style: JSONStyle = .compact) throws {
        try AtomicFile.write(path: path) { sink in
            var writer = JSONWriter(style: style, sink: sink)
            try ScenarioDocument(self).write(to: &writer)
            try writer.finish()
            // A file of text ends with a line break.
            if style == .compact { try sink([UInt8(ascii: "\n")]) }
        }
    }
}
