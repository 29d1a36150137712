import CertifiedSolving
import Experiments
import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// What an explanation says of budgets and utility weights, against exhaustive search at many of them.
@Suite struct SwitchSearchTests {
    /// Users whose edge has the better images, so that they leave the edge and come back as the budget grows.
    private static func scenario(_ generator: inout SeededGenerator) throws -> Scenario {
        let count = Int.random(in: 2...4, using: &generator)
        func column(_ range: ClosedRange<Double>) -> Column {
            .perUser((0..<count).map { _ in generator.uniform(range.lowerBound, range.upperBound) })
        }
        func wholeColumn(_ range: ClosedRange<Int>) -> Column {
            .perUser((0..<count).map { _ in Double(Int.random(in: range, using: &generator)) })
        }
        let weights = CostWeights(time: 1.0 / 3, error: 1.0 / 3, energy: 1e-3 / 3, cost: 0.5, utility: 0.5)
        let users: UserColumns = [
            .localStepTime: column(0.0016...0.0025), .edgeStepTime: column(0.0006...0.0013),
            .localPowerCoefficient: .uniform(1e-26), .localFrequency: column(1.3e9...1.8e9),
            .edgeFrequency: .uniform(1e10), .initialError: column(0.85...1), .errorDecay: column(0.03...0.1),
            .utilityRate: column(0.02...0.08), .localStepLimit: wholeColumn(8...15),
            .edgeStepLimit: wholeColumn(20...80), .minimumSteps: wholeColumn(0...2),
            .edgeErrorDecay: column(0.03...0.15),
        ]
        let budget = Double(Int.random(in: 8 * count...25 * count, using: &generator))
        return try Scenario(
            name: "r", count: count, weights: weights, edge: EdgeServer(stepBudget: budget, powerCoefficient: 1e-26),
            users: users)
    }

    /// The optimum with a user held on one side, +∞ if there is none.
    private static func optimum(
        _ problem: OffloadProblem, user: Int, at site: Site, _ rule: StepRule
    ) throws -> Double {
        var (local, edge) = (problem.local, problem.edge)
        if site == .edge { local.mostSteps[user] = -1 } else { edge.mostSteps[user] = -1 }
        let held = try OffloadProblem(local: local, edge: edge, stepBudget: problem.stepBudget)
        let optimum = rule == .continuous ? BruteForce.continuousOptimum(of: held) : BruteForce.wholeOptimum(of: held)
        return optimum ?? .infinity
    }

    /// How much better a site is than the other; −∞ where it cannot be.
    private static func advantage(
        of site: Site, _ problem: OffloadProblem, user: Int, _ rule: StepRule
    ) throws -> Double {
        let cost = try optimum(problem, user: user, at: site, rule)
        let other = try optimum(problem, user: user, at: site == .edge ? .local : .edge, rule)
        return cost == .infinity ? -.infinity : other - cost
    }

    private static func withUtilityWeight(
        _ weight: Double, of user: Int, from present: Double, _ problem: OffloadProblem
    ) throws -> OffloadProblem {
        var (local, edge) = (problem.local, problem.edge)
        local.constant[user] += present - weight
        edge.constant[user] += present - weight
        (local.utilityWeight[user], edge.utilityWeight[user]) = (weight, weight)
        return try OffloadProblem(local: local, edge: edge, stepBudget: problem.stepBudget)
    }

    /// What the text says: the site of the user at a value, nil where it says nothing.
    private static func told(_ finding: SwitchFinding, at value: Double, _ site: Site) -> Site? {
        let other: Site = site == .edge ? .local : .edge
        guard let change = finding.change else { return finding.searched.contains(value) ? site : nil }
        let isAbove = change.switched > finding.present
        let distance = (isAbove ? 1 : -1) * (value - finding.present)
        let first = abs(change.switched - finding.present)
        // Nothing nearer, on either side of the present value.
        if abs(distance) <= abs(change.kept - finding.present) {
            return finding.searched.contains(value) ? site : nil
        }
        guard distance >= first else { return nil }
        guard let last = change.last else { return other }
        return distance <= abs(last - finding.present) ? other : nil
    }

