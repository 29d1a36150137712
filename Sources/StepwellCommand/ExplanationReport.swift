import Stepwell

/// What `explain` prints.
struct ExplanationReport {
    let scenario: Scenario
    let explanation: UserExplanation

    /// The text, line by line.
    var lines: [String] { verdict + [""] + table + [""] + changes }

    private var verdict: [String] {
        let place = explanation.site == .edge ? "at the edge" : "on its device"
        var lines = [
            field(
                "user",
                "\(explanation.user) of \(scenario.name), \(scenario.count) users, budget "
                    + "\(number(explanation.stepBudget)) edge steps"),
            field(
                explanation.status == .optimal ? "optimal plan" : "best plan",
                "\(place), \(number(explanation.steps)) steps"),
        ]
        if let planned = explanation.planned {
            let place = planned.site == .edge ? "at the edge" : "on its device"
            lines.append(
                field("this plan", "\(place), \(number(planned.steps)) steps, cost \(number(planned.cost))"))
        }
        lines += prices
        if let local = explanation.local {
            lines.append(
                field("on its device", "\(number(local.total)) at its best, with \(number(local.steps)) steps"))
        }
        if let edge = explanation.edge {
            lines.append(
                field(
                    "at the edge",
                    "\(number(edge.total)) at its best at this price, with \(number(edge.steps)) steps, of which "
                        + "\(number(edge.payment)) is paid for them"))
        }
        lines.append(field("reason", reason))
        if explanation.twins > 0 {
            lines.append(
                field("twins", "\(explanation.twins) other users are the same; those of smaller index offload first"))
        }
        return lines
    }

    /// What more and fewer edge steps are worth to the plan, and why where that is nothing.
    private var prices: [String] {
        let isWhole = explanation.stepRule == .integer
        let budget = isWhole ? explanation.stepBudget.rounded(.down) : explanation.stepBudget
        let left = budget - explanation.edgeStepsUsed
        let (more, less) = isWhole ? ("one more step", "one step less") : ("a little more", "a little less")
        let nobody = "with nobody at the edge"
        let why =
            if explanation.price > 0 {
                "what \(more) would save"
            } else if explanation.offloadedCount == 0 {
                nobody + (budget > 0 ? ", none of the \(number(budget)) is used" : "")
            } else if left > 0x1p-40 * budget {
                "\(number(left)) are left"
            } else {
                "those at the edge have all that they can use"
            }
        let price = field("price", "\(number(explanation.price)) per edge step (\(why))")
        guard let below = explanation.priceBelow else {
            let reason = budget > 0 ? "\(less) is not enough for those at the edge" : "there is no step to take away"
            return [price, field("price below", "none: \(reason)")]
        }
        return [price, field("price below", "\(number(below)) per edge step (what \(less) would cost)")]
    }

    private var reason: String {
        guard let cost = explanation.reducedCost else {
            return explanation.site == .edge
                ? "its device cannot do its minimum of steps: it must offload"
                : "the edge cannot do its minimum of steps: it must stay local"
        }
        let comparison = "the edge costs \(number(abs(cost))) \(cost < 0 ? "less" : "more") at this price"
        guard explanation.isAgainstPrice else { return comparison }
        return comparison + ", but the budget has no room for one user more: the plan as a whole is better this way"
    }

    // MARK: Both curves

    private static let columns = TextColumns([7, 11, 13, 13, 13, 13, 13, 13], startsLeft: true)

    private var table: [String] {
        [Self.columns.line(["site", "steps", "time", "error", "energy", "utility", "payment", "total"])]
            + explanation.curves.map { cost in
                let best = cost.site == .edge ? explanation.edge?.steps : explanation.local?.steps
                let cells =
                    ["\(cost.site)", number(cost.steps)]
                    + [cost.time, cost.error, cost.energy, cost.utility, cost.payment, cost.total].map(number)
                return Self.columns.line(cells) + (cost.steps == best ? "  best" : "")
            }
    }

    // MARK: What would change it

