import CertifiedSolving
import OffloadModel
import SuccessiveConvex
import TestSupport
import VectorKernels

/// Everything that must be true of the answers to one problem, whatever its numbers are.
struct ProblemChecks {
    /// The gap asked for.
    static let gap = 1e-9
    /// Enough for the problems drawn here; what is left is answered by `.nodeLimit`, which is honest as well.
    private static func nodeLimit(users: Int) -> Int { users < 4096 ? 300 : 10 }

    let problem: OffloadProblem
    /// The seed of the random parts of the checks.
    let seed: UInt64
    private(set) var failures: [String] = []
    /// How often each verdict was given.
    private(set) var verdicts: [String: Int] = [:]

    init(_ problem: OffloadProblem, seed: UInt64) {
        self.problem = problem
        self.seed = seed
    }

    /// Runs every check and returns what does not hold.
    static func failures(of problem: OffloadProblem, seed: UInt64) -> [String] {
        var checks = ProblemChecks(problem, seed: seed)
        checks.run()
        return checks.failures
    }

    private mutating func expect(_ holds: Bool, _ message: @autoclosure () -> String) {
        if !holds { failures.append(message()) }
    }

    mutating func run() {
        var results: [StepRule: CertifiedResult] = [:]
        for rule in StepRule.allCases {
            let result = solve(problem, rule)
            results[rule] = result
            checkVerdict(result, rule)
            guard result.certificate != nil else { continue }
            checkInstructionSets(result, rule)
            checkThreads(result, rule)
            checkStarts(result, rule)
            checkMethods(result, rule)
            checkFeasiblePlans(result, rule)
            checkBudget(result, rule)
            checkStepCost(result, rule)
            checkOracle(result, rule)
        }
        if let whole = results[.integer]?.objective, let bound = results[.continuous]?.lowerBound {
            expect(bound <= whole + allowance(of: results[.integer]), "whole steps beat the bound of real ones")
        }
        checkSubproblem()
    }

    private func solve(
        _ problem: OffloadProblem, _ rule: StepRule, set: InstructionSet = .best, threads: Int = 1,
        startingFrom price: Double? = nil
    ) -> CertifiedResult {
        let settings = CertifiedSolverSettings(
            relativeGap: Self.gap, stepRule: rule, nodeLimit: Self.nodeLimit(users: problem.count), threads: threads,
            instructionSet: set)
        guard let solver = try? CertifiedSolver(settings) else { fatalError("the settings are valid") }
        return solver.solve(problem, startingFrom: price)
    }

    /// How far two honest evaluations of a sum of costs may differ; infinite where nothing is known.
    private func allowance(of result: CertifiedResult?) -> Double {
        guard let certificate = result?.certificate else { return .infinity }
        return certificate.verify(for: problem).roundingAllowance
    }

    // MARK: One answer

    /// A verdict is given only for what can be recomputed from the problem.
    private mutating func checkVerdict(_ result: CertifiedResult, _ rule: StepRule) {
        verdicts[result.status.name, default: 0] += 1
        let reason = problem.infeasibility(under: rule)
        if case .infeasible(let found) = result.status {
            expect(found == reason, "\(rule): infeasible for \(found), but \(String(describing: reason))")
            expect(result.certificate == nil, "\(rule): a plan of an infeasible problem")
            return
        }
        expect(reason == nil, "\(rule): \(result.status.name), but \(String(describing: reason))")
        guard let certificate = result.certificate else {
            expect(result.status == .numericalFailure, "\(rule): \(result.status.name) without a plan")
            return
        }
        let findings = certificate.verify(for: problem)
        expect(findings.failure == nil, "\(rule): \(result.status.name), but \(findings.failure!)")
        expect(certificate.objective.isFinite, "\(rule): the objective is \(certificate.objective)")
        expect(certificate.lowerBound <= certificate.objective, "\(rule): the bound is above the objective")
        if result.status == .optimal {
            expect(certificate.relativeGap <= Self.gap, "\(rule): optimal with a gap of \(certificate.relativeGap)")
        }
        if result.status == .roundingLimit {
            expect(
                certificate.absoluteGap <= 16 * findings.roundingAllowance + 0x1p-878 * Double(problem.count),
                "\(rule): said to be rounding, with a gap of \(certificate.relativeGap)")
        }
        checkPrice(result, "\(rule)", rounding: findings.roundingAllowance)
    }

