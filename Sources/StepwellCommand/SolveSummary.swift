import Stepwell

/// What `solve` prints: the decisions, the totals, the certificate, and where the plan is.
struct SolveSummary {
    let scenario: Scenario
    let plan: PlanDocument
    let problem: OffloadProblem
    let path: String

    /// The summary, line by line.
    ///
    /// - Parameter certificateHolds: what the separate verifier says, nil if there is nothing to verify.
    func lines(certificateHolds: Bool?) -> [String] {
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
        if let gap = plan.relativeGap { lines.append(field("relative gap", DecimalText.significant(gap, digits: 3))) }
        if let price = plan.price {
            let meaning = plan.method == SolveMethod.certified.rawValue ? "would save" : "would save the optimal plan"
            lines.append(field("price", "\(number(price)) per edge step (what one more step \(meaning))"))
        }
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

    private var status: String {
        switch plan.status {
        case .optimal: "optimal, proven to a relative gap of \(DecimalText.significant(plan.askedGap, digits: 2))"
        case .feasible: "feasible"
        case .infeasible: plan.infeasibility.map { "infeasible: \($0)" } ?? "infeasible"
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
