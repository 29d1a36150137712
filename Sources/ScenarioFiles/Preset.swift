/// A ready-made scenario with its sources; the files in `Examples` are these.
public enum Preset: String, Sendable, CaseIterable {
    /// A small scenario in the paper's manner, to begin with.
    case example
    /// The paper's constants with equal weights on seconds and joules: nobody offloads.
    case paperLiteral = "paper-literal"
    /// The paper's constants with energy weighted per kilojoule.
    case paper
    /// Stable Diffusion 2.1 on a phone, Stable Diffusion 3.5 Medium on an H100.
    case phoneH100 = "phone-h100"
    /// Stable Diffusion XL on a phone and on an A100.
    case phoneA100 = "phone-a100"
    /// Distilled models of a few steps.
    case fewStep = "few-step"

    /// Where the numbers come from.
    public var source: String {
        switch self {
        case .example, .paper, .paperLiteral:
            "arXiv 2312.06203, section IV: step times of 1/500 s and 1/1000 s, k = 10⁻²⁶, 1.5 GHz and 10 GHz, "
                + "an initial error of 1, N = 30."
        case .phoneH100:
            "iPhone 14 Pro Max, SD 2.1 at 512², 372 ms a step (apple/ml-stable-diffusion); "
                + "H100, SD 3.5 Medium, 126 ms and 56.5 J a step (ML.ENERGY leaderboard)."
        case .phoneA100:
            "iPhone 15 Pro Max, SDXL at 768², 1176 ms a step (apple/ml-stable-diffusion); "
                + "A100, SDXL at 1024², 91 ms a step (stable-diffusion-xl-1.0-tensorrt model card)."
        case .fewStep:
            "iPhone 15 Pro Max, SDXL at 768², 1176 ms a step (apple/ml-stable-diffusion); "
                + "fits of exponentials to FID against steps for DPM++(3M) and UniPC-3 (zju-pi/diff-sampler)."
        }
    }

    /// What no source says and had to be assumed.
    public var assumptions: String {
        switch self {
        case .example, .paper:
            "c3 is per kilojoule; C1 0.02–0.10, C2 0.01–0.08, S_0 5–25, S_1 30–100 and S_e are chosen, for the paper "
                + "does not print them; local step times and powers vary by ±30 %."
        case .paperLiteral:
            "Equal weights of seconds, error and joules, C1 0.05, C2 0.04, S_0 15, S_1 60 and S_e 600 are chosen, for "
                + "the paper does not print them."
        case .phoneH100:
            "1.9 J a local step (about 5 W), C1 0.12–0.4, C2 0.05–0.15, the step limits 20 and 28 and the local error "
                + "floor 0.1 are assumed; S_e is one GPU for 60 s; local step times and powers vary by ±30 %."
        case .phoneA100:
            "6 J a local and 36.6 J an edge step (about 5 W and 400 W), C1 0.12–0.4, C2 0.05–0.15, the step limits 20 "
                + "and 30 and the local error floor 0.1 are assumed; S_e is one GPU for about 60 s; local step times "
                + "and powers vary by ±30 %."
        case .fewStep:
            "6 J a local, 48 ms and 19 J an edge step, a fixed 0.228 s for every request at the edge, C2 0.2–0.5, "
                + "eight steps at most, the local error floor 0.05 and S_e 120 are assumed; C1 0.55–0.87 is taken "
                + "from the fits; local step times and powers vary by ±30 %."
        }
    }

    /// The scenario; the same bits on every machine.
    ///
    /// - Throws: Nothing, for the numbers are fixed.
    public func scenario() throws -> Scenario {
        switch self {
        case .example: try paperLike(stepBudget: 500, users: PresetRandom.users, seed: 1)
        case .paper: try Self.paperPopulation(users: PresetRandom.users, seed: Self.paperSeed)
        case .paperLiteral:
            try Scenario(
                name: rawValue, count: 30,
                weights: CostWeights(time: 1.0 / 3, error: 1.0 / 3, energy: 1.0 / 3, cost: 0.5, utility: 0.5),
                edge: EdgeServer(stepBudget: 600, powerCoefficient: 1e-26),
                users: [
                    .localStepTime: .uniform(0.002), .edgeStepTime: .uniform(0.001),
                    .localPowerCoefficient: .uniform(1e-26), .localFrequency: .uniform(1.5e9),
                    .edgeFrequency: .uniform(1e10), .initialError: .uniform(1), .errorDecay: .uniform(0.05),
                    .utilityRate: .uniform(0.04), .localStepLimit: .uniform(15), .edgeStepLimit: .uniform(60),
                ])
        case .phoneH100:
            try Hardware(
                localStepTime: 0.372, edgeStepTime: 0.126, localEnergy: 1.9, edgeEnergy: 56.5, localLimit: 20,
                edgeLimit: 28, errorDecay: (0.12, 0.4), utilityRate: (0.05, 0.15), localFloor: 0.1, uplinkTime: nil,
                stepBudget: 476
            ).scenario(name: rawValue, seed: 3)
        case .phoneA100:
            try Hardware(
                localStepTime: 1.176, edgeStepTime: 0.091, localEnergy: 6, edgeEnergy: 36.6, localLimit: 20,
                edgeLimit: 30, errorDecay: (0.12, 0.4), utilityRate: (0.05, 0.15), localFloor: 0.1, uplinkTime: nil,
                stepBudget: 656
            ).scenario(name: rawValue, seed: 4)
        case .fewStep:
            try Hardware(
                localStepTime: 1.176, edgeStepTime: 0.048, localEnergy: 6, edgeEnergy: 19, localLimit: 8,
                edgeLimit: 8, errorDecay: (0.55, 0.87), utilityRate: (0.2, 0.5), localFloor: 0.05, uplinkTime: 0.228,
                stepBudget: 120
            ).scenario(name: rawValue, seed: 5)
        }
    }

    /// The seed of the preset `paper`.
    public static let paperSeed: UInt64 = 2

    /// Users drawn like those of the preset `paper`, with 20 edge steps for each in the budget; 30 users of the seed
    /// ``paperSeed`` are that preset.
    ///
    /// - Throws: ``ScenarioError`` for fewer users than one.
    public static func paperPopulation(users: Int, seed: UInt64) throws -> Scenario {
        try Preset.paper.paperLike(stepBudget: 20 * Double(users), users: users, seed: seed)
    }

    private func paperLike(stepBudget: Double, users: Int, seed: UInt64) throws -> Scenario {
        var random = PresetRandom(users: users, seed: seed)
        return try Scenario(
            name: rawValue, count: users, weights: ScenarioGenerator.weights,
            edge: EdgeServer(stepBudget: stepBudget, powerCoefficient: 1e-26),
            users: [
                .localStepTime: random.around(0.002, unitsPerOne: 1e5),
                .edgeStepTime: .uniform(0.001),
                .localPowerCoefficient: .uniform(1e-26),
                .localFrequency: random.frequency(1.5e9),
                .edgeFrequency: .uniform(1e10),
                .initialError: .uniform(1),
                .errorDecay: random.between(0.02, 0.10, unitsPerOne: 1e3),
                .utilityRate: random.between(0.01, 0.08, unitsPerOne: 1e3),
                .localStepLimit: random.between(5, 25, unitsPerOne: 1),
                .edgeStepLimit: random.between(30, 100, unitsPerOne: 1),
            ])
    }
}
