import OffloadModel

extension OffloadProblem {
    /// Folds a scenario's physical quantities, (3)–(7), into one cost curve per user and site:
    ///
    ///     A_r = ω1·(c1·Δt_r + c3·P_r·Δt_r),  P_0 = k_n·f_n³,  P_1 = k_e·g_n³
    ///     B_r = ω1·c2·(ε_r − floor_r),  p_r = C1_r,  D = ω2,  q_r = C2_r
    ///     K_0 = −ω2 + ω1·c2·floor_0,  K_1 = −ω2 + ω1·(c2·floor_1 + c1·T_uplink + c3·E_uplink)
    ///
    /// A user whose utility never comes, q = 0, has neither −ω2 in K nor D: the two cancel exactly, however large ω2 is. One
    /// whose error does not decay, p = 0, has ω1·c2·ε in K in place of ω1·c2·floor, and no B.
    ///
    /// Deadlines lower the limits to S_0 ≤ D/Δt_0 and S_1 ≤ (D − T_uplink)/Δt_1, quotients of decimal numbers, see
    /// `TimeForSteps`. Columns that are the same at both
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
            try self.init(
                local: local, edge: edge, stepBudget: scenario.stepBudget(local: local, edge: edge))
        } catch let error as ProblemError {
            let site = error.site.map { "\($0)" } ?? "edge"
            throw ScenarioError(
                field: "users, column \(error.column) of the \(site) curve", user: error.user,
                value: "\(exact: error.value)",
                allowed: "\(error.allowed), so the entries that it multiplies are too large")
        }
    }
}

extension Scenario {
    /// R_{n,0} of all users.
    fileprivate func localCurves() -> CostCurves {
        CostCurves(
            constant: constants(of: .local).values(count: count),
            stepCost: stepCosts(
                stepTime: .localStepTime, coefficient: self[.localPowerCoefficient], frequency: .localFrequency),
            errorWeight: errorWeights(of: .local),
            errorDecay: self[.errorDecay].values(count: count),
            utilityWeight: utilityWeights(of: .local).values(count: count),
            utilityRate: self[.utilityRate].values(count: count),
            fewestSteps: self[.minimumSteps].values(count: count),
            mostSteps: limits(at: .local))
    }

    /// R_{n,1} of all users; what the edge has in common with the device is not stored twice.
    fileprivate func edgeCurves(sharing local: CostCurves) -> CostCurves {
        let hasFloors = users[.errorFloor] != nil || users[.edgeErrorFloor] != nil
        let hasUplink = users[.uplinkTime] != nil || users[.uplinkEnergy] != nil
        let hasOtherError = hasFloors || users[.edgeInitialError] != nil
        // Where a rate is 0 at one site only, the terms fold differently.
        let foldsOtherwise =
            Site.allCases.contains { QualityFields($0).hasZeroRate(in: self) }
            && (hasOtherError || users[.edgeErrorDecay] != nil || users[.edgeUtilityRate] != nil)
        return CostCurves(
            constant: hasFloors || hasUplink || foldsOtherwise
                ? edgeConstants().values(count: count) : local.constant,
            stepCost: stepCosts(
                stepTime: .edgeStepTime, coefficient: .uniform(edge.powerCoefficient), frequency: .edgeFrequency),
            errorWeight: hasOtherError || foldsOtherwise ? errorWeights(of: .edge) : local.errorWeight,
            errorDecay: users[.edgeErrorDecay]?.values(count: count) ?? local.errorDecay,
            utilityWeight: foldsOtherwise ? utilityWeights(of: .edge).values(count: count) : local.utilityWeight,
            utilityRate: users[.edgeUtilityRate]?.values(count: count) ?? local.utilityRate,
            fewestSteps: local.fewestSteps,
            mostSteps: limits(at: .edge))
    }

    /// −D + ω1·c2·floor, or ω1·c2·ε where the error does not decay.
    private func constants(of site: Site) -> Column {
        let factor = weights.cost * weights.error
        let fields = QualityFields(site)
        var lasting = self[fields.floor]
        if self[fields.errorDecay].hasZero {
            lasting = Column.combining(self[fields.errorDecay], self[fields.start], lasting, count: count) {
                $0 == 0 ? $1 : $2
            }
        }
        return Column.combining(lasting, utilityWeights(of: site), count: count) { factor * $0 - $1 }
    }

    /// D: ω2, or 0 where the utility never comes.
    private func utilityWeights(of site: Site) -> Column {
        let rates = self[QualityFields(site).utilityRate]
        guard rates.hasZero else { return .uniform(weights.utility) }
        return Column.combining(rates, .uniform(weights.utility), count: count) { $0 == 0 ? 0 : $1 }
    }

    /// K_1, which adds the cost of the uplink.
    private func edgeConstants() -> Column {
        let (timeFactor, energyFactor) = (weights.cost * weights.time, weights.cost * weights.energy)
        let uplink = Column.combining(self[.uplinkTime], self[.uplinkEnergy], count: count) {
            timeFactor * $0 + energyFactor * $1
        }
        return Column.combining(constants(of: .edge), uplink, count: count) { $0 + $1 }
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

    /// B_r: ω1·c2·(ε − floor), or 0 where the error does not decay.
    private func errorWeights(of site: Site) -> [Double] {
        let factor = weights.cost * weights.error
        let fields = QualityFields(site)
        let decaying = Column.combining(self[fields.start], self[fields.floor], count: count) { factor * ($0 - $1) }
        guard self[fields.errorDecay].hasZero else { return decaying.values(count: count) }
        return Column.combining(self[fields.errorDecay], decaying, count: count) { $0 == 0 ? 0 : $1 }
            .values(count: count)
    }

    /// S_r, lowered to what fits into the time that deadlines leave.
    private func limits(at site: Site) -> [Double] {
        guard users[.deadline] != nil else {
            return self[site == .local ? .localStepLimit : .edgeStepLimit].values(count: count)
        }
        return StepLimits(self, at: site).column(count: count).values(count: count)
    }
}

/// The entries that the quality of images at one site comes from.
private struct QualityFields {
    let start, floor, errorDecay, utilityRate: UserField

    init(_ site: Site) {
        switch site {
        case .local: (start, floor, errorDecay, utilityRate) = (.initialError, .errorFloor, .errorDecay, .utilityRate)
        case .edge:
            (start, floor, errorDecay, utilityRate) = (
                .edgeInitialError, .edgeErrorFloor, .edgeErrorDecay, .edgeUtilityRate
            )
        }
    }

    /// True if some user's error does not decay or utility does not come.
    func hasZeroRate(in scenario: Scenario) -> Bool { scenario[errorDecay].hasZero || scenario[utilityRate].hasZero }
}
