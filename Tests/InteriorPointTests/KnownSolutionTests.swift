import InteriorPoint
import LinearAlgebra
import TestSupport
import Testing

/// Programs whose solutions are known in closed form.
@Suite struct KnownSolutionTests {
    /// min ½‖x − c‖² subject to l ≤ x ≤ u is solved by clamping; the multipliers are the distances clamped away.
    @Test(arguments: [1, 2, 30])
    func projectionOntoABox(count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        let centre = (0..<count).map { _ in random.uniform(-2...2) }
        let program = FormulaProgram(
            start: Array(repeating: 5, count: count),
            objective: { x in
                (0..<count).map { 0.5 * (x[$0] - centre[$0]).squared }.reduce(Jet(0, count: count), +)
            },
            constraints: (0..<count).flatMap { index in
                [{ -1 - $0[index] }, { $0[index] - 1 }] as [Formula]
            })
        let result = try solve(program)
        #expect(result.status == .optimal)
        #expect(distance(result.point, centre.map { min(max($0, -1), 1) }) <= 1e-9)
        #expect(distance(result.inequalityMultipliers, centre.flatMap { [max(-1 - $0, 0), max($0 - 1, 0)] }) <= 1e-8)
    }

    /// min ½‖x‖² subject to A·x = b is solved by x = Aᵀ(AAᵀ)⁻¹b with ν = −(AAᵀ)⁻¹b. Here A = (1 … 1): x = b/n, ν =
    /// −b/n.
    @Test func leastNormWithAnEquality() throws {
        let count = 7
        let program = FormulaProgram(
            start: Array(repeating: 0, count: count),
            objective: { x in x.map { 0.5 * $0.squared }.reduce(Jet(0, count: count), +) },
            equalities: try LinearEqualities(
                matrix: Matrix(repeating: 1, rows: 1, columns: count), rightSide: [14]))
        let result = try solve(program)
        #expect(result.status == .optimal)
        #expect(distance(result.point, Array(repeating: 2, count: count)) <= 1e-12)
        #expect(distance(result.equalityMultipliers, [-2]) <= 1e-12)
        // At the start the equality falls short by 14 of Σ |A|·max(1, |x|) = 7.
        #expect(result.records.first?.residuals.primal == 2)
    }

    /// The analytic centre of the box −1 ≤ x ≤ 3, cut by x₁ + x₂ + x₃ = 3 (its middle), minimises −Σ log of the
    /// distances. By symmetry it is (1, 1, 1). The domain is open, so the line search has to keep the iterates inside.
    @Test func analyticCentre() throws {
        let program = FormulaProgram(
            start: [2.9, 2.9, -0.9],
            objective: { x in
                x.map { -($0 + 1).logarithm - (3 - $0).logarithm }.reduce(Jet(0, count: 3), +)
            },
            equalities: try LinearEqualities(matrix: try Matrix([[1, 1, 1]]), rightSide: [3]),
            contains: { x in x.allSatisfy { $0 > -1 && $0 < 3 } })
        let result = try solve(program)
        #expect(result.status == .optimal)
        #expect(distance(result.point, [1, 1, 1]) <= 1e-10)
    }

    /// The analytic centre of the triangle x, y ≥ 0, x + y ≤ 1 maximises x·y·(1 − x − y): the centroid (⅓, ⅓).
    @Test func analyticCentreOfATriangle() throws {
        let program = FormulaProgram(
            start: [0.9, 0.05], objective: { -$0[0].logarithm - $0[1].logarithm - (1 - $0[0] - $0[1]).logarithm },
            contains: { $0[0] > 0 && $0[1] > 0 && $0[0] + $0[1] < 1 })
        let result = try solve(program)
        #expect(result.status == .optimal)
        #expect(distance(result.point, [1.0 / 3, 1.0 / 3]) <= 1e-10)
    }

