import Reporting
import Stepwell

/// From a table of measured quality to a page that shows the plan.
func makePage(table path: String) async throws {
    let table = try CSVDocument(path: path)
    let calibration = try Calibration(StepMeasurements(table, of: .error, columns: .init(values: "euler")))
    print(
        "C1 \(short(calibration.fit.rate.value)) per step, R² \(short(calibration.fit.rSquared)), \(calibration.warnings.count) warnings"
    )

    let scenario = try calibration.applied(to: Preset.phoneH100.scenario())
    let problem = try OffloadProblem(scenario)
    var records: [IterationRecord] = []
    let result = try CertifiedSolver().solve(problem) { record in
        records.append(record)
        return .proceed
    }
    let document = try PlanDocument(
        status: result.status, method: "certified", stepRule: .continuous, plan: result.plan,
        objective: result.objective, lowerBound: result.lowerBound, price: result.price, certificate: result.boundProof,
        statistics: PlanStatistics(version: "client"), scenario: scenario)
    print(
        "objective \(short(document.outcome?.objective)), every claim holds: \(try document.verify(against: scenario).holds)"
    )

    let report = SolveReport(
        scenario: scenario, plan: document, findings: result.certificate?.verify(for: problem), iterations: records
    ).report
    let page = String(decoding: try await ReportPage(drawnBy: Gnuplot()).render(report), as: UTF8.self)
    print(
        "page: \(page.hasPrefix("<!")), with drawings \(page.contains("<svg")), without scripts \(!page.contains("<script"))"
    )

    let explanation = try Explainer().explain(user: 0, of: scenario)
    print("user 0 is at the \(explanation.site) site")
    var settings = SweepSettings(axes: [try SweepAxis("edge.stepBudget=100:500:200")])
    settings.certified.threads = 2
    let sweep = try Sweep(settings).run(scenario)
    print("sweep: \(sweep.rows.count) rows, \(sweep.rows.map { short($0[.objective]?.mean) }.joined(separator: " "))")
}
