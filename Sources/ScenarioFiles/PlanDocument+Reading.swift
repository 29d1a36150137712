import OffloadModel

extension PlanDocument {
    static let keys = [
        "format", "status", "method", "steps", "askedGap", "objective", "lowerBound", "relativeGap", "price",
        "priceBelow", "edgeStepsUsed", "offloadedCount", "totals", "infeasibility", "certificate", "certificateVersion",
        "statistics", "users",
        "line", "checksum", "recordChecksum", "name",
    ]

    /// Reads a plan from JSON text.
    ///
    /// - Throws: ``JSONSyntaxError`` with line and column, or ``ScenarioError``.
    public init(json: [UInt8]) throws {
        var parts = PlanParts()
        var reader = JSONReader(json)
        try reader.object("the document") { reader, key in
            guard Self.keys.contains(key) else { throw ScenarioError.unknownKey(key, in: nil, known: Self.keys) }
            // Whatever may be absent may be null.
            if !PlanParts.requiredKeys.contains(key), try reader.null() {
                parts.saysPriceBelow = parts.saysPriceBelow || key == "priceBelow"
                return
            }
            try parts.read(key, from: &reader)
        }
        try reader.finish()
        self = try parts.document()
    }

    /// Reads a plan file; `-` is standard input.
    ///
    /// - Throws: ``FileError``, ``JSONSyntaxError`` with line and column, or ``ScenarioError``.
    public init(path: String) throws {
        try self.init(json: InputFile.text(path: path) { _ = try PlanDocument(json: $0) })
    }
}

/// The entries of a plan file as far as they have been read.
private struct PlanParts {
    static let requiredKeys = ["format", "status", "method", "steps"]

    private var hasFormat = false
    private var status: PlanStatus?
    private var method: String?
    private var stepRule: StepRule?
    private var numbers: [String: Double] = [:]
    /// True if there is an entry `priceBelow`, for which null has a meaning.
    var saysPriceBelow = false
    private var offloadedCount: Int?
    private var totals: PlanTotals?
    private var infeasibility: Infeasibility?
    private var certificate: BoundProof?
    private var certificateVersion: Int?
    private var statistics = PlanStatistics()
    private var users: (offloaded: [Bool], steps: [Double])?

    mutating func read(_ key: String, from reader: inout JSONReader) throws {
        switch key {
        case "format":
            try reader.formatTag(PlanDocument.format)
            hasFormat = true
        case "status": status = try reader.word("status")
        case "method": method = try reader.string("method")
        case "steps": stepRule = try reader.word("steps")
        case "offloadedCount": offloadedCount = try reader.integer(key, in: 0...Scenario.largestCount)
        case "totals":
            let sums = try reader.numbers(of: "totals", keys: ["time", "error", "energy", "utility"])
            totals = PlanTotals(time: sums[0], error: sums[1], energy: sums[2], utility: sums[3])
        case "infeasibility": infeasibility = try reader.infeasibility()
        case "certificate": certificate = try reader.proof()
        case "certificateVersion": certificateVersion = try reader.integer(key, in: BoundProof.versions)
        case "statistics": statistics = try reader.statistics()
        case "users": users = try reader.plannedUsers()
        // What a batch adds to tell its plans apart.
        case "line": _ = try reader.integer(key, in: 1...(1 << 53))
        case "checksum", "recordChecksum", "name": _ = try reader.string(key)
        default:
            numbers[key] = try reader.number(key, allowed: "a finite number, or null for none")
            saysPriceBelow = saysPriceBelow || key == "priceBelow"
        }
    }

    func document() throws -> PlanDocument {
        guard hasFormat else { throw ScenarioError.missing("format", allowed: "\"\(PlanDocument.format)\"") }
        guard let status else { throw ScenarioError.missing("status", allowed: PlanStatus.allowedWords) }
        guard let method else { throw ScenarioError.missing("method", allowed: "a string") }
        guard let stepRule else { throw ScenarioError.missing("steps", allowed: StepRule.allowedWords) }
        var certificate = certificate
        if let certificateVersion {
            guard certificate != nil else {
                throw ScenarioError(
                    field: "certificateVersion", value: "\(certificateVersion)", allowed: "null without a certificate")
            }
            certificate?.version = certificateVersion
        }
        return try PlanDocument(
            status: status, method: method, stepRule: stepRule,
            askedGap: numbers["askedGap"] ?? PlanDocument.defaultGap, outcome: outcome(under: stepRule),
            lowerBound: numbers["lowerBound"], relativeGap: numbers["relativeGap"], price: numbers["price"],
            priceBelow: priceBelow, infeasibility: infeasibility, certificate: certificate, statistics: statistics)
    }

