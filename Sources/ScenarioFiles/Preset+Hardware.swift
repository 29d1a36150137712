import OffloadModel

/// Columns of the presets: random, and rounded so that the files are easy to read.
struct PresetRandom {
    /// N of the presets, the paper's.
    static let users = 30

    private let count: Int
    private var random: SplitMix64

    init(users: Int = Self.users, seed: UInt64) {
        // A number of users that no scenario has is refused by the scenario; nothing is drawn for it.
        count = (1...Scenario.largestCount).contains(users) ? users : 0
        random = SplitMix64(seed: seed)
    }

    /// Values in a range, rounded to multiples of 1/`unitsPerOne`.
    mutating func between(_ low: Double, _ high: Double, unitsPerOne: Double) -> Column {
        .perUser((0..<count).map { _ in (random.uniform(low, high) * unitsPerOne).rounded() / unitsPerOne })
    }

    /// Values within ±30 % of a number.
    mutating func around(_ centre: Double, unitsPerOne: Double) -> Column {
        between(0.7 * centre, 1.3 * centre, unitsPerOne: unitsPerOne)
    }

    /// Frequencies whose cubes, and so powers, lie within ±30 % of the centre's; whole megahertz.
    mutating func frequency(_ centre: Double) -> Column {
        .perUser((0..<count).map { _ in (random.uniform(0.888, 1.091) * centre / 1e6).rounded() * 1e6 })
    }
}

/// What is known of a phone and a server that run image models.
struct Hardware {
    let localStepTime, edgeStepTime: Double
    /// Joules per step.
    let localEnergy, edgeEnergy: Double
    let localLimit, edgeLimit: Double
    let errorDecay, utilityRate: (low: Double, high: Double)
    let localFloor: Double
    let uplinkTime: Double?
    let stepBudget: Double

    /// The scenario, with times in units of a full local generation and energies in units of the costlier full
    /// generation: both are folded into c1 and c3. Frequencies are a nominal 1 GHz, so that the coefficients k
    /// alone carry the powers.
    func scenario(name: String, seed: UInt64) throws -> Scenario {
        var random = PresetRandom(seed: seed)
        let fullTime = localLimit * localStepTime
        let fullEnergy = max(localLimit * localEnergy, edgeLimit * edgeEnergy)
        var users: UserColumns = [
            .localStepTime: random.around(localStepTime, unitsPerOne: 1e3),
            .edgeStepTime: .uniform(edgeStepTime),
            .localPowerCoefficient: .uniform(Self.coefficient(localEnergy / localStepTime)),
            .localFrequency: random.frequency(1e9),
            .edgeFrequency: .uniform(1e9),
            .initialError: .uniform(1),
            .errorDecay: random.between(errorDecay.low, errorDecay.high, unitsPerOne: 1e3),
            .utilityRate: random.between(utilityRate.low, utilityRate.high, unitsPerOne: 1e3),
            .localStepLimit: .uniform(localLimit),
            .edgeStepLimit: .uniform(edgeLimit),
            .errorFloor: .uniform(localFloor),
        ]
        users[.uplinkTime] = uplinkTime.map { .uniform($0) }
        return try Scenario(
            name: name, count: PresetRandom.users,
            weights: CostWeights(
                time: (1e4 / 3 / fullTime).rounded() / 1e4, error: 1.0 / 3,
                energy: (1e7 / 3 / fullEnergy).rounded() / 1e7, cost: 0.5, utility: 0.5),
            edge: EdgeServer(stepBudget: stepBudget, powerCoefficient: Self.coefficient(edgeEnergy / edgeStepTime)),
            users: users)
    }

    /// k in W/Hz³ that gives a power at 1 GHz, to a tenth of a watt. Read as a decimal, because no division by 10²⁸
    /// gives the nearest number.
    private static func coefficient(_ power: Double) -> Double {
        Double("\(Int((power * 10).rounded()))e-28") ?? .nan
    }
}
