import OffloadModel

extension OffloadProblem {
    /// Folds a scenario's physical quantities, (3)–(7), into one cost curve per user and site:
    ///
    ///     A_r = ω1·(c1·Δt_r + c3·P_r·Δt_r),  P_0 = k_n·f_n³,  P_1 = k_e·g_n³
    ///     B_r = ω1·c2·(ε_r − floor_r),  p_r = C1_r,  D = ω2,  q_r = C2_r
    ///     K_0 = −ω2 + ω1·c2·floor_0,  K_1 = −ω2 + ω1·(c2·floor_1 + c1·T_uplink + c3·E_uplink)
    ///
    /// Deadlines lower the limits to S_0 ≤ D/Δt_0 and S_1 ≤ (D − T_uplink)/Δt_1. Columns that are the same at both
    /// sites share their storage, and columns of the scenario that need no arithmetic are taken as they are.
    ///
    /// - Parameters:
    ///   - scenario: the service and its users.
    ///   - memory: what the process can have; nil for what it can have at this moment. A problem is made to be solved, so there
    ///     must be room for that as well.
    /// - Throws: ``ScenarioError`` if a product of the scenario's numbers exceeds every `Double`, or if there is no memory for
    ///   so many users.
    public init(_ scenario: Scenario, within memory: MemoryAllowance? = nil) throws {
        try scenario.expectMemory(for: .certified, within: memory)
        let local = scenario.localCurves()
        let edge = scenario.edgeCurves(sharing: local)
        do {
            try self.init(local: local, edge: edge, stepBudget: scenario.edge.stepBudget)
        } catch let error as ProblemError {
            let site = error.site.map { "\($0)" } ?? "edge"
            throw ScenarioError(
                field: "users, column \(error.column) of the \(site) curve", user: error.user,
                value: "\(error.value)", allowed: "\(error.allowed), so the entries that it multiplies are too large")
        }
    }
}

extension Scenario {
    /// R_{n,0} of all users.
    fileprivate func localCurves() -> CostCurves {
        CostCurves(
            constant: constants(floor: .errorFloor).values(count: count),
            stepCost: stepCosts(
                stepTime: .localStepTime, coefficient: self[.localPowerCoefficient], frequency: .localFrequency),
            errorWeight: errorWeights(start: .initialError, floor: .errorFloor),
            errorDecay: self[.errorDecay].values(count: count),
            utilityWeight: Array(repeating: weights.utility, count: count),
            utilityRate: self[.utilityRate].values(count: count),
            fewestSteps: self[.minimumSteps].values(count: count),
            mostSteps: limits(.localStepLimit, stepTime: .localStepTime, slack: users[.deadline]))
    }

    /// R_{n,1} of all users; what the edge has in common with the device is not stored twice.
    fileprivate func edgeCurves(sharing local: CostCurves) -> CostCurves {
        let hasFloors = users[.errorFloor] != nil || users[.edgeErrorFloor] != nil
        let hasUplink = users[.uplinkTime] != nil || users[.uplinkEnergy] != nil
        // D − T_uplink, what is left of the deadline once the request has been sent.
        let slack = users[.deadline].map { Column.combining($0, self[.uplinkTime], count: count) { $0 - $1 } }
        return CostCurves(
            constant: hasFloors || hasUplink ? edgeConstants().values(count: count) : local.constant,
            stepCost: stepCosts(
                stepTime: .edgeStepTime, coefficient: .uniform(edge.powerCoefficient), frequency: .edgeFrequency),
            errorWeight: hasFloors || users[.edgeInitialError] != nil
                ? errorWeights(start: .edgeInitialError, floor: .edgeErrorFloor) : local.errorWeight,
            errorDecay: users[.edgeErrorDecay]?.values(count: count) ?? local.errorDecay,
            utilityWeight: local.utilityWeight,
            utilityRate: users[.edgeUtilityRate]?.values(count: count) ?? local.utilityRate,
            fewestSteps: local.fewestSteps,
            mostSteps: limits(.edgeStepLimit, stepTime: .edgeStepTime, slack: slack))
    }

    /// −ω2 + ω1·c2·floor.
    private func constants(floor: UserField) -> Column {
        let factor = weights.cost * weights.error
        return Column.combining(self[floor], .uniform(weights.utility), count: count) { factor * $0 - $1 }
    }

    /// K_1, which adds the cost of the uplink.
    private func edgeConstants() -> Column {
        let (timeFactor, energyFactor) = (weights.cost * weights.time, weights.cost * weights.energy)
        let uplink = Column.combining(self[.uplinkTime], self[.uplinkEnergy], count: count) {
            timeFactor * $0 + energyFactor * $1
        }
        return Column.combining(constants(floor: .edgeErrorFloor), uplink, count: count) { $0 + $1 }
    }

    /// A_r.
    private func stepCosts(stepTime: UserField, coefficient: Column, frequency: UserField) -> [Double] {
        let weights = weights
        return Column.combining(self[stepTime], coefficient, self[frequency], count: count) {
            time, coefficient, frequency in
            let power = coefficient * (frequency * frequency * frequency)
            return weights.cost * (weights.time * time + weights.energy * power * time)
        }.values(count: count)
    }

    /// B_r.
    private func errorWeights(start: UserField, floor: UserField) -> [Double] {
        let factor = weights.cost * weights.error
        return Column.combining(self[start], self[floor], count: count) { factor * ($0 - $1) }.values(count: count)
    }

    /// S_r, lowered to what fits into the time left.
    ///
    /// Where no time is left at all the limit is −1, below every minimum of steps; where steps take no time the
    /// deadline does not matter.
    private func limits(_ limit: UserField, stepTime: UserField, slack: Column?) -> [Double] {
        guard let slack else { return self[limit].values(count: count) }
        return Column.combining(self[limit], self[stepTime], slack, count: count) { limit, stepTime, slack in
            guard slack >= 0 else { return -1 }
            guard stepTime > 0 else { return limit }
            return min(limit, slack / stepTime)
        }.values(count: count)
    }
}
