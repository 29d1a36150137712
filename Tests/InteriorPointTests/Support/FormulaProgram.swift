import InteriorPoint
import LinearAlgebra

/// A function of the variables.
typealias Formula = @Sendable ([Jet]) -> Jet

/// A program given by formulas on jets.
struct FormulaProgram: ConvexProgram, Sendable {
    var start: [Double]
    var objective: Formula
    var constraints: [Formula] = []
    var equalities: LinearEqualities
    /// Whether a point is in the domain.
    var contains: @Sendable ([Double]) -> Bool = { _ in true }

    init(
        start: [Double], objective: @escaping Formula, constraints: [Formula] = [],
        equalities: LinearEqualities? = nil, contains: @escaping @Sendable ([Double]) -> Bool = { _ in true }
    ) {
        self.start = start
        self.objective = objective
        self.constraints = constraints
        self.equalities = equalities ?? LinearEqualities(variableCount: start.count)
        self.contains = contains
    }

    var variableCount: Int { start.count }
    var inequalityCount: Int { constraints.count }
    var startingPoint: [Double] { start }

    func values(at x: [Double], inequalities: inout [Double]) -> Double? {
        guard contains(x) else { return nil }
        let jets = Jet.variables(x)
        for (row, constraint) in constraints.enumerated() { inequalities[row] = constraint(jets).value }
        return objective(jets).value
    }

    func derivatives(at x: [Double], gradient: inout [Double], jacobian: inout Matrix) {
        let jets = Jet.variables(x)
        gradient = objective(jets).gradient
        for (row, constraint) in constraints.enumerated() {
            let slope = constraint(jets).gradient
            for column in x.indices { jacobian[row, column] = slope[column] }
        }
    }

    func addHessian(at x: [Double], multipliers: [Double], to hessian: inout Matrix) {
        let jets = Jet.variables(x)
        var sum = objective(jets)
        for (row, constraint) in constraints.enumerated() { sum = sum + multipliers[row] * constraint(jets) }
        for column in x.indices {
            for row in column..<x.count { hessian[row, column] += sum.hessian[row * x.count + column] }
        }
    }
}
