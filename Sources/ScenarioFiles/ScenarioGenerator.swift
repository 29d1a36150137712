import OffloadModel

/// Makes random scenarios in the ranges of the paper's experiments; the same settings give the same bits everywhere.
///
/// A local step takes 1.6–2.5 ms at 1.2–1.8 GHz and 10⁻²⁶ W/Hz³, an edge step 1 ms at 10 GHz; ε is 0.8–1, C1 0.02–0.10,
/// C2 0.01–0.08, S_0 a whole number from 5 to 25 and S_1 from 30 to 100. The weights are c1 = c2 = ⅓, c3 = ⅓ per
/// kilojoule, ω1 = ω2 = ½. The budget is S_e = ⌊T·Σ d_n⌋, where d_n is the number of edge steps that user n would
/// take at no price, and T the tightness. The families of hard knapsacks have weights and profits instead.
public struct ScenarioGenerator: Sendable, Equatable {
    /// Which distribution.
    public let family: ScenarioFamily
    /// N.
    public let users: Int
    /// Where the random sequence starts.
    public let seed: UInt64
    /// T, the budget as a fraction of what all users would take at the edge if it cost nothing.
    public let tightness: Double
    /// How many types of users there are in the family `types`.
    public let typeCount: Int
    /// R, what bounds the weights and profits of the families of hard knapsacks.
    public let itemRange: Int

    /// The descriptions of the numbers.
    public enum Descriptions {
        /// N.
        public static let users = SettingDescription<Int>(
            "users", unit: "users", range: .from(1).to(Scenario.largestCount), defaultValue: 30,
            help: "the number of users")
        /// Where the random sequence starts.
        public static let seed = SettingDescription<UInt64>(
            "seed", range: .from(0), defaultValue: 1, help: "the seed of the random numbers")
        /// T; within these limits the budget is a finite number.
        public static let tightness = SettingDescription<Double>(
            "tightness", range: .from(0).to(1e100), defaultValue: 0.3,
            help: "the step budget as a share of what the users would take if edge steps were free")
        /// The types of users in the family `types`.
        public static let typeCount = SettingDescription<Int>(
            "typeCount", option: "types", range: .from(1).to(1_000_000), defaultValue: 3,
            help: "the number of kinds of users of the family types")
        /// R, the range of weights and profits in the families of hard knapsacks.
        public static let itemRange = SettingDescription<Int>(
            "itemRange", option: "range", range: .from(1).to(100_000), defaultValue: 1000,
            help: "the largest weight or profit that the families of knapsacks draw")
    }

    /// Checks and takes the settings.
    ///
    /// - Throws: `SettingError` that names the setting, the value and what is allowed.
    public init(
        family: ScenarioFamily, users: Int, seed: UInt64, tightness: Double = Descriptions.tightness.standard,
        typeCount: Int = Descriptions.typeCount.standard, itemRange: Int = Descriptions.itemRange.standard
    ) throws(SettingError) {
        try Descriptions.users.check(users)
        try Descriptions.seed.check(seed)
        try Descriptions.tightness.check(tightness)
        try Descriptions.typeCount.check(typeCount)
        try Descriptions.itemRange.check(itemRange)
        self.family = family
        self.users = users
        self.seed = seed
        self.tightness = tightness
        self.typeCount = typeCount
        self.itemRange = itemRange
    }

    /// What one user takes of memory: every column but those that are one number.
    private var bytesPerUser: Int {
        let columns =
            switch family {
            case .hetero, .types: DrawnColumns.fields.count
            case .twins: 0
            case .nearTwins: UserField.allCases.filter { $0.fallback == .required }.count
            default: Self.knapsackColumns
            }
        return columns * MemoryLayout<Double>.stride
    }