    /// The verifier finds no fault with the prices of an optimal plan, as the file format promises.
    private mutating func checkPrice(_ result: CertifiedResult, _ what: String, rounding: Double) {
        guard let price = result.price, let certificate = result.certificate else { return }
        guard price >= 0, price.isFinite else { return failures.append("\(what): the price is \(price)") }
        if let below = result.priceBelow {
            guard below >= 0, below.isFinite else { return failures.append("\(what): the price below is \(below)") }
        }
        guard result.status == .optimal else { return }
        let faults = certificate.plan.priceFaults(
            price, below: PriceBelow(result.priceBelow), objective: certificate.objective,
            allowance: max(Self.gap * abs(certificate.objective), 2 * rounding), in: problem)
        let below = result.priceBelow.map { "\($0)" } ?? "none"
        expect(faults.isEmpty, "\(what): the price \(price), below \(below): \(faults)")
    }

    /// The solves of a problem agree if no bound contradicts another's plan.
    private mutating func expectAgreement(
        _ first: CertifiedResult, _ second: CertifiedResult, _ what: @autoclosure () -> String
    ) {
        guard let one = first.certificate, let other = second.certificate else {
            let isSame = (first.certificate == nil) == (second.certificate == nil)
            expect(isSame, what() + ": only one of them has a plan")
            return
        }
        let allowance = max(allowance(of: first), allowance(of: second))
        expect(one.lowerBound <= other.objective + allowance, what() + ": a bound above the other's plan")
        expect(other.lowerBound <= one.objective + allowance, what() + ": a bound above the first one's plan")
        expect(other.plan.violation(in: problem) == nil, what() + ": the other's plan is not feasible")
    }

    private mutating func checkInstructionSets(_ result: CertifiedResult, _ rule: StepRule) {
        for set in InstructionSet.allCases where set.isSupported && set != .best {
            let other = solve(problem, rule, set: set)
            expectAgreement(result, other, "\(rule), \(set)")
            // A limit on nodes may be met by one and not by the other.
            if result.status == .optimal || other.status == .optimal {
                let isSame = result.status == other.status || isLimited(result.status) || isLimited(other.status)
                expect(isSame, "\(rule), \(set): \(other.status.name), not \(result.status.name)")
            }
        }
    }

    private func isLimited(_ status: SolveStatus) -> Bool {
        if case .feasible = status { return true }
        return status == .nodeLimit || status == .roundingLimit
    }

    private mutating func checkThreads(_ result: CertifiedResult, _ rule: StepRule) {
        let other = solve(problem, rule, threads: 2)
        expect(other.status == result.status, "\(rule): two threads have another verdict than one")
        expect(other.plan == result.plan, "\(rule): two threads have another plan than one")
        for (one, two) in [
            (result.objective, other.objective), (result.lowerBound, other.lowerBound), (result.price, other.price),
            (result.priceBelow, other.priceBelow),
        ] {
            expect(one?.bitPattern == two?.bitPattern, "\(rule): two threads have other bits than one")
        }
    }

    /// Where the search begins is a matter of time only.
    private mutating func checkStarts(_ result: CertifiedResult, _ rule: StepRule) {
        var random = SeededGenerator(seed: seed)
        let starts = [0, 1e300, .leastNonzeroMagnitude, .infinity, -1, .nan, random.logUniform(1e-12, 1e12)]
        let start = starts[Int.random(in: 0..<starts.count, using: &random)]
        let other = solve(problem, rule, startingFrom: start)
        expectAgreement(result, other, "\(rule), from \(start)")
        if let findings = other.certificate?.verify(for: problem) {
            expect(findings.failure == nil, "\(rule), from \(start): \(findings.failure!)")
            checkPrice(other, "\(rule), from \(start)", rounding: findings.roundingAllowance)
        }
    }

    // MARK: Other methods

