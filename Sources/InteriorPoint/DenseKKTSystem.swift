import LinearAlgebra

/// Newton's system of a ``ConvexProgram`` with dense matrices, for up to a few thousand variables.
///
/// The inequalities are eliminated: with D = Y/W the reduced matrix is K = H + Jᵀ·D·J. Without equalities K is positive
/// definite and factored by Cholesky; with equalities the matrix of K, A and Aᵀ is factored as symmetric indefinite.
/// Where that is impossible or too inaccurate, the augmented matrix of order n + p + m is factored as symmetric
/// indefinite.
public final class DenseKKTSystem<Program: ConvexProgram>: KKTSystem {
    /// The program that the system belongs to.
    public let program: Program
    /// n.
    public let variableCount: Int
    /// m.
    public let inequalityCount: Int
    /// p.
    public var equalityCount: Int { equalities.count }
    /// The program's starting point.
    public let startingPoint: [Double]

    let equalities: LinearEqualities
    var jacobian: Matrix
    var hessian: Matrix
    /// D^½·J, the factor of Jᵀ·D·J.
    private var weightedJacobian: Matrix
    private var reduced: Matrix
    private var weights: [Double]
    private var cholesky: CholeskyFactorization
    private var indefinite: SymmetricIndefiniteFactorization?
    private var augmented: (matrix: Matrix, factors: SymmetricIndefiniteFactorization)?
    private var workspace: [Double]

    private enum Factored { case none, reduced, augmented }
    private var factored = Factored.none

    /// The system of a program.
    ///
    /// - Throws: ``InteriorPointError`` if the shapes of the program contradict each other or are too large, and where
    ///   OpenBLAS and LAPACKE cannot be loaded.
    public init(_ program: Program) throws(InteriorPointError) {
        do throws(LinearAlgebraError) {
            try BackendReport.load()
        } catch {
            throw .linearAlgebraUnavailable(reason: error.description)
        }
        self.program = program
        variableCount = program.variableCount
        inequalityCount = program.inequalityCount
        equalities = program.equalities
        startingPoint = program.startingPoint
        let (n, m, p) = (program.variableCount, program.inequalityCount, equalities.count)
        guard n >= 0, m >= 0 else {
            throw .invalidProgram(field: "counts", expected: "numbers of at least 0", found: "\(n), \(m)")
        }
        guard n <= 46340, (n + p).multipliedReportingOverflow(by: max(m, 1)).overflow == false else {
            throw .tooLarge(variables: n, inequalities: m)
        }
        guard equalities.matrix.columns == n else {
            throw .invalidProgram(
                field: "equalities", expected: "\(n) columns", found: "\(equalities.matrix.columns)")
        }
        jacobian = Matrix(rows: m, columns: n)
        hessian = Matrix(rows: n, columns: n)
        weightedJacobian = Matrix(rows: m, columns: n)
        reduced = Matrix(rows: n + p, columns: n + p)
        weights = Array(repeating: 0, count: m)
        workspace = Array(repeating: 0, count: n + p)
        do {
            cholesky = try CholeskyFactorization(order: p == 0 ? n : 0)
            indefinite = p == 0 ? nil : try SymmetricIndefiniteFactorization(order: n + p)
        } catch {
            throw .tooLarge(variables: n, inequalities: m)
        }
    }

    /// Writes g(x) and A·x − b and returns f(x), or nil outside the domain.
    public func evaluate(at x: [Double], inequalities: inout [Double], equalities residual: inout [Double]) -> Double? {
        for row in residual.indices {
            var sum = -equalities.rightSide[row]
            for column in 0..<variableCount { sum += equalities.matrix[row, column] * x[column] }
            residual[row] = sum
        }
        return program.values(at: x, inequalities: &inequalities)
    }

    /// Computes ∇f, J and H.
    public func linearize(at x: [Double], multipliers: [Double], gradient: inout [Double]) {
        program.derivatives(at: x, gradient: &gradient, jacobian: &jacobian)
        hessian.fill(with: 0)
        program.addHessian(at: x, multipliers: multipliers, to: &hessian)
        factored = .none
    }

    /// Factors the reduced matrix, or the augmented one if that fails or `robust` asks for it.
    public func factor(ratios: [Double], regularization: Double, robust: Bool) throws(KKTError) {
        factored = .none
        if !robust {
            do {
                try factorReduced(ratios: ratios, regularization: regularization)
                factored = .reduced
                return
            } catch {
                // The elimination squares what is badly scaled; the augmented matrix may still be fine.
            }
        }
        do {
            try factorAugmented(ratios: ratios, regularization: regularization)
            factored = .augmented
        } catch {
            throw .notFactorable(reason: error.description)
        }
    }

    /// Solves the last factored system in place.
    public func solve(_ vector: inout AugmentedVector) throws(KKTError) {
        do {
            switch factored {
            case .none: throw LinearAlgebraError.notFactored
            case .reduced: try solveReduced(&vector)
            case .augmented: try solveAugmented(&vector)
            }
        } catch {
            throw .notFactorable(reason: "\(error)")
        }
    }

