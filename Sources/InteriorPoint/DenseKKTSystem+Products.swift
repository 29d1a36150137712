import LinearAlgebra

extension DenseKKTSystem {
    /// Adds Jᵀ·y + Aᵀ·ν to a vector.
    public func addTransposedProducts(
        multipliers y: [Double], equalityMultipliers nu: [Double], to vector: inout [Double]
    ) {
        add(jacobian, transposed: true, times: y, scaledBy: 1, to: &vector)
        add(equalities.matrix, transposed: true, times: nu, scaledBy: 1, to: &vector)
    }

    /// Subtracts the augmented matrix times a vector.
    public func subtractProduct(_ vector: AugmentedVector, ratios: [Double], from rightSide: inout AugmentedVector) {
        do {
            try hessian.multiplySymmetric(vector.variables, scaledBy: -1, into: &rightSide.variables, keeping: 1)
        } catch {
            preconditionFailure("the system's own vectors fit its matrices: \(error)")
        }
        add(jacobian, transposed: true, times: vector.inequalities, scaledBy: -1, to: &rightSide.variables)
        add(equalities.matrix, transposed: true, times: vector.equalities, scaledBy: -1, to: &rightSide.variables)
        add(equalities.matrix, times: vector.variables, scaledBy: -1, to: &rightSide.equalities)
        add(jacobian, times: vector.variables, scaledBy: -1, to: &rightSide.inequalities)
        for row in 0..<inequalityCount { rightSide.inequalities[row] += ratios[row] * vector.inequalities[row] }
    }

    /// The sizes of the terms that cancel in the residuals.
    public func measureMagnitudes(
        at x: [Double], multipliers y: [Double], equalityMultipliers nu: [Double],
        curvatures: inout [Double], into magnitudes: inout AugmentedVector
    ) {
        fillWithZeros(&magnitudes.equalities)
        fillWithZeros(&magnitudes.inequalities)
        for column in 0..<variableCount {
            let size = max(1, abs(x[column]))
            var sum = 0.0
            curvatures[column] = abs(hessian[column, column])
            for row in 0..<inequalityCount {
                let element = abs(jacobian[row, column])
                magnitudes.inequalities[row] += element * size
                sum += element * abs(y[row])
            }
            for row in 0..<equalityCount {
                let element = abs(equalities.matrix[row, column])
                magnitudes.equalities[row] += element * size
                sum += element * abs(nu[row])
            }
            magnitudes.variables[column] = sum
        }
    }

    private func add(
        _ matrix: Matrix, transposed: Bool = false, times vector: [Double], scaledBy alpha: Double,
        to target: inout [Double]
    ) {
        do {
            try matrix.multiply(vector, transposed: transposed, scaledBy: alpha, into: &target, keeping: 1)
        } catch {
            preconditionFailure("the system's own vectors fit its matrices: \(error)")
        }
    }
}