    private mutating func checkMethods(_ result: CertifiedResult, _ rule: StepRule) {
        guard let bound = result.lowerBound else { return }
        let allowance = allowance(of: result)
        for baseline in [Baseline.random(seed: seed), .allLocal, .allEdge, .greedy] {
            let other = baseline.solve(problem, stepRule: rule)
            guard let plan = other.plan, let objective = other.objective else {
                expect(false, "\(rule), \(baseline): no plan")
                continue
            }
            let violation = plan.violation(in: problem)
            expect(violation == nil, "\(rule), \(baseline): \(violation!)")
            expect(!objective.isNaN && bound <= objective + allowance, "\(rule), \(baseline): \(objective) < \(bound)")
        }
        var settings = SuccessiveConvexSettings()
        (settings.stepRule, settings.innerLimit, settings.outerLimit) = (rule, 3, 2)
        do {
            let other = try SuccessiveConvexSolver(settings).solve(problem)
            guard let plan = other.plan, let objective = other.objective else {
                expect(other.status == .numericalFailure, "\(rule), paper: \(other.status.name) without a plan")
                return
            }
            let violation = plan.violation(in: problem)
            expect(violation == nil, "\(rule), paper: \(violation!)")
            expect(!objective.isNaN && bound <= objective + allowance, "\(rule), paper: \(objective) < \(bound)")
        } catch {
            failures.append("\(rule), paper: \(error)")
        }
    }

    /// No feasible plan costs less than the bound; drawn plans, at the limits and inside.
    private mutating func checkFeasiblePlans(_ result: CertifiedResult, _ rule: StepRule) {
        guard let bound = result.lowerBound else { return }
        var random = SeededGenerator(seed: seed &+ 1)
        let allowance = allowance(of: result)
        for _ in 0..<4 {
            var plan = Plan(
                sites: Array(repeating: false, count: problem.count),
                steps: Array(repeating: 0, count: problem.count), stepRule: rule)
            var left = problem.spendableBudget(under: rule)
            for user in 0..<problem.count {
                let home = problem.stepLimits(of: user, at: .local, under: rule)
                let away = problem.stepLimits(of: user, at: .edge, under: rule)
                if let away, home == nil || (random.chance(0.6) && away.lowerBound <= left) {
                    plan.offloaded[user] = true
                    let most = max(away.lowerBound, min(away.upperBound, left))
                    plan.steps[user] = draw(away.lowerBound...most, rule, &random)
                    left -= plan.steps[user]
                } else if let home {
                    plan.steps[user] = draw(home, rule, &random)
                }
            }
            guard plan.violation(in: problem) == nil else { continue }
            let objective = plan.cost(in: problem)
            expect(!(objective < bound - allowance), "\(rule): a drawn plan costs \(objective), the bound is \(bound)")
        }
    }

    private func draw(_ limits: ClosedRange<Double>, _ rule: StepRule, _ random: inout SeededGenerator) -> Double {
        let share = [0, 1, random.uniform(0, 1)][Int.random(in: 0..<3, using: &random)]
        let steps = limits.lowerBound * (1 - share) + limits.upperBound * share
        let whole = rule == .integer ? steps.rounded() : steps
        return min(max(whole, limits.lowerBound), limits.upperBound)
    }

    // MARK: Other problems

    /// A larger budget allows every plan that the smaller one does.
    private mutating func checkBudget(_ result: CertifiedResult, _ rule: StepRule) {
        let budget = problem.stepBudget
        guard let larger = try? problem.withStepBudget(min(budget * 1.5 + 1, .greatestFiniteMagnitude)),
            let plan = result.plan, let objective = result.objective
        else { return }
        let other = solve(larger, rule)
        guard let bound = other.lowerBound else {
            expect(other.status == .numericalFailure, "\(rule): \(other.status.name) under a larger budget")
            return
        }
        expect(plan.violation(in: larger) == nil, "\(rule): the plan does not fit a larger budget")
        expect(bound <= objective + allowance(of: result), "\(rule): a larger budget costs more")
    }

