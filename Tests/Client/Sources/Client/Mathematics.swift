import Stepwell

/// The paper's convex sub-problem with all its multipliers.
func solveSubproblem() throws {
    let problem = try Population.problem(users: 50, stepBudget: 500)
    let p2 = try P2Problem(
        problem, decisions: (0..<50).map { 0.2 + 0.01 * Double($0) }, steps: Array(repeating: 10, count: 50),
        penalty: 0.1)
    let solution = try KKTSolver().solve(p2)
    print(
        "status \(solution.status), objective \(short(solution.summary.objective)), budget \(short(solution.budgetMultiplier))"
    )
    let demand = try p2.demand(decisions: solution.decisions, steps: solution.steps)
    print(
        "demand \(short(demand)) of \(short(p2.stepBudget)), residual is small: \(solution.summary.residuals.largest <= 1e-9)"
    )
    let multipliers =
        solution.zeroMultipliers + solution.oneMultipliers + solution.capMultipliers + solution.floorMultipliers
    print("\(multipliers.count) multipliers, none negative: \(multipliers.allSatisfy { $0 >= 0 })")
    let paper = try SuccessiveConvexSolver().solve(problem)
    print("the paper's method: \(short(paper.objective)), bounded: \(paper.bounded(by: -100).status.name)")
}

/// minimise (x − 2)² + (y − 1)² subject to x + y ≤ 2 and x − y = b.
struct Projection: ConvexProgram {
    let difference: Double

    var variableCount: Int { 2 }
    var inequalityCount: Int { 1 }
    var startingPoint: [Double] { [0, 0] }
    var equalities: LinearEqualities {
        (try? LinearEqualities(matrix: Matrix([[1, -1]]), rightSide: [difference]))
            ?? LinearEqualities(variableCount: 2)
    }

    func values(at x: [Double], inequalities: inout [Double]) -> Double? {
        inequalities[0] = x[0] + x[1] - 2
        return (x[0] - 2) * (x[0] - 2) + (x[1] - 1) * (x[1] - 1)
    }

    func derivatives(at x: [Double], gradient: inout [Double], jacobian: inout Matrix) {
        gradient[0] = 2 * (x[0] - 2)
        gradient[1] = 2 * (x[1] - 1)
        jacobian[0, 0] = 1
        jacobian[0, 1] = 1
    }

    func addHessian(at x: [Double], multipliers: [Double], to hessian: inout Matrix) {
        hessian[0, 0] += 2
        hessian[1, 1] += 2
    }
}

/// minimise −ln x − 2·ln y subject to x + y ≤ 3: the solution is (1, 2) with the multiplier 1.
struct Shares: ConvexProgram {
    var variableCount: Int { 2 }
    var inequalityCount: Int { 1 }
    var startingPoint: [Double] { [0.5, 0.5] }

    func values(at x: [Double], inequalities: inout [Double]) -> Double? {
        guard x[0] > 0, x[1] > 0 else { return nil }
        inequalities[0] = x[0] + x[1] - 3
        // ln x = ln(1 + (x − 1)) by the series of 2·artanh((x − 1)/(x + 1)), so that the program needs no C library.
        func logarithm(_ x: Double) -> Double {
            let t = (x - 1) / (x + 1)
            var (sum, term) = (0.0, t)
            for index in 0..<400 {
                sum += term / Double(2 * index + 1)
                term *= t * t
            }
            return 2 * sum
        }
        return -logarithm(x[0]) - 2 * logarithm(x[1])
    }

    func derivatives(at x: [Double], gradient: inout [Double], jacobian: inout Matrix) {
        gradient[0] = -1 / x[0]
        gradient[1] = -2 / x[1]
        jacobian[0, 0] = 1
        jacobian[0, 1] = 1
    }

    func addHessian(at x: [Double], multipliers: [Double], to hessian: inout Matrix) {
        hessian[0, 0] += 1 / (x[0] * x[0])
        hessian[1, 1] += 2 / (x[1] * x[1])
    }
}

func solveOwnPrograms() throws {
    let solver = try InteriorPointSolver()
    // On x − y = 0 the point of x + y ≤ 2 that is nearest to (2, 1) is (1, 1).
    let nearest = try solver.solve(Projection(difference: 0))
    print(
        "quadratic: \(nearest.status.rawValue), x \(rounded(nearest.point)), multiplier \(rounded(nearest.inequalityMultipliers))"
    )
    let shares = try solver.solve(Shares())
    print(
        "logarithms: \(shares.status.rawValue), x \(rounded(shares.point)), multiplier \(rounded(shares.inequalityMultipliers))"
    )
}

/// Six decimals, for numbers that are known to about 10⁻⁸.
func rounded(_ values: [Double]) -> String {
    values.map { DecimalText.significant(($0 * 1e6).rounded() / 1e6, digits: 6) }.joined(separator: " ")
}

func factorMatrices() throws {
    let positive = try Matrix([[4, 2, 0], [2, 5, 1], [0, 1, 3]])
    var x = [8.0, 15, 11]
    try CholeskyFactorization(of: positive).solve(&x)
    print("Cholesky: \(rounded(x))")
    let indefinite = try SymmetricIndefiniteFactorization(of: Matrix([[0, 1], [1, 0]]))
    var y = [3.0, 7]
    try indefinite.solve(&y)
    print("Bunch-Kaufman: \(rounded(y)), negative eigenvalues \(try indefinite.negativeEigenvalueCount())")
    let (line, residual) = try leastSquares(Matrix([[1, 0], [1, 1], [1, 2]]), [1, 3, 5])
    print("least squares: \(rounded(line)), residual \(rounded([residual]))")
    do {
        _ = try CholeskyFactorization(of: Matrix([[1, 2], [2, 1]]))
    } catch {
        print("refused: \(error)")
    }
    print("product: \(rounded(try positive.times(.identity(3)).elements))")
}
