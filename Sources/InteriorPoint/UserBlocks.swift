/// The 2×2 matrices M_n = H_n + Σ_j d_j·g_j·g_jᵀ of an arrow system, with d_j = y_j/w_j.
///
/// Near a solution the weights d_j of active inequalities exceed all else by many orders, and the obvious elimination
/// subtracts numbers that agree in all digits. All quantities are therefore expanded in cross products, where
/// that subtraction has been done on paper: with u×v = u₁v₂ − u₂v₁,
///
///     det M = det H + Σ_j d_j·(g_j⊥ᵀ·H·g_j⊥) + Σ_{i<j} d_i·d_j·(g_i×g_j)²,   g⊥ = (g₂, −g₁),
///
/// a sum of terms that are all at least 0 (Cauchy–Binet), and M⁻¹·r = (adj H·r + Σ_j d_j·(r×g_j)·g_j⊥) / det M, in
/// which the share of g_j in r drops out.
struct UserBlocks {
    let users: Int
    let locals: Int
    /// d_{j,n} at `j·N + n`.
    private var weights: [Double]
    /// H with its strengthened diagonal.
    private var first: [Double]
    private var cross: [Double]
    private var second: [Double]
    private var inverseDeterminant: [Double]

    /// The share of h₁₁·h₂₂ below which a determinant is mostly rounding, and by how much the diagonal then grows.
    private static let doubtfulShare = 1e-10
    private static let strengthening = 1e-8

    init(users: Int, locals: Int) {
        self.users = users
        self.locals = locals
        let column = Array(repeating: 0.0, count: users)
        weights = Array(repeating: 0, count: users * locals)
        (first, cross, second, inverseDeterminant) = (column, column, column, column)
    }

    /// Computes the determinants.
    mutating func factor(
        _ derivatives: borrowing ArrowDerivatives, ratios: [Double], regularization: Double
    ) throws(KKTError) {
        for row in weights.indices { weights[row] = 1 / ratios[row] }
        for user in 0..<users {
            var h11 = derivatives.hessianFirst[user]
            let h12 = derivatives.hessianCross[user]
            var h22 = derivatives.hessianSecond[user]
            if regularization > 0 {
                var (m11, m22) = (abs(h11), abs(h22))
                for index in 0..<locals {
                    let row = index * users + user
                    m11 += weights[row] * derivatives.localFirst[row] * derivatives.localFirst[row]
                    m22 += weights[row] * derivatives.localSecond[row] * derivatives.localSecond[row]
                }
                h11 += regularization * (1 + m11)
                h22 += regularization * (1 + m22)
            }
            var determinant = determinant(of: user, derivatives, h11, h12, h22)
            if determinant < Self.doubtfulShare * h11 * h22 {
                // H is singular up to rounding, as for a perspective function, and the local inequalities do not make
                // up for it: only the coupling rows do. A little more diagonal keeps digits here, and the refinement
                // against the true matrix takes it out again.
                h11 *= 1 + Self.strengthening
                h22 *= 1 + Self.strengthening
                determinant = self.determinant(of: user, derivatives, h11, h12, h22)
            }
            guard determinant > 0, determinant.isFinite, h11 >= 0, h22 >= 0 else {
                throw .notFactorable(reason: "the block of user \(user) has determinant \(determinant)")
            }
            first[user] = h11
            cross[user] = h12
            second[user] = h22
            inverseDeterminant[user] = 1 / determinant
        }
    }

    private func determinant(
        of user: Int, _ derivatives: borrowing ArrowDerivatives, _ h11: Double, _ h12: Double, _ h22: Double
    ) -> Double {
        // The Hessian of a convex program is positive semidefinite, so below 0 there is only rounding.
        var determinant = max(0, h11 * h22 - h12 * h12)
        for index in 0..<locals {
            let row = index * users + user
            let (a, s) = (derivatives.localFirst[row], derivatives.localSecond[row])
            determinant += weights[row] * max(0, h22 * a * a - 2 * h12 * a * s + h11 * s * s)
            for other in 0..<index {
                let otherRow = other * users + user
                let product = derivatives.localFirst[otherRow] * s - derivatives.localSecond[otherRow] * a
                determinant += weights[row] * weights[otherRow] * product * product
            }
        }
        return determinant
    }

    /// x ← M⁻¹·x.
    func solve(_ derivatives: borrowing ArrowDerivatives, _ x: inout [Double]) {
        for user in 0..<users {
            let (r1, r2) = (x[user], x[users + user])
            var u1 = second[user] * r1 - cross[user] * r2
            var u2 = first[user] * r2 - cross[user] * r1
            for index in 0..<locals {
                let row = index * users + user
                let (a, s) = (derivatives.localFirst[row], derivatives.localSecond[row])
                let product = weights[row] * (r1 * s - r2 * a)
                u1 += product * s
                u2 -= product * a
            }
            x[user] = u1 * inverseDeterminant[user]
            x[users + user] = u2 * inverseDeterminant[user]
        }
    }

    /// x ← M⁻¹·(x + Σ_j d_j·ρ_j·g_j), where ρ are the right-hand sides of the local inequalities.
    func solve(_ derivatives: borrowing ArrowDerivatives, locals rightSides: [Double], _ x: inout [Double]) {
        let (localFirst, localSecond) = (derivatives.localFirst, derivatives.localSecond)
        for user in 0..<users {
            let (r1, r2) = (x[user], x[users + user])
            var u1 = second[user] * r1 - cross[user] * r2
            var u2 = first[user] * r2 - cross[user] * r1
            for index in 0..<locals {
                let row = index * users + user
                let (a, s) = (localFirst[row], localSecond[row])
                let share = weights[row] * rightSides[row]
                // adj H applied to the part of the right-hand side along g_j …
                u1 += share * (second[user] * a - cross[user] * s)
                u2 += share * (first[user] * s - cross[user] * a)
                // … and the cross product of everything else with g_j.
                var product = r1 * s - r2 * a
                for other in 0..<locals where other != index {
                    let otherRow = other * users + user
                    product +=
                        weights[otherRow] * rightSides[otherRow]
                        * (localFirst[otherRow] * s - localSecond[otherRow] * a)
                }
                product *= weights[row]
                u1 += product * s
                u2 -= product * a
            }
            x[user] = u1 * inverseDeterminant[user]
            x[users + user] = u2 * inverseDeterminant[user]
        }
    }

    /// ρ_j ← d_j·(g_jᵀ·x − ρ_j), the directions of the local multipliers.
    func completeLocals(_ derivatives: borrowing ArrowDerivatives, variables x: [Double], _ rightSides: inout [Double])
    {
        for index in 0..<locals {
            for user in 0..<users {
                let row = index * users + user
                let change = derivatives.localFirst[row] * x[user] + derivatives.localSecond[row] * x[users + user]
                rightSides[row] = weights[row] * (change - rightSides[row])
            }
        }
    }
}
