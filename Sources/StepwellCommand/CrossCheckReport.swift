import Stepwell

/// What `crosscheck` prints.
struct CrossCheckReport {
    let scenario: String
    let system: NewtonSystem
    let limits: AgreementLimits
    let agreements: [Agreement]

    /// The table with its limits and notes.
    var lines: [String] {
        let table = AgreementTable()
        var lines = [table.header, table.limits(limits)] + agreements.map(table.row)
        for agreement in agreements {
            if let note = agreement.note { lines.append("\(agreement.subject): \(note)") }
        }
        lines.append(summary)
        return lines
    }

    /// What all comparisons say together.
    private var summary: String {
        func count(_ verdict: Agreement.Verdict) -> Int { agreements.filter { $0.verdict == verdict }.count }
        let parts = [
            (count(.differs), "differ"), (count(.noAnswer), "have no answer"),
            (count(.notComparable), "cannot be made"),
        ].filter { $0.0 > 0 }
        let shares = parts.map { "\($0.0) of \(agreements.count) comparisons \($0.1)" }.joined(separator: ", ")
        let isWithin = agreements.allSatisfy(\.isWithin)
        return [isWithin ? "every difference is within its limit" : nil, shares.isEmpty ? nil : shares]
            .compactMap { $0 }.joined(separator: "; ")
    }

    /// One object: the comparisons with every difference, its limit, and the seconds of both sides.
    func json() throws -> String {
        var writer = JSONWriter(style: .pretty)
        try writer.object { writer in
            try writer.member("scenario", scenario)
            try writer.member("system", system.rawValue)
            try writer.member("agrees", agreements.allSatisfy(\.isWithin))
            try writer.key("comparisons")
            try writer.array { writer in
                for agreement in agreements { try write(agreement, to: &writer) }
            }
        }
        try writer.finish()
        return String(decoding: writer.bytes.dropLast(), as: UTF8.self)
    }

    private func write(_ agreement: Agreement, to writer: inout JSONWriter) throws {
        try writer.object { writer in
            try writer.member("subject", agreement.subject)
            try writer.member("users", agreement.userCount)
            try writer.member("agrees", agreement.isWithin)
            try writer.member("verdict", agreement.verdict.rawValue)
            if let note = agreement.note {
                try writer.member("note", note)
            }
            if let objective = agreement.objective, objective.isFinite {
                try writer.member("objective", objective)
            }
            try writer.member("solverSeconds", agreement.solverSeconds)
            try writer.member("interiorPointSeconds", agreement.interiorPointSeconds)
            try writer.member("interiorPointIterations", agreement.iterations)
            try writer.key("differences")
            try writer.array { writer in
                for difference in agreement.differences {
                    try writer.object { writer in
                        try writer.member("quantity", difference.quantity)
                        try writer.key("difference")
                        difference.value.isFinite ? try writer.number(difference.value) : try writer.null()
                        try writer.member("limit", difference.limit)
                        try writer.member("agrees", difference.isWithin)
                    }
                }
            }
        }
    }
}
