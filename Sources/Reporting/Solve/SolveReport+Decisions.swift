import OffloadModel
import Plotting

extension SolveReport {
    /// The most users of whom every one is a point of a figure.
    static let mostPoints = 1000
    /// The most users of whom every one is a row of a table.
    static let mostRows = ReportTable.mostRows
    /// The levels of a quantile curve.
    static let quantileCount = 201
    /// The bins of a histogram: the more users, the finer, from 8 to 40 (Rice's rule).
    static func binCount(users: Int) -> Int {
        (8...40).first { $0 * $0 * $0 >= 8 * users } ?? 40
    }

    /// Who runs where, with how many steps; nil without a plan.
    var decisionSection: Report.Section? {
        guard let plan = plan.outcome?.plan, plan.count > 0 else { return nil }
        let groups = Site.allCases.map { site in Group(site, of: plan) }
        let figures = [
            plan.count <= Self.mostPoints ? scatter(groups) : quantiles(groups), distribution(groups),
        ]
        var tables = [siteTable(groups)]
        if plan.count <= Self.mostRows { tables.append(userTable(plan)) }
        var paragraphs: [String] = []
        if plan.count > Self.mostPoints {
            paragraphs.append(
                "There are too many users to show each one: the figures are made of "
                    + "\(Self.quantileCount) quantiles and of \(Self.binCount(users: plan.count)) bins. The plan file "
                    + "has them all.")
        } else if plan.count > Self.mostRows {
            paragraphs.append("The plan file has the steps of every user.")
        }
        return Report.Section(
            "Decisions", paragraphs: paragraphs, figures: figures.compactMap { $0 }, tables: tables)
    }

    /// The users at one site.
    private struct Group {
        let site: Site
        let users: [Int]
        let steps: [Double]
        let sorted: [Double]

        init(_ site: Site, of plan: Plan) {
            self.site = site
            users = (0..<plan.count).filter { plan.offloaded[$0] == (site == .edge) }
            steps = users.map { plan.steps[$0] }
            sorted = steps.sorted()
        }

        var name: String { site == .edge ? "edge server" : "own device" }
        var look: Int { site == .edge ? 1 : 0 }
    }

    private func scatter(_ groups: [Group]) -> ReportFigure? {
        ReportFigure(
            "Steps of every user",
            description: "One point for each user, by the site where it runs.",
            x: Axis("user"), y: Axis("diffusion steps"),
            series: groups.map {
                Series($0.name, x: $0.users.map(Double.init), y: $0.steps, style: .points, look: $0.look)
            })
    }

    private func quantiles(_ groups: [Group]) -> ReportFigure? {
        let series = groups.map { group in
            let curve = PointReduction.quantiles(group.sorted, count: Self.quantileCount)
            return Series(
                group.name, x: curve.levels.map { 100 * $0 }, y: curve.values, style: .line, look: group.look)
        }
        return ReportFigure(
            "Steps of the users at each site, in increasing order",
            description: "How many steps a share of the users at a site has at most.",
            x: Axis("users at the site (%)"), y: Axis("diffusion steps"), series: series)
    }

    private func distribution(_ groups: [Group]) -> ReportFigure? {
        let all = groups.flatMap(\.steps)
        let unit = AxisUnit(for: all)
        guard let histogram = Histogram(spanning: all, bins: Self.binCount(users: all.count)) else { return nil }
        let series = groups.filter { !$0.users.isEmpty }.map { group in
            let outline = histogram.outline(of: group.steps, total: all.count)
            return Series(group.name, x: unit.scaled(outline.x), y: outline.y, style: .line, look: group.look)
        }
        return ReportFigure(
            "How often each number of steps occurs",
            description: "The share of all users whose steps lie in each of "
                + "\(NumberText.count(histogram.count, "bin")), by site.",
            x: unit.axis("diffusion steps"), y: Axis("share of all users (%)"), series: series)
    }

    private func siteTable(_ groups: [Group]) -> ReportTable {
        ReportTable(
            "Steps by site",
            columns: [
                .text("Site"), .number("Users"), .number("Steps in all"), .number("Least"), .number("Median"),
                .number("Mean"), .number("Largest"),
            ],
            rows: groups.map { group in
                var total = PreciseSum()
                for steps in group.steps { total.add(steps) }
                let count = group.sorted.count
                guard count > 0 else { return [.init(group.name), "0", "0", "–", "–", "–", "–"] }
                let median = PointReduction.quantiles(group.sorted, count: 3).values[1]
                return [
                    .init(group.name), .init(NumberText.grouped(count)), .init(NumberText.amount(total.value)),
                    .init(NumberText.amount(group.sorted[0])), .init(NumberText.amount(median)),
                    .init(NumberText.amount(total.value / Double(count))),
                    .init(NumberText.amount(group.sorted[count - 1])),
                ]
            })
    }

    private func userTable(_ plan: Plan) -> ReportTable {
        ReportTable(
            "Every user", columns: [.number("User"), .text("Site"), .number("Steps")],
            rows: (0..<plan.count).map { user in
                [
                    .init("\(user)"), plan.offloaded[user] ? "edge server" : "own device",
                    .init(NumberText.amount(plan.steps[user])),
                ]
            }, isFolded: true)
    }
}
