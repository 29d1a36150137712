import InteriorPoint
import LinearAlgebra
import TestSupport
import Testing

@Suite struct ArrowProgramTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let users: Int
        let decades: Double
        let penalty: Double
        let tightness: Double
        var testDescription: String { "N = \(users), 10^±\(decades), τ = \(penalty), tightness \(tightness)" }
    }

    static let cases = [
        Case(users: 1, decades: 0.5, penalty: 0, tightness: 0.3),
        Case(users: 2, decades: 1, penalty: 1, tightness: 0.1),
        Case(users: 20, decades: 0.5, penalty: 0, tightness: 0.3),
        Case(users: 20, decades: 1, penalty: 1e5, tightness: 0.1),
        Case(users: 20, decades: 3, penalty: 1e3, tightness: 0.1),
        Case(users: 20, decades: 3, penalty: 1e5, tightness: 2),
        Case(users: 100, decades: 1, penalty: 10, tightness: 0.05),
    ]

    /// Both systems solve the same equations, so that all iterates agree up to rounding.
    @Test(arguments: cases, [1, 2, 3])
    func denseAndArrowTakeTheSameSteps(values: Case, seed: Int) throws {
        let program = SurrogateProgram(
            users: values.users, seed: UInt64(seed), decades: values.decades, penalty: values.penalty,
            tightness: values.tightness)
        try expectSameSteps(program)
    }

    @Test(arguments: [1, 5, 20], [1, 2])
    func denseAndArrowTakeTheSameStepsOnTheRelaxation(users: Int, seed: Int) throws {
        try expectSameSteps(PerspectiveProgram(users: users, seed: UInt64(seed)))
    }

    private func expectSameSteps(_ program: some ArrowProgram) throws {
        let solver = try InteriorPointSolver()
        var points: [[Double]] = []
        let arrow = try solver.solve(program) {
            points.append($0.point)
            return .proceed
        }
        var worst = 0.0
        var compared = 0
        let dense = try solver.solve(DenseForm(program)) {
            if compared < points.count {
                for (x, y) in zip($0.point, points[compared]) { worst = max(worst, abs(x - y) / (1 + abs(x))) }
            }
            compared += 1
            return .proceed
        }
        #expect(arrow.status == .optimal)
        #expect(dense.status == .optimal)
        #expect(compared == points.count)
        #expect(worst <= 1e-8)
        for (y, other) in zip(arrow.inequalityMultipliers, dense.inequalityMultipliers) {
            #expect(abs(y - other) <= 1e-8 * (1 + abs(y)))
        }
    }

    /// The interior point against the scalar root problems of ``SurrogateOracle``.
    @Test(arguments: cases, [4, 5])
    func agreesWithTheScalarRootProblems(values: Case, seed: Int) throws {
        let program = SurrogateProgram(
            users: values.users, seed: UInt64(seed), decades: values.decades, penalty: values.penalty,
            tightness: values.tightness)
        let count = program.userCount
        let oracle = SurrogateOracle(program)
        let result = try InteriorPointSolver().solve(program)
        #expect(result.status == .optimal)

        var ignored = Array(repeating: 0.0, count: program.inequalityCount)
        let expected = try #require(program.values(at: oracle.first + oracle.second, inequalities: &ignored))
        let objective = try #require(result.objective)
        #expect(abs(objective - expected) <= 1e-9 * (1 + abs(expected)))
        var worst = (first: 0.0, second: 0.0, cap: 0.0)
        for n in 0..<count {
            let limit = max(program.localCap[n], program.edgeCap[n])
            worst.first = max(worst.first, abs(result.point[n] - oracle.first[n]))
            worst.second = max(worst.second, abs(result.point[count + n] - oracle.second[n]) / (1 + limit))
            let multiplier = result.inequalityMultipliers[3 * count + n]
            worst.cap = max(worst.cap, abs(multiplier - oracle.capMultipliers[n]) / (1 + abs(multiplier)))
        }
        #expect(worst.first <= 1e-8)
        #expect(worst.second <= 1e-8)
        #expect(worst.cap <= 1e-5)
        let price = result.inequalityMultipliers[4 * count]
        #expect(abs(price - oracle.price) <= 1e-6 * (1 + abs(price)))
    }

    /// Hundreds of badly scaled programs, u, v and z over up to twelve decades: all end optimal.
    @Test(arguments: [(1.0, 1.0), (1.0, 1e5), (3.0, 0.0), (3.0, 1e5), (6.0, 0.0), (6.0, 1e5)], [0.02, 0.3, 2])
    func badlyScaledProgramsAreSolved(scaling: (decades: Double, penalty: Double), tightness: Double) throws {
        let solver = try InteriorPointSolver()
        for seed in 100..<120 {
            let program = SurrogateProgram(
                users: [1, 2, 5, 30][seed % 4], seed: UInt64(seed), decades: scaling.decades,
                penalty: scaling.penalty, tightness: tightness)
            let result = try solver.solve(program)
            #expect(result.status == .optimal, "seed \(seed)")
            #expect(result.residuals.largest <= 1e-10)
            #expect(result.iterations <= 60)
        }
    }

    /// The relaxation is not smooth where α = 0, and there many of its solutions lie.
    @Test(arguments: [0.01, 0.1, 0.3, 1])
    func relaxationsAreSolved(tightness: Double) throws {
        let solver = try InteriorPointSolver()
        for seed in 100..<125 {
            let program = PerspectiveProgram(
                users: [1, 2, 5, 30][seed % 4], seed: UInt64(seed), tightness: tightness)
            let result = try solver.solve(program)
            #expect(result.status == .optimal, "seed \(seed)")
            // The dual function at the price found bounds the optimum from below, and here meets it.
            let count = program.userCount
            let price = result.inequalityMultipliers[4 * count]
            let bound = program.dualFunction(price: price)
            let objective = try #require(result.objective)
            #expect(abs(objective - bound) <= 1e-8 * (1 + abs(objective)))
        }
    }

    @Test func aHundredThousandUsers() throws {
        let program = SurrogateProgram(users: Effort.isOptimised ? 100_000 : 5_000, seed: 5)
        let result = try InteriorPointSolver().solve(program)
        #expect(result.status == .optimal)
        #expect(result.residuals.largest <= 1e-10)
        #expect(result.iterations <= 40)
    }

    /// Two coupling rows: the Schur complement has order two.
    @Test func twoCouplingRows() throws {
        let base = SurrogateProgram(users: 12, seed: 9, tightness: 0.05)
        let single = try InteriorPointSolver().solve(base)
        let program = TwoBudgets(base: base, limit: 0.95 * single.point[..<12].reduce(0, +))
        try expectSameSteps(program)
        let result = try InteriorPointSolver().solve(program)
        #expect(result.inequalityMultipliers[4 * 12] > 1e-6)
        #expect(result.inequalityMultipliers[4 * 12 + 1] > 1e-6)
        let dense = DenseForm(program)
        let worst = Optimality(result, dense).worst
        #expect(worst <= 1e-6)
    }
}

