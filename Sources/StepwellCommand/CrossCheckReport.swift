import Stepwell

/// What `crosscheck` prints.
struct CrossCheckReport {
    let scenario: String
    let system: NewtonSystem
    let agreements: [Agreement]

    /// The table with its limits and notes.
    var lines: [String] {
        let table = AgreementTable()
        var lines = [table.header, table.limits(AgreementLimits())] + agreements.map(table.row)
        for agreement in agreements {
            if let note = agreement.note { lines.append("\(agreement.subject): \(note)") }
        }
        let failed = agreements.filter { !$0.isWithin }.count
        lines.append(
            failed == 0 ? "every difference is within its limit" : "\(failed) of \(agreements.count) comparisons differ"
        )
        return lines
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
