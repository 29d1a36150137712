import OffloadModel
import Plotting

extension SolveReport {
    /// What is claimed, what the verifier recomputed, and the steps of the proof; nil if nothing was verified.
    var certificateSection: Report.Section? {
        guard let findings, let outcome = plan.outcome else { return nil }
        var rows = [claim("objective", claimed: outcome.objective, found: findings.objective)]
        if let bound = plan.lowerBound { rows.append(claim("lower bound", claimed: bound, found: findings.lowerBound)) }
        let holds = findings.failure == nil
        let verdict =
            findings.failure.map { "The certificate does not hold: \($0)." }
            ?? "Every claim holds: the plan keeps every limit and the budget exactly, it costs what is claimed, and no plan "
            + "costs less than the bound. The verifier recomputed that from the scenario, by code that the solvers "
            + "do not share."
        let claims = ReportTable(
            "Claimed and recomputed",
            columns: [
                .text("Claim"), .number("Claimed"), .number("Recomputed"), .number("Difference"),
                .number("Rounding allowed"), .text("Verdict"),
            ],
            rows: rows.map { $0 + [.init(holds ? "holds" : "does not hold", tone: holds ? .good : .bad)] },
            note: "A bound that is weaker than the one proven holds as well.")
        guard let proof = plan.certificate else {
            return Report.Section("Certificate", paragraphs: [verdict], tables: [claims])
        }
        return Report.Section(
            "Certificate", paragraphs: [verdict], facts: Self.facts(of: proof),
            figures: [Self.priceFigure(proof)].compactMap { $0 }, tables: [claims, Self.table(of: proof)])
    }

    private func claim(_ name: String, claimed: Double, found: Double?) -> [ReportTable.Cell] {
        [
            .init(name), .init(NumberText.exact(claimed)), .init(found.map(NumberText.exact) ?? "–"),
            .init(found.map { NumberText.short(claimed - $0) } ?? "–"),
            .init(NumberText.short(findings?.roundingAllowance ?? 0)),
        ]
    }

    private static func facts(of proof: BoundProof) -> [Report.Fact] {
        var (counts, twins, fixings, cores) = (0, 0, 0, 0)
        let prices = leafPrices(of: proof)
        for step in proof.steps {
            switch step {
            case .count: counts += 1
            case .twins: twins += 1
            case .fixing: fixings += 1
            case .core: cores += 1
            case .price: break
            }
        }
        var facts = [
            Report.Fact(
                "Splits", NumberText.grouped(counts + twins),
                remark: "\(NumberText.grouped(counts)) on how many offload, \(NumberText.grouped(twins)) on users"),
            Report.Fact("Fixings", NumberText.grouped(fixings), remark: "sides proven by reduced costs"),
            Report.Fact("Leaves", NumberText.grouped(prices.count), remark: "each a bound at one price"),
        ]
        if cores > 0 {
            facts.append(
                Report.Fact("Cores", NumberText.grouped(cores), remark: "solved again by dynamic programming"))
        }
        if let least = prices.min(), let largest = prices.max() {
            facts.append(
                Report.Fact(
                    "Prices",
                    least == largest
                        ? NumberText.amount(least) : "\(NumberText.amount(least)) to \(NumberText.amount(largest))",
                    remark: "per edge step"))
        }
        return facts
    }

    private static func leafPrices(of proof: BoundProof) -> [Double] {
        proof.steps.compactMap { step in if case .price(let price) = step { price } else { nil } }
    }

    /// The prices of the leaves in the order of the proof, if there is more than a handful of them.
    private static func priceFigure(_ proof: BoundProof) -> ReportFigure? {
        let prices = leafPrices(of: proof)
        guard prices.count > 4 else { return nil }
        let kept = PointReduction.indices(count: prices.count)
        let unit = AxisUnit(for: [Double(prices.count)])
        return ReportFigure(
            "Prices of the proof's leaves",
            description: "The price at which each part of the proof is bounded, in the order of the proof.",
            note: kept.count < prices.count
                ? "\(kept.count) of \(NumberText.grouped(prices.count)) leaves are shown." : nil,
            x: unit.axis("leaf"), y: Axis("objective per edge step"),
            series: [
                Series(
                    nil, x: unit.scaled(kept.map { Double($0 + 1) }), y: kept.map { prices[$0] }, style: .points,
                    look: 0)
            ])
    }

    private static func table(of proof: BoundProof) -> ReportTable {
        ReportTable(
            "Steps of the proof", columns: [.number("Step"), .text("Kind"), .text("Detail")],
            rows: proof.steps.enumerated().map { index, step in
                let (kind, detail) =
                    switch step {
                    case .price(let price): ("leaf", "the Lagrangian bound at the price \(price)")
                    case .fixing(let price): ("fixing", "sides proven at the price \(price)")
                    case .core(let prices):
                        ("core", "what the bounds at \(prices.count) prices leave open, solved again")
                    case .count(let limit): ("split", "at most \(limit) users offload, or more")
                    case .twins(let user, let limit):
                        ("split", "at most \(limit) of the users alike user \(user) offload, or more")
                    }
                return [.init("\(index + 1)"), .init(kind), .init(detail)]
            }, isFolded: true)
    }
}
