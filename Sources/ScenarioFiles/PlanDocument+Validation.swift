import OffloadModel

extension PlanDocument {
    func validate() throws {
        guard askedGap >= 0, askedGap < 1 else {
            throw ScenarioError(field: "askedGap", value: "\(exact: askedGap)", allowed: "a number ≥ 0 and below 1")
        }
        try check("lowerBound", lowerBound, "a finite number, or null for none")
        try check("relativeGap", relativeGap, least: 0, "a finite number ≥ 0, or null for none")
        try check("price", price, least: 0, "a finite number ≥ 0, or null for none")
        try check("priceBelow", priceBelow?.cost, least: 0, "a finite number ≥ 0, or null where less is infeasible")
        if let outcome { try validate(outcome) }
        try validateStatus()
        try validateProof()
        try validateStatistics()
    }

    private func check(
        _ field: String, _ value: Double?, least: Double = -.greatestFiniteMagnitude, user: Int? = nil,
        _ allowed: String
    ) throws {
        guard let value else { return }
        guard value >= least, value.isFinite else {
            throw ScenarioError(field: field, user: user, value: "\(exact: value)", allowed: allowed)
        }
    }

    private func validate(_ outcome: PlanOutcome) throws {
        try check("objective", outcome.objective, "a finite number")
        try check("edgeStepsUsed", outcome.edgeStepsUsed, least: 0, "a finite number ≥ 0")
        for (field, value) in outcome.totals.named {
            try check("totals.\(field)", value, least: 0, "a finite number ≥ 0")
        }
        guard outcome.plan.count > 0 else {
            throw ScenarioError(field: "users.steps", value: "an empty array", allowed: "one entry for each user")
        }
        guard (0...outcome.plan.count).contains(outcome.offloadedCount) else {
            throw ScenarioError(
                field: "offloadedCount", value: "\(outcome.offloadedCount)",
                allowed: "a whole number from 0 to \(outcome.plan.count)")
        }
        if let user = outcome.plan.steps.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
            try check("users.steps", outcome.plan.steps[user], least: 0, user: user, "a finite number ≥ 0")
        }
        guard outcome.plan.stepRule == stepRule else {
            throw ScenarioError(
                field: "steps", value: "\"\(stepRule.rawValue)\"",
                allowed: "\"\(outcome.plan.stepRule.rawValue)\", the rule of the plan")
        }
    }

    private func validateStatus() throws {
        if status == .infeasible {
            guard infeasibility != nil else {
                throw ScenarioError.missing("infeasibility", allowed: "an object, for the status is infeasible")
            }
            for (field, isPresent) in [
                ("users", outcome != nil), ("lowerBound", lowerBound != nil), ("certificate", certificate != nil),
            ] where isPresent {
                throw ScenarioError(field: field, value: "an entry", allowed: "null, for the status is infeasible")
            }
        } else if infeasibility != nil {
            throw ScenarioError(
                field: "infeasibility", value: "an entry", allowed: "null, for the status is \(status.rawValue)")
        }
        switch infeasibility {
        case .user(let user):
            guard user >= 0 else {
                throw ScenarioError(field: "infeasibility.user", value: "\(user)", allowed: "the index of a user")
            }
        case .budget(let required, let available):
            try check("infeasibility.required", required, least: 0, "a finite number ≥ 0")
            try check("infeasibility.available", available, least: 0, "a finite number ≥ 0")
        case nil: break
        }
        let promisesBound = status == .optimal || status == .roundingLimit
        if promisesBound || status == .feasible, outcome == nil {
            throw ScenarioError.missing("users", allowed: "an object, for the status is \(status.rawValue)")
        }
        if promisesBound, lowerBound == nil {
            throw ScenarioError.missing("lowerBound", allowed: "a finite number, for the status is \(status.rawValue)")
        }
        let needsGap = outcome != nil && lowerBound != nil
        if needsGap, relativeGap == nil {
            throw ScenarioError.missing("relativeGap", allowed: "a finite number ≥ 0, for there is a bound")
        }
        if !needsGap, let relativeGap {
            throw ScenarioError(
                field: "relativeGap", value: "\(exact: relativeGap)", allowed: "null without an objective and a bound")
        }
    }

    private func validateProof() throws {
        guard let certificate else { return }
        guard lowerBound != nil else {
            throw ScenarioError(field: "certificate", value: "a proof", allowed: "null without a lower bound")
        }
        guard BoundProof.versions.contains(certificate.version) else {
            throw ScenarioError(
                field: "certificateVersion", value: "\(certificate.version)", allowed: "1 or 2")
        }
        for (index, step) in certificate.steps.enumerated() {
            switch step {
            case .core(let prices):
                let field = "certificate[\(index)].core"
                guard certificate.version >= 2 else {
                    throw ScenarioError(field: field, value: "a core step", allowed: "only in certificateVersion 2")
                }
                guard 1...CoreLimits.mostPrices ~= prices.count else {
                    throw ScenarioError(
                        field: "\(field).prices", value: "an array of \(prices.count)",
                        allowed: "an array of 1 to \(CoreLimits.mostPrices) prices")
                }
                for (place, price) in prices.enumerated() {
                    try check("\(field).prices[\(place)]", price, least: 0, "a finite number ≥ 0")
                }
            case .price(let price):
                try check("certificate[\(index)].price", price, least: 0, "a finite number ≥ 0")
            case .fixing(let price):
                try check("certificate[\(index)].fixing", price, least: 0, "a finite number ≥ 0")
            case .count(let limit):
                try check("certificate[\(index)].count", Double(limit), least: 0, "a number of users")
            case .twins(let user, let limit):
                try check("certificate[\(index)].twins", Double(min(user, limit)), least: 0, "a user and a number")
            }
        }
    }

    private func validateStatistics() throws {
        for (field, value, least) in [
            ("nodes", statistics.nodes, 0), ("passes", statistics.passes, 0), ("threads", statistics.threads, 1),
        ] where value < least {
            throw ScenarioError(
                field: "statistics.\(field)", value: "\(value)", allowed: "a whole number ≥ \(least)")
        }
        for entry in statistics.seconds.entries {
            let (phase, seconds) = (entry.phase, entry.seconds)
            try check("statistics.seconds.\(phase)", seconds, least: 0, "a finite number ≥ 0")
        }
    }
}

extension PlanTotals {
    /// Nothing yet.
    static let zero = PlanTotals(time: 0, error: 0, energy: 0, utility: 0)

    /// The sums with their keys in a plan file.
    var named: [(key: String, value: Double)] {
        [("time", time), ("error", error), ("energy", energy), ("utility", utility)]
    }
}
