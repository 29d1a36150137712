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
            try writer.key("scenario")
            try writer.string(scenario)
            try writer.key("system")
            try writer.string(system.rawValue)
            try writer.key("agrees")
            try writer.boolean(agreements.allSatisfy(\.isWithin))
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
            try writer.key("subject")
            try writer.string(agreement.subject)
            try writer.key("users")
            try writer.integer(agreement.userCount)
            try writer.key("agrees")
            try writer.boolean(agreement.isWithin)
            if let note = agreement.note {
                try writer.key("note")
                try writer.string(note)
            }
            if let objective = agreement.objective, objective.isFinite {
                try writer.key("objective")
                try writer.number(objective)
            }
            try writer.key("solverSeconds")
            try writer.number(agreement.solverSeconds)
            try writer.key("interiorPointSeconds")
            try writer.number(agreement.interiorPointSeconds)
            try writer.key("interiorPointIterations")
            try writer.integer(agreement.iterations)
            try writer.key("differences")
            try writer.array { writer in
                for difference in agreement.differences {
                    try writer.object { writer in
                        try writer.key("quantity")
                        try writer.string(difference.quantity)
                        try writer.key("difference")
                        difference.value.isFinite ? try writer.number(difference.value) : try writer.null()
                        try writer.key("limit")
                        try writer.number(difference.limit)
                        try writer.key("agrees")
                        try writer.boolean(difference.isWithin)
                    }
                }
            }
        }
    }
}
