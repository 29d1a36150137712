/// Newton's system of an ``ArrowProgram``, solved in O(N·J²) time and O(N·J) memory without allocation per iteration.
///
/// The local inequalities are eliminated user by user, which leaves a 2×2 matrix M_n = H_n + Σ_j d_j·g_j·g_jᵀ with
/// d_j = y_j/w_j per user (`UserBlocks`), and the users are eliminated into the coupling rows with the Schur
/// complement
///
///     S = diag(w_k/y_k) + Σ_n C_n·M_n⁻¹·C_nᵀ,
///
/// of order C, where C_n holds user n's coupling gradients.
public final class ArrowKKTSystem<Program: ArrowProgram>: KKTSystem {
    /// The program that the system belongs to.
    public let program: Program
    /// 2N.
    public let variableCount: Int
    /// J·N + C.
    public let inequalityCount: Int
    /// There are none.
    public var equalityCount: Int { 0 }
    /// The program's starting point.
    public let startingPoint: [Double]

    let users: Int
    let locals: Int
    let couplings: Int
    var derivatives: ArrowDerivatives
    private var blocks: UserBlocks
    /// M⁻¹·Cᵀ, one column of 2N elements per coupling row.
    private var couplingColumns: [[Double]]
    /// The Cholesky factor of S by rows, C by C.
    private var schur: [Double]
    private var isFactored = false

    /// The system of a program.
    ///
    /// - Throws: ``InteriorPointError/invalidProgram(field:expected:found:)`` for negative counts.
    public init(_ program: Program) throws(InteriorPointError) {
        guard program.userCount >= 0, program.localInequalityCount >= 0, program.couplingCount >= 0 else {
            throw .invalidProgram(
                field: "counts", expected: "numbers of at least 0",
                found: "\(program.userCount), \(program.localInequalityCount), \(program.couplingCount)")
        }
        self.program = program
        users = program.userCount
        locals = program.localInequalityCount
        couplings = program.couplingCount
        variableCount = program.variableCount
        inequalityCount = program.inequalityCount
        startingPoint = program.startingPoint
        derivatives = ArrowDerivatives(
            userCount: users, localInequalityCount: locals, couplingCount: couplings)
        blocks = UserBlocks(users: users, locals: locals)
        couplingColumns = Array(repeating: Array(repeating: 0, count: 2 * users), count: couplings)
        schur = Array(repeating: 0, count: couplings * couplings)
    }

    /// Writes g(x) and returns f(x), or nil outside the domain.
    public func evaluate(at x: [Double], inequalities: inout [Double], equalities: inout [Double]) -> Double? {
        program.values(at: x, inequalities: &inequalities)
    }

    /// Computes all derivatives.
    public func linearize(at x: [Double], multipliers: [Double], gradient: inout [Double]) {
        isFactored = false
        program.derivatives(at: x, multipliers: multipliers, into: &derivatives)
        for user in 0..<users {
            gradient[user] = derivatives.gradientFirst[user]
            gradient[users + user] = derivatives.gradientSecond[user]
        }
    }

    /// Factors the blocks and the Schur complement; the elimination never cancels, so `robust` changes nothing.
    public func factor(ratios: [Double], regularization: Double, robust: Bool) throws(KKTError) {
        isFactored = false
        try blocks.factor(derivatives, ratios: ratios, regularization: regularization)
        for row in 0..<couplings {
            for user in 0..<users {
                couplingColumns[row][user] = derivatives.couplingFirst[row * users + user]
                couplingColumns[row][users + user] = derivatives.couplingSecond[row * users + user]
            }
            blocks.solve(derivatives, &couplingColumns[row])
        }
        for row in 0..<couplings {
            for column in 0...row {
                var sum = coupling(row, times: couplingColumns[column])
                if row == column { sum += ratios[locals * users + row] }
                schur[row * couplings + column] = sum
            }
        }
        try factorSchurComplement()
        isFactored = true
    }

    /// Solves the last factored system in place.
    public func solve(_ vector: inout AugmentedVector) throws(KKTError) {
        guard isFactored else { throw .notFactorable(reason: "there are no factors") }
        blocks.solve(derivatives, locals: vector.inequalities, &vector.variables)
        let first = locals * users
        for row in 0..<couplings {
            vector.inequalities[first + row] =
                coupling(row, times: vector.variables) - vector.inequalities[first + row]
        }
        solveSchurComplement(&vector.inequalities, from: first)
        for row in 0..<couplings {
            let multiplier = vector.inequalities[first + row]
            for index in 0..<2 * users {
                vector.variables[index] -= multiplier * couplingColumns[row][index]
            }
        }
        blocks.completeLocals(derivatives, variables: vector.variables, &vector.inequalities)
    }

    /// Row `row` of the coupling Jacobian times a vector of 2N elements.
    func coupling(_ row: Int, times vector: [Double]) -> Double {
        var sum = 0.0
        for user in 0..<users {
            sum +=
                derivatives.couplingFirst[row * users + user] * vector[user]
                + derivatives.couplingSecond[row * users + user] * vector[users + user]
        }
        return sum
    }

    private func factorSchurComplement() throws(KKTError) {
        for column in 0..<couplings {
            for row in column..<couplings {
                var sum = schur[row * couplings + column]
                for inner in 0..<column { sum -= schur[row * couplings + inner] * schur[column * couplings + inner] }
                if row == column {
                    guard sum > 0, sum.isFinite else {
                        throw .notFactorable(reason: "the Schur complement of coupling row \(row) is \(sum)")
                    }
                    schur[row * couplings + column] = sum.squareRoot()
                } else {
                    schur[row * couplings + column] = sum / schur[column * couplings + column]
                }
            }
        }
    }

    private func solveSchurComplement(_ vector: inout [Double], from first: Int) {
        for row in 0..<couplings {
            for inner in 0..<row { vector[first + row] -= schur[row * couplings + inner] * vector[first + inner] }
            vector[first + row] /= schur[row * couplings + row]
        }
        for row in (0..<couplings).reversed() {
            for inner in (row + 1)..<couplings {
                vector[first + row] -= schur[inner * couplings + row] * vector[first + inner]
            }
            vector[first + row] /= schur[row * couplings + row]
        }
    }
}
