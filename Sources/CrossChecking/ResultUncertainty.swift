import InteriorPoint

/// How far a result of the interior-point method may be from the solution of its program, to first order.
///
/// A result (x, w, y) satisfies r = ∇f + Jᵀ·y and g(x) + w ≈ 0 with w·y > 0 where the solution has w·y = 0. With
/// d_j = y_j/w_j and M_n = H_n + Σ_j d_j·g_j·g_jᵀ, the matrix of Newton's method, a change ρ of the gradient moves x_n by
/// M_n⁻¹·ρ, and a unit of y is a gradient g_j. What parts x from the solution is therefore at most
///
///     e_n = Σ_j |M_n⁻¹·g_j|·y_j + |M_n⁻¹|·(|r_n| + ε_n) + |M_n⁻¹·h_n|·e_y
///     e_y = (w + |g + w| + ε + Σ_n |h_n|·e_n) / (w/y + Σ_n h_nᵀ·M_n⁻¹·h_n)
///
/// with the coupling row's gradient h, multiplier y and slack w, and with what rounding may do to the gradients, ε_n, and
/// to the row, ε. An inequality that binds adds its small slack to e_n, since M_n is large along its gradient; one that
/// does not adds its small multiplier times what M_n lets through. A variable that neither the objective nor an inequality
/// holds in place has an M_n near 0 and a large e_n.
///
/// The multiplier y is unique only if somebody can move along h: if with all binding inequalities made rigid, those with
/// y_j ≥ w_j or w_j ≤ 10⁻⁹, Σ h_nᵀ·M_n⁻¹·h_n is still far above w/y. Otherwise e_y is at least y, and, where the row binds,
/// as much more as it can take over from the inequalities that push the same way: the least over n of Σ_j y_j·|g_j|/|h_n|.
/// Where ε is a hundredth of the row's scale or more, first order says nothing, and e_y is infinite.
///
/// By convexity the objective of a feasible x′ is at least f(x) − Σ_j |r_j|·|x′_j − x_j| + Σ_i y_i·g_i(x). So f(x) is
/// within ``objective`` of the optimum where |x′_j − x_j| ≤ 1, as in the units of the programs here.
struct ResultUncertainty {
    /// e_n of all first variables, then of all second ones.
    private(set) var variables: [Double]
    /// e_y.
    private(set) var coupling: Double
    /// Σ |r_j| + Σ y_i·|g_i(x)|, each user's share times the unit of its costs.
    private(set) var objective = 0.0
    /// ∂²Lagrangian/∂second², one per user.
    let curvatures: [Double]
    /// The gradient of the coupling row in the second variables.
    let couplingSlopes: [Double]

    /// The uncertainty of a result.
    ///
    /// - Parameters:
    ///   - result: the result, whatever its status.
    ///   - program: its program, with one coupling row.
    ///   - units: the unit of every user's costs, and at the end that of the coupling row.
    ///   - rounding: ε_n, in the order of the variables.
    ///   - rowRounding: ε.
    init(
        of result: InteriorPointResult, program: some ArrowProgram, units: [Double], rounding: [Double],
        rowRounding: Double
    ) {
        let (count, locals) = (program.userCount, program.localInequalityCount)
        let (y, w) = (result.inequalityMultipliers, result.slacks)
        var derivatives = ArrowDerivatives(userCount: count, localInequalityCount: locals, couplingCount: 1)
        program.derivatives(at: result.point, multipliers: y, into: &derivatives)
        var values = [Double](repeating: 0, count: program.inequalityCount)
        _ = program.values(at: result.point, inequalities: &values)
        let coupling = locals * count
        for row in values.indices {
            objective += units[row < coupling ? row % count : count] * y[row] * abs(values[row])
        }
        variables = [Double](repeating: 0, count: 2 * count)
        var responses = variables
        var (shift, response, freeResponse) = (0.0, 0.0, 0.0)
        /// How much y can take over from the inequalities that push the same way.
        var exchange = Double.infinity
        for user in 0..<count {
            let block = UserMatrix(derivatives, user, locals: locals, multipliers: y, slacks: w)
            var residual = (
                derivatives.gradientFirst[user] + y[coupling] * derivatives.couplingFirst[user],
                derivatives.gradientSecond[user] + y[coupling] * derivatives.couplingSecond[user]
            )
            var error = (0.0, 0.0)
            for (index, gradient) in block.gradients.enumerated() {
                let multiplier = y[index * count + user]
                residual.0 += multiplier * gradient.0
                residual.1 += multiplier * gradient.1
                let push = block.solve(gradient)
                error.0 += abs(push.0) * multiplier
                error.1 += abs(push.1) * multiplier
            }
            objective += units[user] * (abs(residual.0) + abs(residual.1))
            let (first, second) = (block.solve((1, 0)), block.solve((0, 1)))
            let (firstForce, secondForce) = (abs(residual.0) + rounding[user], abs(residual.1) + rounding[count + user])
            error.0 += abs(first.0) * firstForce + abs(second.0) * secondForce
            error.1 += abs(first.1) * firstForce + abs(second.1) * secondForce
            let row = (derivatives.couplingFirst[user], derivatives.couplingSecond[user])
            let move = block.solve(row)
            shift += abs(row.0) * error.0 + abs(row.1) * error.1
            response += row.0 * move.0 + row.1 * move.1
            exchange = min(exchange, block.pushAlong(row) { y[$0 * count + user] })
            let freeMove = block.rigid.solve(row)
            freeResponse += row.0 * freeMove.0 + row.1 * freeMove.1
            (variables[user], variables[count + user]) = error
            (responses[user], responses[count + user]) = (abs(move.0), abs(move.1))
        }
        let gap = w[coupling] + abs(values[coupling] + w[coupling]) + rowRounding
        let stiffness = w[coupling] / y[coupling]
        self.coupling = (gap + shift) / (max(response, 0) + stiffness)
        if !(freeResponse >= 1e3 * stiffness) {
            let isTight = w[coupling] <= max(y[coupling], 1e-9)
            self.coupling = max(self.coupling, y[coupling] + (isTight && exchange.isFinite ? exchange : 0))
        }
        if rowRounding > 1e-2 { self.coupling = .infinity }
        for index in variables.indices where responses[index] > 0 {
            variables[index] += responses[index] * self.coupling
        }
        curvatures = derivatives.hessianSecond
        couplingSlopes = derivatives.couplingSecond
    }
}

