import OffloadModel

/// Makes a problem that breaks something smaller and plainer while it still does.
struct ProblemShrinker {
    /// True for problems that still break.
    let breaks: (OffloadProblem) -> Bool

    /// A problem that breaks as well, with fewer users and rounder numbers.
    func shrink(_ problem: OffloadProblem) -> OffloadProblem {
        var problem = problem
        for _ in 0..<3 {
            let before = problem
            problem = withFewerUsers(problem)
            problem = withPlainerNumbers(problem)
            if problem == before { break }
        }
        return problem
    }

    private func rebuilt(
        _ problem: OffloadProblem, local: [CostCurve]? = nil, edge: [CostCurve]? = nil, budget: Double? = nil
    ) -> OffloadProblem? {
        let all = Array(0..<problem.count)
        let changed = try? OffloadProblem(
            local: CostCurves(local ?? all.map { problem.local[$0] }),
            edge: CostCurves(edge ?? all.map { problem.edge[$0] }), stepBudget: budget ?? problem.stepBudget)
        guard let changed, changed != problem, breaks(changed) else { return nil }
        return changed
    }

    /// Leaves out halves, quarters, … and single users.
    private func withFewerUsers(_ problem: OffloadProblem) -> OffloadProblem {
        var problem = problem
        var part = problem.count / 2
        while part >= 1 {
            var start = 0
            while start < problem.count, problem.count > 1 {
                let kept = (0..<problem.count).filter { $0 < start || $0 >= start + part }
                guard !kept.isEmpty,
                    let smaller = rebuilt(
                        problem, local: kept.map { problem.local[$0] }, edge: kept.map { problem.edge[$0] })
                else {
                    start += part
                    continue
                }
                problem = smaller
            }
            part /= 2
        }
        return problem
    }

    /// Puts zeros, ones and numbers of few digits in the place of others.
    private func withPlainerNumbers(_ problem: OffloadProblem) -> OffloadProblem {
        let paths: [WritableKeyPath<CostCurve, Double>] = [
            \.constant, \.stepCost, \.errorWeight, \.errorDecay, \.utilityWeight, \.utilityRate, \.fewestSteps,
            \.mostSteps,
        ]
        var problem = problem
        for plain in Self.plainer(problem.stepBudget) {
            if let changed = rebuilt(problem, budget: plain) {
                problem = changed
                break
            }
        }
        for user in 0..<min(problem.count, 20) {
            for path in paths {
                for site in Site.allCases {
                    for plain in Self.plainer(problem.curves(at: site)[user][keyPath: path]) {
                        var local = (0..<problem.count).map { problem.local[$0] }
                        var edge = (0..<problem.count).map { problem.edge[$0] }
                        // L belongs to the user, whichever the site.
                        if site == .local || path == \.fewestSteps { local[user][keyPath: path] = plain }
                        if site == .edge || path == \.fewestSteps { edge[user][keyPath: path] = plain }
                        if let changed = rebuilt(problem, local: local, edge: edge) {
                            problem = changed
                            break
                        }
                    }
                }
            }
        }
        return problem
    }

    private static func plainer(_ value: Double) -> [Double] {
        guard value != 0, value != 1 else { return [] }
        let digits = "\(value)".split(separator: "e", maxSplits: 1)
        var plainer = [0.0, 1]
        if value.rounded() != value { plainer.append(value.rounded()) }
        if digits.count == 2, digits[0].count > 3 {
            plainer.append(Double(digits[0].prefix(1) + "e" + digits[1]) ?? 0)
        } else if digits[0].count > 5 {
            plainer.append(Double(digits[0].prefix(4)) ?? 0)
        }
        return plainer
    }
}
