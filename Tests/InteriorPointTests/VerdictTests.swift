import InteriorPoint
import LinearAlgebra
import Testing

/// Programs without a solution, and degenerate ones.
@Suite struct VerdictTests {
    /// A certificate of infeasibility: y ≥ 0 and ν with yᵀg + νᵀ(Ax − b) > 0 and Jᵀy + Aᵀν ≈ 0 in comparison.
    private func certifies(_ result: InteriorPointResult, _ program: FormulaProgram) -> Bool {
        let jets = Jet.variables(result.point)
        var violation = 0.0
        var slope = Array(repeating: 0.0, count: result.point.count)
        for (row, constraint) in program.constraints.enumerated() {
            let jet = constraint(jets)
            guard result.inequalityMultipliers[row] >= 0 else { return false }
            violation += result.inequalityMultipliers[row] * jet.value
            for column in slope.indices { slope[column] += result.inequalityMultipliers[row] * jet.gradient[column] }
        }
        for row in 0..<program.equalities.count {
            let multiplier = result.equalityMultipliers[row]
            var residual = -program.equalities.rightSide[row]
            for column in slope.indices {
                residual += program.equalities.matrix[row, column] * result.point[column]
                slope[column] += multiplier * program.equalities.matrix[row, column]
            }
            violation += multiplier * residual
        }
        return violation > 0 && slope.allSatisfy { abs($0) <= 1e-5 * violation }
    }

    static let infeasible: [(String, FormulaProgram)] = [
        (
            "x ≤ −1 and x ≥ 1",
            FormulaProgram(start: [0.3], objective: { $0[0] }, constraints: [{ $0[0] + 1 }, { 1 - $0[0] }])
        ),
        (
            "the unit disc and x + y ≥ 2",
            FormulaProgram(
                start: [3, 1], objective: { $0[0].squared + $0[1] },
                constraints: [{ $0[0].squared + $0[1].squared - 1 }, { 2 - $0[0] - $0[1] }])
        ),
        (
            "two disjoint discs",
            FormulaProgram(
                start: [0, 0], objective: { $0[0] },
                constraints: [{ ($0[0] + 2).squared + $0[1].squared - 1 }, { ($0[0] - 2).squared + $0[1].squared - 1 }])
        ),
        (
            "the sum of nonnegative variables is −1",
            FormulaProgram(
                start: [1, 1], objective: { $0[0] + 2 * $0[1] }, constraints: [{ -$0[0] }, { -$0[1] }],
                equalities: ClassicProgramTests.equalities([[1, 1]], [-1]))
        ),
        (
            "x + y = 1 and x + y = 2",
            FormulaProgram(
                start: [1, 1], objective: { $0[0].squared + $0[1].squared },
                equalities: ClassicProgramTests.equalities([[1, 1], [1, 1]], [1, 2]))
        ),
        (
            "a constant that is above 0",
            FormulaProgram(
                start: [0.5], objective: { $0[0].squared },
                constraints: [{ 0 * $0[0] + 0.25 }] + Array(repeating: { -$0[0] - 1 }, count: 40))
        ),
        ("exp(x) ≤ −1", FormulaProgram(start: [0], objective: { $0[0] }, constraints: [{ $0[0].exponential + 1 }])),
    ]

    @Test(arguments: infeasible)
    func infeasibleProgramsHaveACertificate(name: String, program: FormulaProgram) throws {
        let result = try solve(program)
        #expect(result.status == .primalInfeasible)
        #expect(result.objective == nil)
        #expect(certifies(result, program))
    }

    static let unbounded: [(String, FormulaProgram)] = [
        ("−x for x ≥ 0", FormulaProgram(start: [0.5], objective: { -$0[0] }, constraints: [{ -$0[0] }])),
        (
            "−x − y for |x − y| ≤ 1",
            FormulaProgram(
                start: [0, 0], objective: { -$0[0] - $0[1] },
                constraints: [{ $0[0] - $0[1] - 1 }, { $0[1] - $0[0] - 1 }])
        ),
        (
            "y² − x for x ≥ 0, x = z",
            FormulaProgram(
                start: [1, 1, 0], objective: { $0[1].squared - $0[0] }, constraints: [{ -$0[0] }],
                equalities: ClassicProgramTests.equalities([[1, 0, -1]], [0]))
        ),
    ]