/// M_n of one user, with its inverse expanded in cross products, as the arrow system does it: near a solution the d_j of
/// binding inequalities exceed all else by so much that plain elimination would subtract numbers that agree in all digits.
private struct UserMatrix {
    /// g_j.
    private(set) var gradients: [(Double, Double)] = []
    /// d_j and w_j.
    private var weights: [Double] = []
    private var slacks: [Double] = []
    private let hessian: (first: Double, cross: Double, second: Double)
    private var determinant = 0.0

    init(_ derivatives: ArrowDerivatives, _ user: Int, locals: Int, multipliers y: [Double], slacks w: [Double]) {
        let users = derivatives.hessianFirst.count
        hessian = (derivatives.hessianFirst[user], derivatives.hessianCross[user], derivatives.hessianSecond[user])
        for index in 0..<locals {
            let row = index * users + user
            gradients.append((derivatives.localFirst[row], derivatives.localSecond[row]))
            weights.append(y[row] / w[row])
            slacks.append(w[row])
        }
        determinant = computedDeterminant
    }

    /// det H + Σ_j d_j·(g_j⊥ᵀ·H·g_j⊥) + Σ_{i<j} d_i·d_j·(g_i×g_j)².
    private var computedDeterminant: Double {
        var sum = max(0, hessian.first * hessian.second - hessian.cross * hessian.cross)
        for (index, (g, weight)) in zip(gradients, weights).enumerated() {
            sum +=
                weight
                * max(0, hessian.second * g.0 * g.0 - 2 * hessian.cross * g.0 * g.1 + hessian.first * g.1 * g.1)
            for other in 0..<index {
                let product = gradients[other].0 * g.1 - gradients[other].1 * g.0
                sum += weight * weights[other] * product * product
            }
        }
        return sum
    }

    /// Σ_j y_j·|g_j|/|h| over the inequalities that push the way h does, in the variable in which h is larger. Infinite where h
    /// is 0, and where an inequality that binds pushes the other way: its multiplier can grow with y without an end.
    func pushAlong(_ h: (Double, Double), multiplier: (Int) -> Double) -> Double {
        let isSecond = abs(h.1) >= abs(h.0)
        let own = isSecond ? h.1 : h.0
        guard own != 0 else { return .infinity }
        var sum = 0.0
        for (index, g) in gradients.enumerated() {
            let push = (isSecond ? g.1 : g.0) / own
            if push > 0 { sum += multiplier(index) * push }
            if push < 0, binds(index) { return .infinity }
        }
        return sum
    }

    /// True if an inequality is taken as met with equality: y_j ≥ w_j or w_j ≤ 10⁻⁹.
    private func binds(_ index: Int) -> Bool { weights[index] >= 1 || slacks[index] <= 1e-9 }

    /// The matrix with a weight of 2¹⁰⁰ for inequalities that bind.
    var rigid: UserMatrix {
        var rigid = self
        for index in weights.indices where binds(index) {
            rigid.weights[index] = max(weights[index], 0x1p100)
        }
        rigid.determinant = rigid.computedDeterminant
        return rigid
    }

    /// M⁻¹·r = (adj H·r + Σ_j d_j·(r×g_j)·g_j⊥)/det M; not finite where M is singular.
    func solve(_ r: (Double, Double)) -> (Double, Double) {
        var u = (hessian.second * r.0 - hessian.cross * r.1, hessian.first * r.1 - hessian.cross * r.0)
        for (g, weight) in zip(gradients, weights) {
            let product = weight * (r.0 * g.1 - r.1 * g.0)
            u.0 += product * g.1
            u.1 -= product * g.0
        }
        return (u.0 / determinant, u.1 / determinant)
    }
}
