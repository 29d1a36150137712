import InteriorPoint
import LinearAlgebra
import TestSupport
import Testing

/// One factorisation and one solve of each system, without the refinement that would hide a slip in the elimination.
@Suite struct KKTSystemTests {
    /// max over the three parts of the remainder of one solve for a random right-hand side of size 1.
    private func remainder(
        _ system: any KKTSystem, seed: UInt64, decades: Double, robust: Bool = false
    ) throws -> (remainder: Double, solution: AugmentedVector) {
        var random = SeededGenerator(seed: seed)
        let (n, m, p) = (system.variableCount, system.inequalityCount, system.equalityCount)
        var gradient = Array(repeating: 0.0, count: n)
        let multipliers = (0..<m).map { _ in random.uniform(0.1...1) }
        system.linearize(at: system.startingPoint, multipliers: multipliers, gradient: &gradient)
        let ratios = (0..<m).map { _ in random.decades(-decades...decades) }
        try system.factor(ratios: ratios, regularization: 0, robust: robust)
        var rightSide = AugmentedVector(variableCount: n, equalityCount: p, inequalityCount: m)
        for index in 0..<n { rightSide.variables[index] = random.uniform(-1...1) }
        for index in 0..<p { rightSide.equalities[index] = random.uniform(-1...1) }
        for index in 0..<m { rightSide.inequalities[index] = random.uniform(-1...1) }
        var solution = rightSide
        try system.solve(&solution)
        system.subtractProduct(solution, ratios: ratios, from: &rightSide)
        let parts = rightSide.variables + rightSide.equalities + rightSide.inequalities
        let size = (solution.variables + solution.inequalities).reduce(1) { max($0, abs($1)) }
        return (parts.reduce(0) { max($0, abs($1)) } / size, solution)
    }

    private func expectSameSolutions(_ program: some ArrowProgram, seed: UInt64, decades: Double) throws {
        let arrow = try remainder(try ArrowKKTSystem(program), seed: seed, decades: decades)
        let reduced = try remainder(try DenseKKTSystem(DenseForm(program)), seed: seed, decades: decades)
        let augmented = try remainder(
            try DenseKKTSystem(DenseForm(program)), seed: seed, decades: decades, robust: true)
        #expect(arrow.remainder <= 1e-9)
        #expect(reduced.remainder <= 1e-9)
        #expect(augmented.remainder <= 1e-9)
        for (x, y) in zip(arrow.solution.variables, augmented.solution.variables) {
            #expect(abs(x - y) <= 1e-8 * (1 + abs(y)))
        }
        for (x, y) in zip(arrow.solution.inequalities, augmented.solution.inequalities) {
            #expect(abs(x - y) <= 1e-7 * (1 + abs(y)))
        }
    }

    @Test(arguments: [1, 2, 9], [0.5, 2])
    func oneCouplingRow(users: Int, decades: Double) throws {
        try expectSameSolutions(SurrogateProgram(users: users, seed: 3), seed: 1, decades: decades)
        try expectSameSolutions(PerspectiveProgram(users: users, seed: 3), seed: 2, decades: decades)
    }

    @Test(arguments: [1, 2, 9], [0.5, 2])
    func twoCouplingRows(users: Int, decades: Double) throws {
        let program = TwoBudgets(base: SurrogateProgram(users: users, seed: 4), limit: 1)
        try expectSameSolutions(program, seed: 1, decades: decades)
    }

    /// Weights of 10¹⁴ on some local inequalities: the elimination in cross products keeps its digits.
    @Test func arrowBlocksDoNotCancel() throws {
        let system = try ArrowKKTSystem(SurrogateProgram(users: 30, seed: 6))
        #expect(try remainder(system, seed: 5, decades: 7).remainder <= 1e-6)
    }

    @Test(arguments: [false, true])
    func equalities(robust: Bool) throws {
        let program = FormulaProgram(
            start: [0.3, -0.2, 0.1, 1],
            objective: { x in
                let squares = x[0].squared + 2 * x[1].squared
                return squares + (x[2] - x[3]).squared + (x[0] + x[3]).exponential
            },
            constraints: [{ $0[0].squared + $0[1] - 2 }, { -$0[2] }],
            equalities: try LinearEqualities(matrix: try Matrix([[1, 2, 3, 4], [0, 1, -1, 2]]), rightSide: [1, 2]))
        let system = try DenseKKTSystem(program)
        #expect(try remainder(system, seed: 7, decades: 1, robust: robust).remainder <= 1e-12)
    }

    /// The magnitudes bound what they measure: |J·x| ≤ |J|·max(1, |x|) by row.
    @Test func bothSystemsMeasureTheSameMagnitudes() throws {
        let program = SurrogateProgram(users: 4, seed: 2)
        let arrow = try ArrowKKTSystem(program)
        let dense = try DenseKKTSystem(DenseForm(program))
        let (n, m) = (program.variableCount, program.inequalityCount)
        let y = Array(repeating: 0.5, count: m)
        var measured: [(AugmentedVector, [Double])] = []
        for system in [arrow, dense] as [any KKTSystem] {
            var gradient = Array(repeating: 0.0, count: n)
            system.linearize(at: program.startingPoint, multipliers: y, gradient: &gradient)
            var magnitudes = AugmentedVector(variableCount: n, equalityCount: 0, inequalityCount: m)
            var curvatures = Array(repeating: 0.0, count: n)
            system.measureMagnitudes(
                at: program.startingPoint, multipliers: y, equalityMultipliers: [], curvatures: &curvatures,
                into: &magnitudes)
            measured.append((magnitudes, curvatures))
        }
        #expect(distance(measured[0].0.variables, measured[1].0.variables) <= 1e-10)
        #expect(distance(measured[0].0.inequalities, measured[1].0.inequalities) <= 1e-10)
        #expect(distance(measured[0].1, measured[1].1) <= 1e-10)
    }

    @Test func solvingWithoutFactorsIsAnError() throws {
        let system = try ArrowKKTSystem(SurrogateProgram(users: 2, seed: 1))
        var vector = AugmentedVector(variableCount: 4, equalityCount: 0, inequalityCount: 9)
        #expect(throws: KKTError.self) { try system.solve(&vector) }
        let dense = try DenseKKTSystem(DenseForm(SurrogateProgram(users: 2, seed: 1)))
        #expect(throws: KKTError.self) { try dense.solve(&vector) }
    }
}
