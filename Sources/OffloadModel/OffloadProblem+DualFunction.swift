extension OffloadProblem {
    /// A number that the dual function at λ is proven not to fall below, from the verifier's own arithmetic:
    ///
    ///     q(λ) = Σ min(r_n, φ_n(λ)) − λ·S_e,   with min(S_1, S_e) in the place of S_1
    ///
    /// It takes many times as long as a pass of the solvers, but what underflow can take from it is next to nothing.
    ///
    /// - Returns: The number; −∞ where overflow leaves nothing proven.
    package func provenDualFunction(at price: Double, under rule: StepRule) -> Double {
        var sum = PreciseSum()
        var magnitude = 0.0
        for user in 0..<count {
            var edge = edge[user]
            edge.mostSteps = min(edge.mostSteps, stepBudget)
            let least = min(
                local[user].provenMinimum(price: 0, rule: rule), edge.provenMinimum(price: price, rule: rule))
            sum.add(least)
            magnitude += abs(least)
        }
        let payment = price * spendableBudget(under: rule)
        let bound = sum.value - payment - 0x1p-50 * (magnitude + payment)
        return bound.isFinite ? bound : -.infinity
    }
}
