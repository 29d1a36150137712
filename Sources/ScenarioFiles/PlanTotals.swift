import OffloadModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a plan amounts to in physical units, summed over the users.
public struct PlanTotals: Sendable, Equatable {
    /// Seconds of generation, (3), and of uplink.
    public var time: Double
    /// The error left, (4).
    public var error: Double
    /// Joules of generation, (5) and (6), and of uplink.
    public var energy: Double
    /// The utility reached, (7).
    public var utility: Double

    /// Gathers the four sums.
    public init(time: Double, error: Double, energy: Double, utility: Double) {
        self.time = time
        self.error = error
        self.energy = energy
        self.utility = utility
    }

    /// Adds up a plan; each sum is formed in twice the working precision and rounded once.
    ///
    /// - Throws: `PlanViolation` if the plan has another number of users than the scenario.
    public init(of plan: Plan, in scenario: Scenario) throws(PlanViolation) {
        guard plan.count == scenario.count else {
            throw .wrongCount(found: plan.count, expected: scenario.count)
        }
        self.init(adding: plan, in: scenario)
    }

    /// Adds up a plan that is known to have the users of the scenario.
    package init(adding plan: Plan, in scenario: Scenario) {
        let local = SiteColumns(scenario, at: .local)
        let edge = SiteColumns(scenario, at: .edge)
        var time = PreciseSum()
        var error = PreciseSum()
        var energy = PreciseSum()
        var utility = PreciseSum()
        for user in 0..<plan.count {
            let cost = (plan.offloaded[user] ? edge : local).outcome(of: user, steps: plan.steps[user])
            time.add(cost.time)
            error.add(cost.error)
            energy.add(cost.energy)
            utility.add(cost.utility)
        }
        self.init(time: time.value, error: error.value, energy: energy.value, utility: utility.value)
    }
}

extension Scenario {
    /// What one user's generation amounts to at a site, in physical units.
    ///
    /// - Throws: `SettingError` if there is no such user.
    public func totals(of user: Int, at site: Site, steps: Double) throws(SettingError) -> PlanTotals {
        guard (0..<count).contains(user) else {
            throw SettingError(setting: "user", value: "\(user)", allowed: "a whole number from 0 to \(count - 1)")
        }
        return outcome(of: user, at: site, steps: steps)
    }

    /// ``totals(of:at:steps:)`` of a user that is known to be there.
    package func outcome(of user: Int, at site: Site, steps: Double) -> PlanTotals {
        SiteColumns(self, at: site).outcome(of: user, steps: steps)
    }
}

/// The physical quantities that matter at one site.
private struct SiteColumns {
    private let stepTime, coefficient, frequency: ColumnReader
    private let start, floor, errorDecay, utilityRate: ColumnReader
    private let fixedTime, fixedEnergy: ColumnReader

    init(_ scenario: Scenario, at site: Site) {
        func column(_ local: UserField, _ edge: UserField) -> ColumnReader {
            ColumnReader(scenario[site == .local ? local : edge])
        }
        stepTime = column(.localStepTime, .edgeStepTime)
        frequency = column(.localFrequency, .edgeFrequency)
        start = column(.initialError, .edgeInitialError)
        floor = column(.errorFloor, .edgeErrorFloor)
        errorDecay = column(.errorDecay, .edgeErrorDecay)
        utilityRate = column(.utilityRate, .edgeUtilityRate)
        switch site {
        case .local:
            coefficient = ColumnReader(scenario[.localPowerCoefficient])
            fixedTime = ColumnReader(.uniform(0))
            fixedEnergy = ColumnReader(.uniform(0))
        case .edge:
            coefficient = ColumnReader(.uniform(scenario.edge.powerCoefficient))
            fixedTime = ColumnReader(scenario[.uplinkTime])
            fixedEnergy = ColumnReader(scenario[.uplinkEnergy])
        }
    }

    func outcome(of user: Int, steps: Double) -> PlanTotals {
        let time = steps * stepTime[user]
        let frequency = frequency[user]
        let power = coefficient[user] * (frequency * frequency * frequency)
        let floor = floor[user]
        return PlanTotals(
            time: time + fixedTime[user],
            error: floor + (start[user] - floor) * exp(-errorDecay[user] * steps),
            energy: power * time + fixedEnergy[user],
            utility: -expm1(-utilityRate[user] * steps))
    }
}