    /// The geometric program min 40/(xyz) + 40yz subject to xz/2 + xy/4 ≤ 1. Its dual has one feasible point,
    /// δ = (⅔, ⅓, ⅓, ⅓), whose value (40/δ₁)^δ₁·(40/δ₂)^δ₂·(λ/2δ₃)^δ₃·(λ/4δ₄)^δ₄ with λ = ⅔ is 60. In the logarithms of
    /// x, y and z, objective and constraint are logarithms of sums of exponentials.
    @Test func geometricProgram() throws {
        let program = FormulaProgram(
            start: [0, 0, 0],
            objective: { t in
                let first = 40 * (-t[0] - t[1] - t[2]).exponential
                return (first + 40 * (t[1] + t[2]).exponential).logarithm
            },
            constraints: [
                { t in
                    (0.5 * (t[0] + t[2]).exponential + 0.25 * (t[0] + t[1]).exponential).logarithm
                }
            ])
        let result = try solve(program)
        #expect(result.status == .optimal)
        let objective = try #require(result.objective)
        #expect(abs(exponential(objective) - 60) <= 1e-7)
        #expect(Optimality(result, program).worst <= 1e-9)
    }

    /// A linear program: min −x − y subject to x + 2y ≤ 4, 3x + y ≤ 6, x, y ≥ 0 has its vertex at (1.6, 1.2), f = −2.8.
    @Test func linearProgram() throws {
        let program = FormulaProgram(
            start: [0, 0], objective: { -$0[0] - $0[1] },
            constraints: [
                { $0[0] + 2 * $0[1] - 4 }, { 3 * $0[0] + $0[1] - 6 }, { -$0[0] }, { -$0[1] },
            ])
        let result = try solve(program)
        #expect(result.status == .optimal)
        #expect(distance(result.point, [1.6, 1.2]) <= 1e-9)
        #expect(distance(result.inequalityMultipliers, [0.4, 0.2, 0, 0]) <= 1e-9)
    }

    /// Water-filling: max Σ log(c_i + x_i) subject to Σ x ≤ B, x ≥ 0 is solved by x_i = max(0, h − c_i), where the
    /// level h makes the sum B; the price is 1/h. Solved as an arrow program whose second variables are idle.
    @Test(arguments: [1, 2, 50, 5000])
    func waterFilling(count: Int) throws {
        let program = WaterFilling(count: count, seed: 4)
        var low = 0.0
        var high = program.budget + 10
        for _ in 0..<200 {
            let middle = 0.5 * (low + high)
            let used = program.floors.reduce(0) { $0 + max(0, middle - $1) }
            if used > program.budget { high = middle } else { low = middle }
        }
        let result = try InteriorPointSolver().solve(program)
        #expect(result.status == .optimal)
        #expect(distance(Array(result.point[..<count]), program.floors.map { max(0, low - $0) }) <= 1e-8)
        #expect(abs(result.inequalityMultipliers[count] * low - 1) <= 1e-8)
    }
}

/// Water-filling with made-up floors c.
struct WaterFilling: ArrowProgram {
    let floors: [Double]
    let budget: Double
    var userCount: Int { floors.count }
    var localInequalityCount: Int { 1 }
    var couplingCount: Int { 1 }
    var startingPoint: [Double] { Array(repeating: 1, count: 2 * userCount) }

    init(count: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        floors = (0..<count).map { _ in random.uniform(0.1...3) }
        budget = 0.5 * Double(count)
    }

    func values(at x: [Double], inequalities: inout [Double]) -> Double? {
        var sum = 0.0
        var used = 0.0
        for user in 0..<userCount {
            let level = floors[user] + x[user]
            guard level > 0 else { return nil }
            sum -= logarithm(level)
            sum += 0.5 * x[userCount + user] * x[userCount + user]
            inequalities[user] = -x[user]
            used += x[user]
        }
        inequalities[userCount] = used - budget
        return sum
    }

    func derivatives(at x: [Double], multipliers: [Double], into out: inout ArrowDerivatives) {
        for user in 0..<userCount {
            let level = floors[user] + x[user]
            out.gradientFirst[user] = -1 / level
            out.hessianFirst[user] = 1 / (level * level)
            out.gradientSecond[user] = x[userCount + user]
            out.hessianSecond[user] = 1
            out.localFirst[user] = -1
            out.couplingFirst[user] = 1
        }
    }
}
