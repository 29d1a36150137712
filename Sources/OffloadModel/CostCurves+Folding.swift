extension CostCurves {
    /// The same costs with every term that does not depend on the steps in K: D where q = 0, B where p = 0.
    ///
    /// K often holds the opposite of such a term, as −ω2 does for a utility that never comes. Beside it everything else that K
    /// and the term are added to would be rounded on their scale; together they are 0. K + B + D is rounded once. A sum that
    /// exceeds ``OffloadProblem/largestCost`` is left as it was.
    func withConstantTermsFolded() -> CostCurves {
        let hasConstants =
            Self.hasConstantTerm(errorWeight, rates: errorDecay)
            || Self.hasConstantTerm(utilityWeight, rates: utilityRate)
        guard hasConstants else { return self }
        var folded = self
        for user in 0..<count {
            let isErrorConstant = errorDecay[user] == 0 && errorWeight[user] > 0
            let isUtilityConstant = utilityRate[user] == 0 && utilityWeight[user] > 0
            guard isErrorConstant || isUtilityConstant else { continue }
            var sum = PreciseSum()
            sum.add(constant[user])
            if isErrorConstant { sum.add(errorWeight[user]) }
            if isUtilityConstant { sum.add(utilityWeight[user]) }
            guard abs(sum.value) <= OffloadProblem.largestCost else { continue }
            folded.constant[user] = sum.value
            if isErrorConstant { folded.errorWeight[user] = 0 }
            if isUtilityConstant { folded.utilityWeight[user] = 0 }
        }
        return folded
    }

    /// True if some user has a weight > 0 at a rate of 0; without branches, for there are many users and hardly ever one.
    private static func hasConstantTerm(_ weights: [Double], rates: [Double]) -> Bool {
        var found = 0
        for user in rates.indices { found |= (rates[user] == 0 ? 1 : 0) & (weights[user] > 0 ? 1 : 0) }
        return found != 0
    }

    /// Σ |K| + B + D over all users.
    var magnitude: Double {
        Self.sumOfMagnitudes(constant) + Self.sumOfMagnitudes(errorWeight) + Self.sumOfMagnitudes(utilityWeight)
    }

    /// In four running sums, which take a fourth of the time of one.
    private static func sumOfMagnitudes(_ column: [Double]) -> Double {
        var (first, second, third, fourth) = (0.0, 0.0, 0.0, 0.0)
        var index = 0
        while index + 4 <= column.count {
            first += abs(column[index])
            second += abs(column[index + 1])
            third += abs(column[index + 2])
            fourth += abs(column[index + 3])
            index += 4
        }
        while index < column.count {
            first += abs(column[index])
            index += 1
        }
        return (first + second) + (third + fourth)
    }
}
