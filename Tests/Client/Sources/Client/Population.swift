import Stepwell

/// Users by a formula, so that the numbers are the same everywhere.
enum Population {
    static func problem(users: Int, stepBudget: Double) throws -> OffloadProblem {
        func column(_ value: (Double) -> Double) -> [Double] { (0..<users).map { value(Double($0)) } }
        let errorWeight = column { 0.13 + 0.001 * ($0 * 7).truncatingRemainder(dividingBy: 30) }
        let errorDecay = column { 0.02 + 0.001 * ($0 * 11).truncatingRemainder(dividingBy: 80) }
        let utilityRate = column { 0.01 + 0.001 * ($0 * 13).truncatingRemainder(dividingBy: 70) }
        func curves(stepCost: [Double], mostSteps: [Double]) -> CostCurves {
            CostCurves(
                constant: column { _ in -0.5 }, stepCost: stepCost, errorWeight: errorWeight, errorDecay: errorDecay,
                utilityWeight: column { _ in 0.5 }, utilityRate: utilityRate, fewestSteps: column { _ in 1 },
                mostSteps: mostSteps)
        }
        return try OffloadProblem(
            local: curves(
                stepCost: column { 0.003 + 0.0001 * ($0 * 3).truncatingRemainder(dividingBy: 50) },
                mostSteps: column { 5 + ($0 * 5).truncatingRemainder(dividingBy: 21) }),
            edge: curves(
                stepCost: column { 0.001 + 0.00001 * ($0 * 17).truncatingRemainder(dividingBy: 90) },
                mostSteps: column { 30 + ($0 * 19).truncatingRemainder(dividingBy: 71) }),
            stepBudget: stepBudget)
    }
}

/// Seven digits, which every processor agrees on.
func short(_ value: Double?) -> String { value.map { DecimalText.significant($0, digits: 7) } ?? "none" }