    private var priceBelow: PriceBelow? {
        // Without a price null says nothing.
        guard saysPriceBelow, numbers["price"] != nil || numbers["priceBelow"] != nil else { return nil }
        return PriceBelow(numbers["priceBelow"])
    }

    /// The plan with its claims: all of them are there, or none.
    private func outcome(under stepRule: StepRule) throws -> PlanOutcome? {
        guard let users else {
            for (field, isPresent) in [
                ("objective", numbers["objective"] != nil), ("edgeStepsUsed", numbers["edgeStepsUsed"] != nil),
                ("offloadedCount", offloadedCount != nil), ("totals", totals != nil),
            ] where isPresent {
                throw ScenarioError(field: field, value: "an entry", allowed: "null, for there are no users")
            }
            return nil
        }
        func required<Value>(_ field: String, _ value: Value?) throws -> Value {
            guard let value else { throw ScenarioError.missing(field, allowed: "an entry, for there are users") }
            return value
        }
        return PlanOutcome(
            plan: try Plan(offloaded: users.offloaded, steps: users.steps, stepRule: stepRule),
            objective: try required("objective", numbers["objective"]),
            edgeStepsUsed: try required("edgeStepsUsed", numbers["edgeStepsUsed"]),
            offloadedCount: try required("offloadedCount", offloadedCount),
            totals: try required("totals", totals))
    }
}

extension RawRepresentable where Self: CaseIterable, RawValue == String {
    /// The words of the type, for errors.
    fileprivate static var allowedWords: String {
        "one of " + allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    }
}

extension JSONReader {
    /// Reads one of the words of a type.
    fileprivate mutating func word<Word: RawRepresentable & CaseIterable>(
        _ field: String
    ) throws -> Word where Word.RawValue == String {
        let text = try valueText()
        guard let word = try string().flatMap(Word.init(rawValue:)) else {
            throw ScenarioError(field: field, value: text, allowed: Word.allowedWords)
        }
        return word
    }

    fileprivate mutating func infeasibility() throws -> Infeasibility {
        var kind: String?
        var user: Int?
        var numbers: [String: Double] = [:]
        let known = ["kind", "user", "required", "available"]
        try object("infeasibility") { reader, key in
            guard known.contains(key) else { throw ScenarioError.unknownKey(key, in: "infeasibility", known: known) }
            let field = "infeasibility.\(key)"
            if try reader.null() { return }
            switch key {
            case "kind": kind = try reader.string(field)
            case "user": user = try reader.integer(field, in: 0...(Scenario.largestCount - 1))
            default: numbers[key] = try reader.number(field, allowed: "a finite number ≥ 0")
            }
        }
        switch (kind, user, numbers["required"], numbers["available"]) {
        case ("user", let user?, nil, nil): return .user(user)
        case ("budget", nil, let required?, let available?):
            return .budget(required: required, available: available)
        default:
            throw ScenarioError(
                field: "infeasibility", value: kind.map { "the kind \"\($0)\" with its keys" } ?? "no kind",
                allowed: "the kind \"user\" with user, or the kind \"budget\" with required and available")
        }
    }

