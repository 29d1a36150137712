import LinearAlgebra

/// An ``ArrowProgram`` written as a dense ``ConvexProgram``, so that both Newton systems can solve the same program.
///
/// Variables and inequalities keep their order. Storage is O(N²): for small N only.
public struct DenseForm<Program: ArrowProgram>: ConvexProgram {
    /// The program in columns.
    public let program: Program

    /// The dense form of a program.
    public init(_ program: Program) {
        self.program = program
    }

    /// 2N.
    public var variableCount: Int { program.variableCount }
    /// J·N + C.
    public var inequalityCount: Int { program.inequalityCount }
    /// The starting point of the program in columns.
    public var startingPoint: [Double] { program.startingPoint }

    /// Writes the inequalities and returns the objective, or nil outside the domain.
    public func values(at x: [Double], inequalities: inout [Double]) -> Double? {
        program.values(at: x, inequalities: &inequalities)
    }

    /// Spreads the first derivatives over a dense Jacobian.
    public func derivatives(at x: [Double], gradient: inout [Double], jacobian: inout Matrix) {
        let columns = columns(at: x, multipliers: Array(repeating: 0, count: inequalityCount))
        let users = program.userCount
        for user in 0..<users {
            gradient[user] = columns.gradientFirst[user]
            gradient[users + user] = columns.gradientSecond[user]
            for index in 0..<program.localInequalityCount {
                let row = index * users + user
                jacobian[row, user] = columns.localFirst[row]
                jacobian[row, users + user] = columns.localSecond[row]
            }
            for index in 0..<program.couplingCount {
                let row = program.firstCouplingRow + index
                jacobian[row, user] = columns.couplingFirst[index * users + user]
                jacobian[row, users + user] = columns.couplingSecond[index * users + user]
            }
        }
    }

    /// Spreads the second derivatives over a dense Hessian.
    public func addHessian(at x: [Double], multipliers: [Double], to hessian: inout Matrix) {
        let columns = columns(at: x, multipliers: multipliers)
        let users = program.userCount
        for user in 0..<users {
            hessian[user, user] += columns.hessianFirst[user]
            hessian[users + user, user] += columns.hessianCross[user]
            hessian[users + user, users + user] += columns.hessianSecond[user]
        }
    }

    private func columns(at x: [Double], multipliers: [Double]) -> ArrowDerivatives {
        var columns = ArrowDerivatives(
            userCount: program.userCount, localInequalityCount: program.localInequalityCount,
            couplingCount: program.couplingCount)
        program.derivatives(at: x, multipliers: multipliers, into: &columns)
        return columns
    }
}
