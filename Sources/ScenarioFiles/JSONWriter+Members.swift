extension JSONWriter {
    /// Writes a key and a string.
    package mutating func member(_ key: String, _ text: String) throws {
        try self.key(key)
        try string(text)
    }

    /// Writes a key and a number, `null` for none.
    ///
    /// - Throws: ``ScenarioError`` for NaN and infinities, which JSON does not have.
    package mutating func member(_ key: String, _ value: Double?) throws {
        try self.key(key)
        if let value { try number(value) } else { try null() }
    }

    /// Writes a key and a whole number.
    package mutating func member(_ key: String, _ value: Int) throws {
        try self.key(key)
        try integer(value)
    }

    /// Writes a key and a truth value.
    package mutating func member(_ key: String, _ value: Bool) throws {
        try self.key(key)
        try boolean(value)
    }
}