/// A surrogate with a second budget, Σ a ≤ limit.
struct TwoBudgets: ArrowProgram {
    var base: SurrogateProgram
    var limit: Double
    var userCount: Int { base.userCount }
    var localInequalityCount: Int { 4 }
    var couplingCount: Int { 2 }
    var startingPoint: [Double] { base.startingPoint }

    func values(at x: [Double], inequalities: inout [Double]) -> Double? {
        let objective = base.values(at: x, inequalities: &inequalities)
        inequalities[4 * userCount + 1] = x[..<userCount].reduce(0, +) - limit
        return objective
    }

    func derivatives(at x: [Double], multipliers: [Double], into derivatives: inout ArrowDerivatives) {
        base.derivatives(at: x, multipliers: multipliers, into: &derivatives)
        for user in 0..<userCount { derivatives.couplingFirst[userCount + user] = 1 }
    }
}

extension PerspectiveProgram {
    /// q(λ) = Σ min(r_n, min over L ≤ s ≤ S of R_n(s) + λ·s) − λ·budget, by golden sections.
    func dualFunction(price: Double) -> Double {
        var sum = -price * budget
        for n in 0..<userCount {
            var (low, high) = (least[n], cap[n])
            func cost(_ s: Double) -> Double { curves[n](s).value + price * s }
            let ratio = 0.618_033_988_749_894_9
            for _ in 0..<120 {
                let (first, second) = (high - ratio * (high - low), low + ratio * (high - low))
                if cost(first) < cost(second) { high = second } else { low = first }
            }
            sum += min(stay[n], cost(0.5 * (low + high)))
        }
        return sum
    }
}