    private func factorReduced(ratios: [Double], regularization: Double) throws(LinearAlgebraError) {
        let (n, m, p) = (variableCount, inequalityCount, equalityCount)
        for row in 0..<m { weights[row] = 1 / ratios[row] }
        for column in 0..<n {
            for row in 0..<m { weightedJacobian[row, column] = weights[row].squareRoot() * jacobian[row, column] }
        }
        if p == 0 {
            for column in 0..<n {
                for row in column..<n { reduced[row, column] = hessian[row, column] }
            }
            try reduced.addTransposedProduct(of: weightedJacobian)
            strengthenDiagonal(of: &reduced, by: regularization)
            try cholesky.factor(reduced)
            return
        }
        var product = hessian
        try product.addTransposedProduct(of: weightedJacobian)
        reduced.fill(with: 0)
        for column in 0..<n {
            for row in column..<n { reduced[row, column] = product[row, column] }
            for row in 0..<p { reduced[n + row, column] = equalities.matrix[row, column] }
        }
        strengthenDiagonal(of: &reduced, by: regularization)
        for row in 0..<p { reduced[n + row, n + row] = -regularization }
        try indefinite?.factor(reduced)
        guard try indefinite?.negativeEigenvalueCount() == p else {
            throw .notPositiveDefinite(leadingMinor: n)
        }
    }

    private func strengthenDiagonal(of matrix: inout Matrix, by regularization: Double) {
        guard regularization > 0 else { return }
        for index in 0..<variableCount { matrix[index, index] += regularization * (1 + abs(matrix[index, index])) }
    }

    private func factorAugmented(ratios: [Double], regularization: Double) throws(LinearAlgebraError) {
        let (n, m, p) = (variableCount, inequalityCount, equalityCount)
        let order = n + p + m
        if augmented == nil {
            augmented = (
                Matrix(rows: order, columns: order), try SymmetricIndefiniteFactorization(order: order)
            )
        }
        guard var (matrix, factors) = augmented else { return }
        augmented = nil
        defer { augmented = (matrix, factors) }
        matrix.fill(with: 0)
        for column in 0..<n {
            for row in column..<n { matrix[row, column] = hessian[row, column] }
            for row in 0..<p { matrix[n + row, column] = equalities.matrix[row, column] }
            for row in 0..<m { matrix[n + p + row, column] = jacobian[row, column] }
        }
        strengthenDiagonal(of: &matrix, by: regularization)
        for row in 0..<p { matrix[n + row, n + row] = -regularization }
        for row in 0..<m { matrix[n + p + row, n + p + row] = -ratios[row] }
        try factors.factor(matrix)
        guard try factors.negativeEigenvalueCount() == m + p else { throw .notPositiveDefinite(leadingMinor: n) }
        if workspace.count < order { workspace = Array(repeating: 0, count: order) }
    }

    private func solveReduced(_ vector: inout AugmentedVector) throws(LinearAlgebraError) {
        let (n, m, p) = (variableCount, inequalityCount, equalityCount)
        // dy = D·(J·dx − r_y), so the first row's right-hand side gains Jᵀ·D·r_y.
        for row in 0..<m { vector.inequalities[row] *= weights[row] }
        try jacobian.multiply(vector.inequalities, transposed: true, into: &vector.variables, keeping: 1)
        if p == 0 {
            try cholesky.solve(&vector.variables)
        } else {
            if workspace.count != n + p { workspace = Array(repeating: 0, count: n + p) }
            for index in 0..<n { workspace[index] = vector.variables[index] }
            for row in 0..<p { workspace[n + row] = vector.equalities[row] }
            try indefinite?.solve(&workspace)
            for index in 0..<n { vector.variables[index] = workspace[index] }
            for row in 0..<p { vector.equalities[row] = workspace[n + row] }
        }
        // The weighted right-hand side is still in place: dy = D·J·dx − D·r_y.
        for row in 0..<m { vector.inequalities[row] /= -weights[row] }
        try jacobian.multiply(vector.variables, into: &vector.inequalities, keeping: 1)
        for row in 0..<m { vector.inequalities[row] *= weights[row] }
    }

    private func solveAugmented(_ vector: inout AugmentedVector) throws(LinearAlgebraError) {
        let (n, m, p) = (variableCount, inequalityCount, equalityCount)
        if workspace.count != n + p + m { workspace = Array(repeating: 0, count: n + p + m) }
        for index in 0..<n { workspace[index] = vector.variables[index] }
        for row in 0..<p { workspace[n + row] = vector.equalities[row] }
        for row in 0..<m { workspace[n + p + row] = vector.inequalities[row] }
        try augmented?.factors.solve(&workspace)
        for index in 0..<n { vector.variables[index] = workspace[index] }
        for row in 0..<p { vector.equalities[row] = workspace[n + row] }
        for row in 0..<m { vector.inequalities[row] = workspace[n + p + row] }
    }
}