    fileprivate mutating func proof() throws -> BoundProof {
        var steps: [BoundStep] = []
        try array("certificate") { reader, index in
            var step: BoundStep?
            let field = "certificate[\(index)]"
            let known = ["price", "fixing", "count", "twins", "core"]
            try reader.object(field) { reader, key in
                guard step == nil else {
                    throw ScenarioError(field: field, value: "a second key, \(key)", allowed: "an object of one key")
                }
                let field = "\(field).\(key)"
                switch key {
                case "price": step = .price(try reader.number(field, allowed: "a finite number ≥ 0"))
                case "fixing": step = .fixing(price: try reader.number(field, allowed: "a finite number ≥ 0"))
                case "count": step = .count(limit: try reader.integer(field, in: 0...Scenario.largestCount))
                case "twins":
                    var pair: [Int] = []
                    try reader.array(field) { reader, _ in
                        pair.append(try reader.integer(field, in: 0...Scenario.largestCount))
                    }
                    guard pair.count == 2 else {
                        throw ScenarioError(
                            field: field, value: "an array of \(pair.count)", allowed: "an array of user and limit")
                    }
                    step = .twins(user: pair[0], limit: pair[1])
                case "core": step = try reader.core(field)
                default: throw ScenarioError.unknownKey(key, in: "certificate[\(index)]", known: known)
                }
            }
            guard let step else { throw ScenarioError.missing(field, allowed: "an object of one key") }
            steps.append(step)
        }
        return BoundProof(steps: steps)
    }

    private mutating func core(_ field: String) throws -> BoundStep {
        var prices: [Double]?
        try object(field) { reader, key in
            guard key == "prices" else { throw ScenarioError.unknownKey(key, in: field, known: ["prices"]) }
            var values: [Double] = []
            try reader.array("\(field).prices") { reader, index in
                values.append(try reader.number("\(field).prices[\(index)]", allowed: "a finite number ≥ 0"))
            }
            prices = values
        }
        guard let prices else {
            throw ScenarioError.missing("\(field).prices", allowed: "an array of 1 to \(CoreLimits.mostPrices) prices")
        }
        return .core(prices: prices)
    }

    fileprivate mutating func statistics() throws -> PlanStatistics {
        var statistics = PlanStatistics()
        let known = ["nodes", "passes", "seconds", "threads", "instructionSet", "version"]
        try object("statistics") { reader, key in
            let field = "statistics.\(key)"
            switch key {
            case "nodes": statistics.nodes = try reader.integer(field, in: 0...(1 << 53))
            case "passes": statistics.passes = try reader.integer(field, in: 0...(1 << 53))
            case "threads": statistics.threads = try reader.integer(field, in: 1...(1 << 20))
            case "instructionSet": statistics.instructionSet = try reader.string(field)
            case "version": statistics.version = try reader.string(field)
            case "seconds":
                try reader.object(field) { reader, phase in
                    let seconds = try reader.number("\(field).\(phase)", allowed: "a finite number ≥ 0")
                    statistics.seconds.add(seconds, to: phase)
                }
            default: throw ScenarioError.unknownKey(key, in: "statistics", known: known)
            }
        }
        return statistics
    }

    fileprivate mutating func plannedUsers() throws -> (offloaded: [Bool], steps: [Double]) {
        var columns: [String: [Double]] = [:]
        try object("users") { reader, key in
            guard ["offloaded", "steps"].contains(key) else {
                throw ScenarioError.unknownKey(key, in: "users", known: ["offloaded", "steps"])
            }
            let isDecision = key == "offloaded"
            let allowed = isDecision ? "0 or 1" : "a finite number ≥ 0"
            guard let hasEntries = reader.beginNumbers() else {
                throw try reader.refused("users.\(key)", allowed: "an array of one entry for each user")
            }
            var values: [Double] = []
            try reader.reserve(columns.values.first?.count, for: &values, field: "users.\(key)")
            if hasEntries, try !reader.numbers(into: &values) {
                throw try reader.refused("users.\(key)", user: values.count, allowed: allowed)
            }
            if isDecision, let user = values.firstIndex(where: { $0 != 0 && $0 != 1 }) {
                throw ScenarioError(
                    field: "users.offloaded", user: user, value: "\(exact: values[user])", allowed: allowed)
            }
            columns[key] = values
        }
        guard let offloaded = columns["offloaded"] else {
            throw ScenarioError.missing("users.offloaded", allowed: "an array of 0 and 1, one for each user")
        }
        guard let steps = columns["steps"] else {
            throw ScenarioError.missing("users.steps", allowed: "an array of numbers, one for each user")
        }
        guard offloaded.count == steps.count else {
            throw ScenarioError(
                field: "users.steps", value: "an array of \(steps.count)",
                allowed: "an array of \(offloaded.count), as offloaded has")
        }
        return (offloaded.map { $0 == 1 }, steps)
    }
}
