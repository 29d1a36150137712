extension ScenarioDocument {
    private static let keys = ["format", "name", "count", "weights", "edge", "users"]
    private static let weightKeys = ["time", "error", "energy", "cost", "utility"]
    private static let edgeKeys = ["stepBudget", "powerCoefficient"]

    /// Reads a document from JSON text.
    ///
    /// - Throws: ``JSONSyntaxError`` with line and column, or ``ScenarioError``.
    public init(json: [UInt8]) throws {
        var reader = JSONReader(json)
        reader.refusesVanishing = true
        var hasFormat = false
        var name = ""
        var count: Int?
        var weights: CostWeights?
        var edge: EdgeServer?
        var users: UserColumns?
        try reader.object("the document") { reader, key in
            switch key {
            case "format":
                try reader.formatTag(Self.format)
                hasFormat = true
            case "name": name = try reader.string("name")
            case "count": count = try reader.integer("count", in: 1...Scenario.largestCount)
            case "weights": weights = try Self.weights(from: &reader)
            case "edge": edge = try Self.edge(from: &reader)
            case "users": users = try Self.users(from: &reader, count: count)
            default: throw ScenarioError.unknownKey(key, in: nil, known: Self.keys)
            }
        }
        try reader.finish()
        guard hasFormat else { throw ScenarioError.missing("format", allowed: "\"\(Self.format)\"") }
        guard let count else { throw ScenarioError.missing("count", allowed: "the number of users") }
        guard let weights else { throw ScenarioError.missing("weights", allowed: "an object") }
        guard let edge else { throw ScenarioError.missing("edge", allowed: "an object") }
        guard let users else { throw ScenarioError.missing("users", allowed: "an object") }
        self.name = name
        self.count = count
        self.weights = weights
        self.edge = edge
        self.users = users
    }

    private static func weights(from reader: inout JSONReader) throws -> CostWeights {
        let values = try reader.numbers(of: "weights", keys: weightKeys)
        return CostWeights(
            time: values[0], error: values[1], energy: values[2], cost: values[3], utility: values[4])
    }

    private static func edge(from reader: inout JSONReader) throws -> EdgeServer {
        let values = try reader.numbers(of: "edge", keys: edgeKeys)
        return EdgeServer(stepBudget: values[0], powerCoefficient: values[1])
    }

    private static func users(from reader: inout JSONReader, count: Int?) throws -> UserColumns {
        var users = UserColumns()
        try reader.object("users") { reader, key in
            guard let field = UserField(rawValue: key) else {
                throw ScenarioError.unknownKey(key, in: "users", known: UserField.allCases.map(\.rawValue))
            }
            if field.fallback != .required, try reader.null() { return }
            users[field] = try column(field, from: &reader, count: count)
        }
        for field in UserField.allCases where field.fallback == .required && users[field] == nil {
            throw ScenarioError.missing(field.path, allowed: field.allowedColumn)
        }
        return users
    }

    private static func column(
        _ field: UserField, from reader: inout JSONReader, count: Int?
    ) throws -> Column {
        if let value = try reader.number() { return .uniform(value) }
        guard let hasEntries = reader.beginNumbers() else {
            throw try reader.refused(field.path, allowed: field.allowedColumn)
        }
        var values: [Double] = []
        guard hasEntries else { return .perUser(values) }
        try reader.reserve(count, for: &values, field: field.path)
        let null: Double? = field == .deadline ? .infinity : nil
        guard try reader.numbers(into: &values, null: null) else {
            throw try reader.refused(field.path, user: values.count, allowed: field.allowed)
        }
        return .perUser(values)
    }

    /// Writes the document.
    ///
    /// - Throws: ``ScenarioError`` for a number that is NaN or infinite, and whatever the writer's sink throws.
    package func write(to writer: inout JSONWriter) throws {
        try writer.object { writer in
            try writer.member("format", Self.format)
            try writer.member("name", name)
            try writer.member("count", count)
            try writer.key("weights")
            try writer.numbers(
                zip(Self.weightKeys, [weights.time, weights.error, weights.energy, weights.cost, weights.utility]))
            try writer.key("edge")
            try writer.numbers(zip(Self.edgeKeys, [edge.stepBudget, edge.powerCoefficient]))
            try writer.key("users")
            try writer.object { writer in
                for field in UserField.allCases {
                    guard let column = users[field] else { continue }
                    try Self.write(column, of: field, to: &writer)
                }
            }
        }
    }

    private static func write(_ column: Column, of field: UserField, to writer: inout JSONWriter) throws {
        switch column {
        case .uniform(let value):
            // The file says that nobody has a deadline by leaving the entry out.
            if field == .deadline, value == .infinity { return }
            try writer.member(field.rawValue, value)
        case .perUser(let values):
            try writer.key(field.rawValue)
            try writer.array { writer in
                for value in values {
                    if field == .deadline, value == .infinity {
                        try writer.null()
                    } else {
                        try writer.number(value)
                    }
                }
            }
        }
    }
}

extension JSONReader {
    /// Reserves room for the numbers of an array whose opening bracket has been read.
    ///
    /// - Parameter count: how many there should be, nil if that is not known.
    /// - Throws: ``ScenarioError`` if there is no memory for them.
    func reserve(_ count: Int?, for values: inout [Double], field: String) throws {
        // An entry takes two bytes at least, so that a claimed count alone cannot reserve memory.
        var entries = min(count ?? .max, (bytes.count - position) / 2)
        let size = MemoryLayout<Double>.stride
        if entries * size >= MemoryAllowance.smallest {
            if count == nil || MemoryAllowance.limit(against: entries * size) != nil { entries = entriesAhead() }
            try MemoryAllowance.expect(entries, ofSize: size, field: field, piece: "one entry")
        } else if count == nil {
            return
        }
        values.reserveCapacity(entries)
    }

    /// How many entries the array of numbers at the position has.
    private func entriesAhead() -> Int {
        var entries = 1
        for byte in bytes[position...] {
            if byte == UInt8(ascii: "]") { break }
            if byte == UInt8(ascii: ",") { entries += 1 }
        }
        return entries
    }

    /// Reads an object of numbers that has exactly these keys, in any order; the values are in the order of the keys.
    mutating func numbers(of object: String, keys: [String]) throws -> [Double] {
        var values: [String: Double] = [:]
        try self.object(object) { reader, key in
            guard keys.contains(key) else { throw ScenarioError.unknownKey(key, in: object, known: keys) }
            values[key] = try reader.number("\(object).\(key)", allowed: "a finite number ≥ 0")
        }
        return try keys.map { key in
            guard let value = values[key] else {
                throw ScenarioError.missing("\(object).\(key)", allowed: "a finite number ≥ 0")
            }
            return value
        }
    }
}

extension JSONWriter {
    /// Writes an object of numbers.
    mutating func numbers(_ members: some Sequence<(String, Double)>) throws {
        try object { writer in
            for (key, value) in members {
                try writer.member(key, value)
            }
        }
    }
}