    @Test(arguments: unbounded)
    func unboundedProgramsAreNamed(name: String, program: FormulaProgram) throws {
        let result = try solve(program)
        #expect(result.status == .dualInfeasible)
        #expect(result.objective == nil)
    }

    /// A budget below what the lower limits need, Σ L²z > S_e, in an arrow program.
    @Test func infeasibleArrowProgram() throws {
        var program = SurrogateProgram(users: 40, seed: 2)
        program.budget = 0.5 * (0..<40).reduce(0) { $0 + program.least[$1] * program.least[$1] * program.z[$1] }
        let result = try InteriorPointSolver().solve(program)
        #expect(result.status == .primalInfeasible)
    }

    static let degenerate: [(String, FormulaProgram, [Double])] = [
        (
            "an inequality five times",
            FormulaProgram(
                start: [3, 3], objective: { $0[0].squared + 2 * $0[1].squared },
                constraints: Array(repeating: { 1 - $0[0] - $0[1] }, count: 5)), [2.0 / 3, 1.0 / 3]
        ),
        (
            "an equality twice",
            FormulaProgram(
                start: [3, 3], objective: { $0[0].squared + 2 * $0[1].squared },
                equalities: ClassicProgramTests.equalities([[1, 1], [2, 2]], [1, 2])), [2.0 / 3, 1.0 / 3]
        ),
        (
            "a variable fixed by an equality",
            FormulaProgram(
                start: [0, 0], objective: { ($0[0] - 3).squared + $0[0] * $0[1] + $0[1].squared },
                constraints: [{ -$0[1] }], equalities: ClassicProgramTests.equalities([[1, 0]], [1])), [1, 0]
        ),
        (
            "a constraint that is active with multiplier 0",
            FormulaProgram(start: [2], objective: { $0[0].squared }, constraints: [{ -$0[0] }]), [0]
        ),
        ("no constraints", FormulaProgram(start: [7], objective: { $0[0].exponential - $0[0] }), [0]),
        ("a start at the solution", FormulaProgram(start: [0], objective: { $0[0].squared }), [0]),
        (
            "a constraint without variables",
            FormulaProgram(start: [4], objective: { ($0[0] - 1).squared }, constraints: [{ 0 * $0[0] - 1 }]), [1]
        ),
    ]

    @Test(arguments: degenerate)
    func degenerateProgramsAreSolved(name: String, program: FormulaProgram, solution: [Double]) throws {
        let result = try solve(program)
        #expect(result.status == .optimal)
        #expect(distance(result.point, solution) <= 1e-5)
        #expect(Optimality(result, program).worst <= 1e-8)
    }

    /// l = u leaves no interior, so that no strictly positive slack exists in the limit; the point is found to
    /// the square root of the tolerance or better.
    @Test func fixedVariableByTwoInequalities() throws {
        let program = FormulaProgram(
            start: [0, 0], objective: { ($0[0] - 3).squared + ($0[1] - 1).squared },
            constraints: [{ $0[0] - 1 }, { 1 - $0[0] }])
        let result = try solve(program)
        #expect(result.status == .optimal || result.status == .acceptable)
        #expect(distance(result.point, [1, 1]) <= 1e-6)
    }

    /// With f = 0 every feasible point is optimal.
    @Test func feasibilityAlone() throws {
        let program = FormulaProgram(
            start: [9, 9], objective: { 0 * $0[0] }, constraints: [{ $0[0].squared + $0[1].squared - 1 }])
        let result = try solve(program)
        #expect(result.status == .optimal)
        #expect(Optimality(result, program).feasibility <= 1e-9)
    }
}
