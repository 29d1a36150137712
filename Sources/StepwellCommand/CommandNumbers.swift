import Stepwell

/// The numeric settings that only the command has, or that have another default here than in the library.
enum CommandNumbers {
    /// The most threads: a command uses two.
    static let threads = CommonSettings.threads.with(defaultValue: 2)
    /// The seed of what is random.
    static let seed = ScenarioGenerator.Descriptions.seed

    // MARK: solve

    static let startPrice = SettingDescription<Double>(
        "startPrice", range: .from(0),
        help: "a price of an edge step to start from, for instance that of a similar scenario")

    // MARK: explain

    static let user = SettingDescription<Int>("user", range: .from(0), help: "the user, counted from 0")
    static let explanationNodes = CertifiedSolverSettings.Descriptions.nodeLimit.with(defaultValue: 1000)

    // MARK: calibrate

    static let from = SettingDescription<Double>(
        "from", unit: "steps", range: .from(0), help: "leave out points of fewer steps")
    static let to = SettingDescription<Double>(
        "to", unit: "steps", range: .from(0), help: "leave out points of more steps")
    static let scale = SettingDescription<Double>(
        "scale", range: .from(0), help: "what was measured where the scenario has an error of 1")

    // MARK: profile

    static let problems = SettingDescription<Int>(
        "problems", unit: "problems", range: .from(1), defaultValue: 10_000,
        help: "how many problems a batch has: generated from as many seeds, or the scenario again and again")
    static let repetitions = SettingDescription<Int>(
        "repetitions", range: .from(1), defaultValue: 3, help: "how often to repeat; the fastest run counts")

    // MARK: crosscheck

    static let usersLimit = SettingDescription<Int>(
        "usersLimit", unit: "users", range: .from(1),
        help: "compare the first users only, with their share of the budget")
    static let comparedPenalty = SuccessiveConvexSettings.Descriptions.penalty
    static let limitFactor = SettingDescription<Double>(
        "limitFactor", range: .from(1e-6).to(1e6), defaultValue: 1,
        help: "multiply every limit of a difference by this number")
    static let iterations = SettingDescription<Int>(
        "iterations", range: .from(1), defaultValue: 5,
        help: "the most P2 to compare, each expanded around the solution of the last one")
}
