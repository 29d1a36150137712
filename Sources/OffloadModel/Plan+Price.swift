extension Plan {
    /// A number that no plan with the same decisions costs less than, by weak duality of the water-filling at λ:
    ///
    ///     g(λ) = Σ_{a_n = 0} r_n + Σ_{a_n = 1} φ_n(λ) − λ·S_e
    ///
    /// It is proven from below, as in ``PlanCertificate``. It reaches the objective if and only if λ is the multiplier
    /// of (1) for these decisions and the steps are the best for them.
    ///
    /// - Precondition: The plan has as many users as the problem, and λ is finite and not negative.
    package func boundOfDecisions(at price: Double, in problem: OffloadProblem) -> Double {
        precondition(count == problem.count, "the plan must have the users of the problem")
        precondition(price >= 0 && price.isFinite, "a price is a finite number of at least 0")
        var sum = PreciseSum()
        for user in 0..<count {
            let curve = offloaded[user] ? problem.edge[user] : problem.local[user]
            sum.add(curve.provenMinimum(price: offloaded[user] ? price : 0, rule: stepRule))
        }
        return sum.value - price * problem.spendableBudget(under: stepRule)
    }
}