    /// Steps that cost more help nobody.
    private mutating func checkStepCost(_ result: CertifiedResult, _ rule: StepRule) {
        var edge = problem.edge
        for user in 0..<problem.count { edge.stepCost[user] *= 1.25 }
        guard let dearer = try? OffloadProblem(local: problem.local, edge: edge, stepBudget: problem.stepBudget),
            let bound = result.lowerBound
        else { return }
        let other = solve(dearer, rule)
        guard let objective = other.objective, let certificate = other.certificate else {
            expect(other.status == .numericalFailure, "\(rule): \(other.status.name) with dearer steps")
            return
        }
        let allowance = certificate.verify(for: dearer).roundingAllowance + allowance(of: result)
        expect(bound <= objective + allowance, "\(rule): dearer steps cost less")
    }

    // MARK: Oracles

    /// Exhaustion over all decisions of a few users, the dynamic program over a small budget.
    private mutating func checkOracle(_ result: CertifiedResult, _ rule: StepRule) {
        guard isTame, let objective = result.objective, let bound = result.lowerBound else { return }
        let optimum: Double?
        switch rule {
        case .continuous:
            guard problem.count <= 5 else { return }
            optimum = BruteForce.continuousOptimum(of: problem)
        case .integer:
            guard problem.stepBudget <= 300, problem.count <= 8 else { return }
            optimum = BruteForce.wholeOptimum(of: problem)
        }
        guard let optimum else {
            expect(false, "\(rule): the oracle finds no plan")
            return
        }
        // The oracle ends its bisection at 2⁻⁵⁰ of the scale.
        let scale = 1e-11 * BruteForce.scale(of: problem)
        expect(bound <= optimum + scale, "\(rule): the bound \(bound) is above the optimum \(optimum)")
        expect(objective >= optimum - scale, "\(rule): the plan costs \(objective), the optimum is \(optimum)")
        guard result.status == .optimal else { return }
        expect(
            objective <= optimum + Self.gap * abs(objective) + scale,
            "\(rule): optimal at \(objective), the optimum is \(optimum)")
    }

    /// True if the oracles' own arithmetic can be trusted: numbers within some powers of ten of each other.
    private var isTame: Bool {
        (0..<problem.count).allSatisfy { user in
            [problem.local[user], problem.edge[user]].allSatisfy { curve in
                let sizes = [
                    curve.stepCost, curve.errorWeight, curve.errorDecay, curve.utilityWeight, curve.utilityRate,
                ]
                return sizes.allSatisfy { $0 == 0 || (1e-6...1e3).contains($0) } && curve.mostSteps <= 200
                    && abs(curve.constant) <= 1e3
            }
        }
    }

    /// A P2 drawn at the problem: solved to tiny residuals, or refused, or given up honestly.
    private mutating func checkSubproblem() {
        var random = SeededGenerator(seed: seed &+ 2)
        // Whoever has no choice is pinned, as the paper's method does it.
        let decisions = (0..<problem.count).map { user -> Double in
            guard problem.local[user].isAvailable else { return 1 }
            guard problem.edge[user].isAvailable else { return 0 }
            return random.chance(0.1) ? 0.5 : random.uniform(0.01, 0.99)
        }
        let steps = (0..<problem.count).map { user -> Double in
            let (local, edge) = (problem.local[user], problem.edge[user])
            let cap = min(max(local.mostSteps, edge.mostSteps, 1e-3), 1e3)
            return random.uniform(1e-3, 1) * cap
        }
        let penalty = random.chance(0.3) ? 0 : random.logUniform(1e-3, 1e5)
        guard let p2 = try? P2Problem(problem, decisions: decisions, steps: steps, penalty: penalty) else { return }
        let solution = KKTSolver().solve(p2)
        guard solution.status == .solved else { return }
        verdicts["P2 solved", default: 0] += 1
        let worst = solution.summary.residuals.largest
        expect(worst <= 1e-8, "P2: solved with a residual of \(worst)")
        expect(solution.summary.objective.isFinite, "P2: solved with the objective \(solution.summary.objective)")
        for user in 0..<problem.count {
            expect((0...1).contains(solution.decisions[user]), "P2: user \(user) decides \(solution.decisions[user])")
        }
    }
}
