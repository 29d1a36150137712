import Stepwell

/// What `solve` prints: the decisions, the totals, the certificate, and where the plan is.
struct SolveSummary {
    let scenario: Scenario
    let plan: PlanDocument
    let problem: OffloadProblem
    let path: String

    /// The summary, line by line.
    ///
    /// - Parameters:
    ///   - certificateHolds: what the separate verifier says, nil if there is nothing to verify.
    ///   - rounding: by how much objective and bound may each be off, as far as the verifier can tell.
    func lines(certificateHolds: Bool?, rounding: Double) -> [String] {
        var lines = [
            field(
                "scenario",
                "\(scenario.name), \(count(scenario.count, "user")), "
                    + "budget \(number(scenario.edge.stepBudget)) edge steps"),
            field("status", status),
        ]
        if plan.method != SolveMethod.certified.rawValue { lines.append(field("method", plan.method)) }
        if let outcome = plan.outcome {
            lines += [
                field(
                    "offloaded",
                    "\(outcome.offloadedCount) of \(scenario.count), using "
                        + "\(number(outcome.edgeStepsUsed)) edge steps (\(share(outcome.edgeStepsUsed)))"),
                field("steps per user", stepsPerUser(outcome.plan)),
                field("time", "\(number(outcome.totals.time)) s"),
                field(
                    "error",
                    "\(number(outcome.totals.error)) "
                        + "(mean \(number(outcome.totals.error / Double(scenario.count))))"),
                field("energy", "\(number(outcome.totals.energy)) J"),
                field(
                    "utility",
                    "\(number(outcome.totals.utility)) "
                        + "(mean \(number(outcome.totals.utility / Double(scenario.count))))"),
                field("objective", "\(outcome.objective)"),
            ]
        }
        if let bound = plan.lowerBound { lines.append(field("proven bound", "\(bound)")) }
        if plan.method != SolveMethod.certified.rawValue, let outcome = plan.outcome, let bound = plan.lowerBound {
            lines.append(field("above the bound", DecimalText.significant(outcome.objective - bound, digits: 6)))
        }
        if let outcome = plan.outcome, plan.status != .optimal, rounding > plan.askedGap * abs(outcome.objective) {
            // Digits beyond this are no claim.
            let digits = DecimalText.significant(rounding, digits: 2)
            lines.append(field("rounding", "up to \(digits) in the objective and in the bound"))
        }
        if let gap = plan.relativeGap { lines.append(field("relative gap", DecimalText.significant(gap, digits: 3))) }
        lines += prices
        if let certificateHolds {
            let proof = plan.certificate.map { " (\(count($0.branchCount, "split")))" } ?? ""
            let verdict = certificateHolds ? "verified from the scenario alone" : "DOES NOT HOLD"
            lines.append(field("certificate", verdict + proof))
        }
        let seconds = plan.statistics.seconds
        lines.append(
            field(
                "seconds",
                DecimalText.significant(seconds.total, digits: 3) + " ("
                    + seconds.entries.map { "\($0.phase) \(DecimalText.significant($0.seconds, digits: 2))" }
                    .joined(separator: ", ") + ")"))
        if !OpenStream.isStandardOutput(path) { lines.append(field("plan", path)) }
        return lines
    }

    /// What more and fewer edge steps are worth.
    private var prices: [String] {
        guard let price = plan.price else { return [] }
        let isOwn = plan.method == SolveMethod.certified.rawValue
        let isWhole = plan.stepRule == .integer
        let more = isWhole ? "one more step" : "a little more"
        var lines = [
            field(
                "price", "\(number(price)) per edge step (what \(more) would save\(isOwn ? "" : " the optimal plan"))")
        ]
        let less = isWhole ? "one step less" : "a little less"
        switch plan.priceBelow {
        case .cost(let cost):
            lines.append(
                field("price below", "\(number(cost)) per edge step (what \(less) would cost\(isOwn ? "" : " it"))"))
        case .infeasible:
            lines.append(field("price below", "none: \(less) is not enough for those at the edge"))
        case nil: break
        }
        return lines
    }

    private var status: String {
        switch plan.status {
        case .optimal: "optimal, proven to a relative gap of \(DecimalText.significant(plan.askedGap, digits: 2))"
        case .roundingLimit:
            "as near the optimum as rounding allows, a relative gap of "
                + "\(DecimalText.significant(plan.relativeGap ?? 0, digits: 3)) where "
                + "\(DecimalText.significant(plan.askedGap, digits: 2)) was asked"
        case .feasible: "feasible"
        case .infeasible:
            "infeasible" + (plan.infeasibility.map { ": \(scenario.explanation(of: $0, under: plan.stepRule))" } ?? "")
        case .timeLimit: "stopped by the time limit"
        case .nodeLimit: "stopped by the node limit"
        case .stopped: "interrupted"
        case .numericalFailure: "numerical failure"
        }
    }

    private func stepsPerUser(_ plan: Plan) -> String {
        [(Site.local, false), (Site.edge, true)].map { site, side in
            var sum = PreciseSum()
            var users = 0
            for user in 0..<plan.count where plan.offloaded[user] == side {
                sum.add(plan.steps[user])
                users += 1
            }
            return users == 0 ? "none \(site)" : "\(number(sum.value / Double(users))) \(site)"
        }.joined(separator: ", ")
    }

    private func share(_ steps: Double) -> String {
        scenario.edge.stepBudget > 0
            ? "\(DecimalText.significant(100 * steps / scenario.edge.stepBudget, digits: 4)) % of the budget"
            : "the budget is zero"
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private func number(_ value: Double) -> String { DecimalText.significant(value, digits: 6) }

    private func field(_ name: String, _ value: String) -> String { name.padded(to: 16) + value }
}
