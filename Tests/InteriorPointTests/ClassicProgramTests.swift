import InteriorPoint
import LinearAlgebra
import Testing

/// Convex problems from Hock and Schittkowski, "Test Examples for Nonlinear Programming Codes" (1981), with the optima
/// printed there. Convexity is evident term by term, or from the Hessian noted beside a problem.
@Suite struct ClassicProgramTests {
    struct Problem: CustomTestStringConvertible, Sendable {
        let number: Int
        let optimum: Double
        let program: FormulaProgram
        var testDescription: String { "HS\(number)" }
    }

    static func bounds(_ index: Int, _ least: Double, _ greatest: Double) -> [Formula] {
        [{ least - $0[index] }, { $0[index] - greatest }]
    }

    static func equalities(_ rows: [[Double]], _ rightSide: [Double]) -> LinearEqualities {
        do {
            return try LinearEqualities(matrix: try Matrix(rows), rightSide: rightSide)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    static let problems: [Problem] = [
        Problem(
            number: 12, optimum: -30,
            program: FormulaProgram(
                start: [0, 0],
                objective: { 0.5 * $0[0].squared + $0[1].squared - $0[0] * $0[1] - 7 * $0[0] - 7 * $0[1] },
                constraints: [{ 4 * $0[0].squared + $0[1].squared - 25 }])),
        Problem(
            number: 21, optimum: -99.96,
            program: FormulaProgram(
                start: [-1, -1], objective: { 0.01 * $0[0].squared + $0[1].squared - 100 },
                constraints: [{ 10 - 10 * $0[0] + $0[1] }] + bounds(0, 2, 50) + bounds(1, -50, 50))),
        Problem(
            number: 22, optimum: 1,
            program: FormulaProgram(
                start: [2, 2], objective: { ($0[0] - 2).squared + ($0[1] - 1).squared },
                constraints: [{ $0[0] + $0[1] - 2 }, { $0[0].squared - $0[1] }])),
        Problem(
            number: 28, optimum: 0,
            program: FormulaProgram(
                start: [-4, 1, 1], objective: { ($0[0] + $0[1]).squared + ($0[1] + $0[2]).squared },
                equalities: equalities([[1, 2, 3]], [1]))),
        Problem(
            number: 34, optimum: -logarithm(logarithm(10)),
            program: FormulaProgram(
                start: [0, 1.05, 2.9], objective: { -$0[0] },
                constraints: [{ $0[0].exponential - $0[1] }, { $0[1].exponential - $0[2] }] + bounds(0, 0, 100)
                    + bounds(1, 0, 100) + bounds(2, 0, 10))),
        Problem(
            number: 35, optimum: 1.0 / 9,
            program: FormulaProgram(
                start: [0.5, 0.5, 0.5],
                objective: { (x: [Jet]) -> Jet in
                    let squares = 2 * x[0].squared + 2 * x[1].squared + x[2].squared
                    let products = 2 * (x[0] * x[1]) + 2 * (x[0] * x[2])
                    let linear = 9 - 8 * x[0] - 6 * x[1] - 4 * x[2]
                    return linear + squares + products
                },
                constraints: [{ $0[0] + $0[1] + 2 * $0[2] - 3 }, { -$0[0] }, { -$0[1] }, { -$0[2] }])),
        Problem(
            number: 43, optimum: -44,
            program: FormulaProgram(
                start: [0, 0, 0, 0],
                objective: { (x: [Jet]) -> Jet in
                    let squares = x[0].squared + x[1].squared + 2 * x[2].squared + x[3].squared
                    let linear = 7 * x[3] - 5 * x[0] - 5 * x[1] - 21 * x[2]
                    return squares + linear
                },
                constraints: [
                    { (x: [Jet]) -> Jet in
                        let squares = x[0].squared + x[1].squared + x[2].squared + x[3].squared
                        return squares + (x[0] - x[1] + x[2] - x[3] - 8)
                    },
                    { (x: [Jet]) -> Jet in
                        let squares = x[0].squared + 2 * x[1].squared + x[2].squared + 2 * x[3].squared
                        return squares - (x[0] + x[3] + 10)
                    },
                    { (x: [Jet]) -> Jet in
                        let squares = 2 * x[0].squared + x[1].squared + x[2].squared
                        return squares + (2 * x[0] - x[1] - x[3] - 5)
                    },
                ])),
        Problem(
            number: 52, optimum: 1859.0 / 349,
            program: FormulaProgram(
                start: [2, 2, 2, 2, 2],
                objective: { (x: [Jet]) -> Jet in
                    (4 * x[0] - x[1]).squared + (x[1] + x[2] - 2).squared + (x[3] - 1).squared + (x[4] - 1).squared
                },
                equalities: equalities([[1, 3, 0, 0, 0], [0, 0, 1, 1, -2], [0, 1, 0, 0, -1]], [0, 0, 0]))),
        Problem(
            number: 53, optimum: 176.0 / 43,
            program: FormulaProgram(
                start: [2, 2, 2, 2, 2],
                objective: { (x: [Jet]) -> Jet in
                    (x[0] - x[1]).squared + (x[1] + x[2] - 2).squared + (x[3] - 1).squared + (x[4] - 1).squared
                },
                constraints: (0..<5).flatMap { bounds($0, -10, 10) },
                equalities: equalities([[1, 3, 0, 0, 0], [0, 0, 1, 1, -2], [0, 1, 0, 0, -1]], [0, 0, 0]))),
        Problem(
            number: 65, optimum: 0.9535288567,
            program: FormulaProgram(
                start: [-5, 5, 0],
                objective: { (x: [Jet]) -> Jet in
                    (x[0] - x[1]).squared + 1.0 / 9 * (x[0] + x[1] - 10).squared + (x[2] - 5).squared
                },
                constraints: [{ $0[0].squared + $0[1].squared + $0[2].squared - 48 }] + bounds(0, -4.5, 4.5)
                    + bounds(1, -4.5, 4.5) + bounds(2, -5, 5))),
        Problem(
            number: 66, optimum: 0.5181632741,
            program: FormulaProgram(
                start: [0, 1.05, 2.9], objective: { 0.2 * $0[2] - 0.8 * $0[0] },
                constraints: [{ $0[0].exponential - $0[1] }, { $0[1].exponential - $0[2] }] + bounds(0, 0, 100)
                    + bounds(1, 0, 100) + bounds(2, 0, 10))),
        Problem(
            number: 76, optimum: -4.681818181818,
            program: FormulaProgram(
                start: [0.5, 0.5, 0.5, 0.5],
                objective: { (x: [Jet]) -> Jet in
                    let squares = x[0].squared + 0.5 * x[1].squared + x[2].squared + 0.5 * x[3].squared
                    let products = x[2] * x[3] - x[0] * x[2]
                    let linear = x[2] - x[0] - 3 * x[1] - x[3]
                    return squares + products + linear
                },
                constraints: [
                    { $0[0] + 2 * $0[1] + $0[2] + $0[3] - 5 }, { 3 * $0[0] + $0[1] + 2 * $0[2] - $0[3] - 4 },
                    { 1.5 - $0[1] - 4 * $0[2] },
                    { -$0[0] }, { -$0[1] }, { -$0[2] }, { -$0[3] },
                ])),
    ]

    @Test(arguments: problems)
    func reachesThePublishedOptimum(problem: Problem) throws {
        let result = try solve(problem.program)
        #expect(result.status == .optimal)
        let objective = try #require(result.objective)
        #expect(abs(objective - problem.optimum) <= 1e-9 * (1 + abs(problem.optimum)))
        #expect(Optimality(result, problem.program).worst <= 1e-7)
        #expect(result.iterations <= 25)
    }
}
