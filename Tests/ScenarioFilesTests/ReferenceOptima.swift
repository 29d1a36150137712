import ScenarioFiles

/// The objective on record for a reference scenario.
func referenceOptimum(_ name: String) throws -> Double {
    var objectives: [String: Double] = [:]
    var reader = JSONReader(try InputFile.bytes(path: resource("optima.json")))
    _ = try reader.array { reader, _ in
        var found = ""
        _ = try reader.object { reader, key in
            if key == "name" {
                found = try reader.string() ?? ""
            } else if let number = try reader.number() {
                if key == "objective" { objectives[found] = number }
            } else if try reader.string() == nil {
                try reader.passOver()
            }
        }
    }
    guard let objective = objectives[name] else { throw ScenarioError(field: name, value: "nothing", allowed: "") }
    return objective
}

extension JSONReader {
    /// Passes over `true`, `false` or `null`.
    fileprivate mutating func passOver() throws {
        position += try valueText().utf8.count
    }
}