    @Test(arguments: [StepRule.continuous, .integer]) func everyStatementHolds(rule: StepRule) throws {
        var generator = SeededGenerator(seed: rule == .integer ? 41 : 40)
        var (changes, returns, moved) = (0, 0, 0)
        for _ in 0..<Effort.rounds(60) {
            let scenario = try Self.scenario(&generator)
            let problem = try OffloadProblem(scenario)
            let user = Int.random(in: 0..<scenario.count, using: &generator)
            let explanation = try Explainer(.init(relativeGap: 1e-11, stepRule: rule)).explain(user: user, of: scenario)
            let allowance = 1e-9 * BruteForce.scale(of: problem)
            for finding in explanation.switches
            where finding.quantity == .stepBudget || finding.quantity == .utilityWeight {
                let isBudget = finding.quantity == .stepBudget
                changes += finding.change == nil ? 0 : 1
                returns += finding.change?.last == nil ? 0 : 1
                let most = isBudget ? 1.2 * finding.searched.upperBound : 20 * finding.present
                let values = Set(
                    (0...150).map { Double($0) / 150 * most }
                        + [finding.change?.kept, finding.change?.switched, finding.change?.last].compactMap { $0 }
                ).map { isBudget && rule == .integer ? $0.rounded(.down) : $0 }
                for value in values {
                    let endless = isBudget ? min(value, finding.searched.upperBound) : value
                    guard let site = Self.told(finding, at: finding.change == nil ? endless : value, explanation.site)
                    else {
                        continue
                    }
                    let changed =
                        isBudget
                        ? try problem.withStepBudget(value)
                        : try Self.withUtilityWeight(value, of: user, from: finding.present, problem)
                    let gain = try Self.advantage(of: site, changed, user: user, rule)
                    moved += site == explanation.site ? 0 : 1
                    #expect(
                        gain >= -allowance, "\(scenario.count) users, user \(user): \(finding) at \(value): \(gain)")
                }
            }
        }
        #expect(changes > 0 && moved > 0)
        if Effort.isOptimised { #expect(returns > 0) }
    }

    /// User 0 has the edge between budgets of 17.25 and 18.75, and again from 30.84 on.
    @Test func narrowWindowsAreFound() throws {
        func explanation(_ budget: Double, _ rule: StepRule = .continuous) throws -> SwitchFinding {
            let users: UserColumns = [
                .localStepTime: .perUser([0.0022896957559515006, 0.0022544018461705248]),
                .edgeStepTime: .uniform(0.0012631985046638833), .localPowerCoefficient: .uniform(1e-26),
                .localFrequency: .perUser([1454732251.1616633, 1526388965.9389694]), .edgeFrequency: .uniform(1e10),
                .initialError: .uniform(0.8591224917685951), .errorDecay: .uniform(0.07276399368451766),
                .utilityRate: .perUser([0.06917060458617089, 0.023324130573198546]),
                .localStepLimit: .perUser([11, 9]), .edgeStepLimit: .perUser([47, 61]),
                .deadline: .perUser([0.03126076824368335, .infinity]),
                .uplinkTime: .perUser([0.00822424122955478, 0.0007134271869825426]),
                .edgeErrorDecay: .perUser([0.14776393395329546, 0.14816716145491937]),
            ]
            let scenario = try Scenario(
                name: "r", count: 2,
                weights: CostWeights(time: 1.0 / 3, error: 1.0 / 3, energy: 1e-3 / 3, cost: 0.5, utility: 0.5),
                edge: EdgeServer(stepBudget: budget, powerCoefficient: 1e-26), users: users)
            let found = try Explainer(.init(relativeGap: 1e-12, stepRule: rule)).explain(user: 0, of: scenario)
            #expect(found.site == (budget == 18 ? .edge : .local))
            return found.switches[0]
        }
        let below = try #require(try explanation(15).change)
        #expect((17...17.25).contains(below.switched) && (18.5...18.75).contains(below.last ?? 0), "\(below)")
        let above = try #require(try explanation(20).change)
        // The end of the window, 1.3 below, is nearer than 30.8.
        #expect((18.5...18.75).contains(above.switched) && (17...17.25).contains(above.last ?? 0), "\(above)")
        let inside = try #require(try explanation(18).change)
        #expect((18.5...18.75).contains(inside.switched) && (30.8...30.9).contains(inside.last ?? 0), "\(inside)")
        let far = try #require(try explanation(28).change)
        #expect((30.8...30.9).contains(far.switched) && far.last == nil, "\(far)")
    }
}