    /// The scenario.
    ///
    /// - Parameter memory: what the process can have; nil for what it can have at this moment.
    /// - Throws: ``ScenarioError`` if there is no memory for so many users.
    public func scenario(within memory: MemoryAllowance? = nil) throws -> Scenario {
        try MemoryAllowance.expect(
            users, ofSize: bytesPerUser, field: "users", piece: "one user of the family \(family.rawValue)",
            within: memory)
        var random = SplitMix64(seed: seed)
        var columns: UserColumns
        switch family {
        case .hetero:
            var drawn = DrawnColumns(capacity: users)
            for _ in 0..<users { drawn.append(DrawnUser(from: &random)) }
            columns = drawn.columns
        case .types:
            let types = (0..<typeCount).map { _ in DrawnUser(from: &random) }
            var drawn = DrawnColumns(capacity: users)
            for _ in 0..<users { drawn.append(types[random.whole(0, typeCount - 1)]) }
            columns = drawn.columns
        case .twins, .nearTwins:
            var drawn = DrawnColumns(capacity: 1)
            drawn.append(DrawnUser(from: &random))
            columns = drawn.columns
            for field in DrawnColumns.fields { columns[field] = columns[field].map { .uniform($0[0]) } }
        default: return try knapsack(random)
        }
        columns[.edgeStepTime] = .uniform(0.001)
        columns[.localPowerCoefficient] = .uniform(1e-26)
        columns[.edgeFrequency] = .uniform(1e10)
        if family == .nearTwins {
            for field in UserField.allCases where field.fallback == .required {
                let value = columns.effective(field)[0]
                columns[field] = .perUser((0..<users).map { _ in value * (1 + random.uniform(-1e-6, 1e-6)) })
            }
        }
        let unlimited = try Scenario(
            name: name, count: users, weights: Self.weights,
            edge: EdgeServer(stepBudget: 0, powerCoefficient: 1e-26), users: columns)
        return try unlimited.withStepBudget((tightness * unlimited.freeEdgeDemand()).rounded(.down))
    }

    /// The family, N, the tightness in percent and the seed.
    var name: String {
        "\(family.rawValue)-n\(users)-t\(Int(exactly: (100 * tightness).rounded()) ?? 0)-seed\(seed)"
    }

    /// The weights of all families.
    static let weights = CostWeights(time: 1.0 / 3, error: 1.0 / 3, energy: 1.0 / 3000, cost: 0.5, utility: 0.5)
}

/// The values that a user draws, in the order in which it draws them.
private struct DrawnUser {
    let localStepTime, localFrequency, initialError, errorDecay, utilityRate, localStepLimit, edgeStepLimit: Double

    init(from random: inout SplitMix64) {
        localStepTime = random.uniform(0.0016, 0.0025)
        localFrequency = random.uniform(1.2e9, 1.8e9)
        initialError = random.uniform(0.8, 1)
        errorDecay = random.uniform(0.02, 0.10)
        utilityRate = random.uniform(0.01, 0.08)
        localStepLimit = Double(random.whole(5, 25))
        edgeStepLimit = Double(random.whole(30, 100))
    }
}

private struct DrawnColumns {
    private var localStepTime, localFrequency, initialError, errorDecay, utilityRate: [Double]
    private var localStepLimit, edgeStepLimit: [Double]

    static let fields: [UserField] = [
        .localStepTime, .localFrequency, .initialError, .errorDecay, .utilityRate, .localStepLimit, .edgeStepLimit,
    ]

    init(capacity: Int) {
        var empty: [Double] = []
        empty.reserveCapacity(capacity)
        localStepTime = empty
        localFrequency = empty
        initialError = empty
        errorDecay = empty
        utilityRate = empty
        localStepLimit = empty
        edgeStepLimit = empty
    }

    mutating func append(_ user: DrawnUser) {
        localStepTime.append(user.localStepTime)
        localFrequency.append(user.localFrequency)
        initialError.append(user.initialError)
        errorDecay.append(user.errorDecay)
        utilityRate.append(user.utilityRate)
        localStepLimit.append(user.localStepLimit)
        edgeStepLimit.append(user.edgeStepLimit)
    }

    var columns: UserColumns {
        [
            .localStepTime: .perUser(localStepTime), .localFrequency: .perUser(localFrequency),
            .initialError: .perUser(initialError), .errorDecay: .perUser(errorDecay),
            .utilityRate: .perUser(utilityRate), .localStepLimit: .perUser(localStepLimit),
            .edgeStepLimit: .perUser(edgeStepLimit),
        ]
    }
}
