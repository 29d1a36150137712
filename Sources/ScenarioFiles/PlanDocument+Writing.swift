import OffloadModel

extension PlanDocument {
    /// The plan as JSON text.
    ///
    /// - Throws: Nothing for a plan document, whose numbers are all finite.
    public func json(style: JSONStyle = .compact) throws -> [UInt8] {
        var writer = JSONWriter(style: style)
        try write(to: &writer)
        try writer.finish()
        return writer.bytes
    }

    /// Writes a plan file in one piece or not at all; `-` is standard output.
    ///
    /// - Throws: ``FileError``.
    public func write(path: String, style: JSONStyle = .compact) throws {
        try AtomicFile.write(path: path) { sink in
            var writer = JSONWriter(style: style, sink: sink)
            try write(to: &writer)
            try writer.finish()
            // A file of text ends with a line break.
            if style == .compact { try sink([UInt8(ascii: "\n")]) }
        }
    }

    /// Writes the document; entries that do not exist are null, except reason and proof, which are left out.
    package func write(to writer: inout JSONWriter) throws {
        try writer.object { writer in
            try writer.member("format", Self.format)
            try writer.member("status", status.rawValue)
            try writer.member("method", method)
            try writer.member("steps", stepRule.rawValue)
            try writer.member("askedGap", askedGap)
            try writer.member("objective", outcome?.objective)
            try writer.member("lowerBound", lowerBound)
            try writer.member("relativeGap", relativeGap)
            try writer.member("price", price)
            // A file that does not say is not made to say that less is infeasible.
            if price == nil || priceBelow != nil { try writer.member("priceBelow", priceBelow?.cost) }
            if let outcome {
                try writer.member("edgeStepsUsed", outcome.edgeStepsUsed)
                try writer.member("offloadedCount", outcome.offloadedCount)
                try writer.key("totals")
                try writer.numbers(outcome.totals.named.map { ($0.key, $0.value) })
            }
            if let infeasibility { try writer.infeasibility(infeasibility) }
            if let certificate {
                // Files without the key are of version 1.
                if certificate.version > 1 { try writer.member("certificateVersion", certificate.version) }
                try writer.proof(certificate)
            }
            try writer.statistics(statistics)
            if let plan = outcome?.plan { try writer.users(of: plan) }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func infeasibility(_ reason: Infeasibility) throws {
        try key("infeasibility")
        try object { writer in
            switch reason {
            case .user(let user):
                try writer.member("kind", "user")
                try writer.member("user", user)
            case .budget(let required, let available):
                try writer.member("kind", "budget")
                try writer.member("required", required)
                try writer.member("available", available)
            }
        }
    }

    fileprivate mutating func proof(_ proof: BoundProof) throws {
        try key("certificate")
        try array { writer in
            for step in proof.steps {
                try writer.object { writer in
                    switch step {
                    case .price(let price): try writer.member("price", price)
                    case .fixing(let price): try writer.member("fixing", price)
                    case .count(let limit): try writer.member("count", limit)
                    case .core(let prices):
                        try writer.key("core")
                        try writer.object { writer in
                            try writer.key("prices")
                            try writer.array { writer in
                                for price in prices { try writer.number(price) }
                            }
                        }
                    case .twins(let user, let limit):
                        try writer.key("twins")
                        try writer.array { writer in
                            try writer.integer(user)
                            try writer.integer(limit)
                        }
                    }
                }
            }
        }
    }

    fileprivate mutating func statistics(_ statistics: PlanStatistics) throws {
        try key("statistics")
        try object { writer in
            try writer.member("nodes", statistics.nodes)
            try writer.member("passes", statistics.passes)
            try writer.key("seconds")
            try writer.numbers(statistics.seconds.entries.map { ($0.phase, $0.seconds) })
            try writer.member("threads", statistics.threads)
            try writer.member("instructionSet", statistics.instructionSet)
            try writer.member("version", statistics.version)
        }
    }

    fileprivate mutating func users(of plan: Plan) throws {
        try key("users")
        try object { writer in
            try writer.key("offloaded")
            try writer.array { writer in
                for offloaded in plan.offloaded { try writer.integer(offloaded ? 1 : 0) }
            }
            try writer.key("steps")
            try writer.array { writer in
                for steps in plan.steps { try writer.number(steps) }
            }
        }
    }
}
