extension ArrowKKTSystem {
    /// Adds Jᵀ·y to a vector; there are no equalities.
    public func addTransposedProducts(
        multipliers y: [Double], equalityMultipliers nu: [Double], to vector: inout [Double]
    ) {
        addTransposedJacobian(times: y, scaledBy: 1, to: &vector)
    }

    /// Subtracts the augmented matrix times a vector.
    public func subtractProduct(_ vector: AugmentedVector, ratios: [Double], from rightSide: inout AugmentedVector) {
        addTransposedJacobian(times: vector.inequalities, scaledBy: -1, to: &rightSide.variables)
        for user in 0..<users {
            let (first, second) = (vector.variables[user], vector.variables[users + user])
            rightSide.variables[user] -=
                derivatives.hessianFirst[user] * first + derivatives.hessianCross[user] * second
            rightSide.variables[users + user] -=
                derivatives.hessianCross[user] * first + derivatives.hessianSecond[user] * second
        }
        for index in 0..<locals {
            for user in 0..<users {
                let row = index * users + user
                rightSide.inequalities[row] -=
                    derivatives.localFirst[row] * vector.variables[user]
                    + derivatives.localSecond[row] * vector.variables[users + user]
                    - ratios[row] * vector.inequalities[row]
            }
        }
        for index in 0..<couplings {
            let row = locals * users + index
            rightSide.inequalities[row] -=
                coupling(index, times: vector.variables) - ratios[row] * vector.inequalities[row]
        }
    }

    /// The sizes of the terms that cancel in the residuals.
    public func measureMagnitudes(
        at x: [Double], multipliers y: [Double], equalityMultipliers nu: [Double],
        curvatures: inout [Double], into magnitudes: inout AugmentedVector
    ) {
        fillWithZeros(&magnitudes.variables)
        for user in 0..<users {
            curvatures[user] = abs(derivatives.hessianFirst[user])
            curvatures[users + user] = abs(derivatives.hessianSecond[user])
        }
        for index in 0..<locals {
            for user in 0..<users {
                let row = index * users + user
                let (a, s) = (abs(derivatives.localFirst[row]), abs(derivatives.localSecond[row]))
                magnitudes.inequalities[row] = a * max(1, abs(x[user])) + s * max(1, abs(x[users + user]))
                magnitudes.variables[user] += a * abs(y[row])
                magnitudes.variables[users + user] += s * abs(y[row])
            }
        }
        for index in 0..<couplings {
            let row = locals * users + index
            var sum = 0.0
            for user in 0..<users {
                let a = abs(derivatives.couplingFirst[index * users + user])
                let s = abs(derivatives.couplingSecond[index * users + user])
                sum += a * max(1, abs(x[user])) + s * max(1, abs(x[users + user]))
                magnitudes.variables[user] += a * abs(y[row])
                magnitudes.variables[users + user] += s * abs(y[row])
            }
            magnitudes.inequalities[row] = sum
        }
    }

    private func addTransposedJacobian(times y: [Double], scaledBy alpha: Double, to vector: inout [Double]) {
        for index in 0..<locals {
            for user in 0..<users {
                let row = index * users + user
                let multiplier = alpha * y[row]
                vector[user] += multiplier * derivatives.localFirst[row]
                vector[users + user] += multiplier * derivatives.localSecond[row]
            }
        }
        for index in 0..<couplings {
            let multiplier = alpha * y[locals * users + index]
            for user in 0..<users {
                vector[user] += multiplier * derivatives.couplingFirst[index * users + user]
                vector[users + user] += multiplier * derivatives.couplingSecond[index * users + user]
            }
        }
    }
}