    private var changes: [String] {
        if case .noChoice = explanation.switchPrice {
            return [field("would change", "nothing but other limits of steps")]
        }
        let side = explanation.site == .edge ? "local" : "offloads"
        var lines = ["It \(explanation.site == .edge ? "stays local" : "offloads") with"]
        switch explanation.switchPrice {
        case .at(let price):
            lines.append(
                "  price of an edge step".padded(to: 32)
                    + (side == "local" ? "\(number(price)) or more" : "below \(number(price))"))
        case .neverOffloads: lines.append("  price of an edge step".padded(to: 32) + "none, not even 0")
        case .alwaysOffloads: lines.append("  price of an edge step".padded(to: 32) + "none, however high")
        case .noChoice: break
        }
        for finding in explanation.switches {
            lines.append("  \(finding.quantity.label)".padded(to: 32) + change(finding))
        }
        if let parts = explanation.switches.first?.parts {
            lines.append(
                "Budgets and utility weights were tried at most 1/\(number(parts)) of their distance from now apart, where "
                    + "nothing is proven.")
        }
        return lines
    }

    /// Where the user is at the other site, next to the present value.
    private func change(_ finding: SwitchFinding) -> String {
        let now = "(now \(number(finding.present)))"
        guard let change = finding.change else {
            let (low, high) = (finding.searched.lowerBound, finding.searched.upperBound)
            let isEndless = finding.quantity == .stepBudget
            return "none from \(number(low)) " + (isEndless ? "on \(now)" : "to \(number(high)) \(now)")
        }
        guard let last = change.last else {
            return "\(precise(change.switched)) or \(change.switched > finding.present ? "more" : "less") \(now)"
        }
        let (low, high) = (min(change.switched, last), max(change.switched, last))
        return low == high ? "\(precise(low)) \(now)" : "\(precise(low)) to \(precise(high)) \(now)"
    }

    private func number(_ value: Double) -> String { DecimalText.significant(value, digits: 6) }

    private func precise(_ value: Double) -> String { DecimalText.significant(value, digits: 7) }

    private func field(_ name: String, _ value: String) -> String { name.padded(to: 16) + value }

    // MARK: JSON

    /// One object with all numbers in full.
    func json() throws -> String {
        var writer = JSONWriter(style: .pretty)
        try writer.object { writer in
            try writer.member("scenario", scenario.name)
            try writer.member("user", explanation.user)
            try writer.member("status", explanation.status.name)
            try writer.member("site", "\(explanation.site)")
            try writer.member("steps", explanation.steps)
            try writer.member("price", explanation.price)
            try writer.member("priceBelow", explanation.priceBelow)
            try writer.member("stepBudget", explanation.stepBudget)
            try writer.member("edgeStepsUsed", explanation.edgeStepsUsed)
            try writer.member("offloadedCount", explanation.offloadedCount)
            try writer.member("twins", explanation.twins)
            try writer.member("reducedCost", explanation.reducedCost)
            for (key, cost) in [
                ("local", explanation.local), ("edge", explanation.edge), ("planned", explanation.planned),
            ] {
                try writer.key(key)
                if let cost { try write(cost, to: &writer) } else { try writer.null() }
            }
            try writer.key("switches")
            try writer.object { try writeSwitches(to: &$0) }
            try writer.key("curves")
            try writer.array { writer in for cost in explanation.curves { try write(cost, to: &writer) } }
        }
        try writer.finish()
        return String(decoding: writer.bytes.dropLast(), as: UTF8.self)
    }

    private func writeSwitches(to writer: inout JSONWriter) throws {
        try writer.key("price")
        try writer.object { writer in
            try writer.key("kind")
            switch explanation.switchPrice {
            case .at(let price):
                try writer.string("at")
                try writer.member("value", price)
            case .neverOffloads: try writer.string("neverOffloads")
            case .alwaysOffloads: try writer.string("alwaysOffloads")
            case .noChoice: try writer.string("noChoice")
            }
        }
        for finding in explanation.switches {
            try writer.key(finding.quantity.rawValue)
            try writer.object { writer in
                try writer.member("present", finding.present)
                try writer.member("kept", finding.change?.kept)
                try writer.member("switched", finding.change?.switched)
                try writer.member("last", finding.change?.last)
                try writer.member("searchedFrom", finding.searched.lowerBound)
                try writer.member("searchedTo", finding.searched.upperBound)
                try writer.member("parts", finding.parts)
            }
        }
    }

    private func write(_ cost: StepCost, to writer: inout JSONWriter) throws {
        try writer.object { writer in
            try writer.member("site", "\(cost.site)")
            for (key, value) in [
                ("steps", cost.steps), ("time", cost.time), ("error", cost.error), ("energy", cost.energy),
                ("utility", cost.utility), ("payment", cost.payment), ("total", cost.total),
            ] {
                try writer.member(key, value)
            }
        }
    }
}
