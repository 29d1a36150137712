import OffloadModel
import ScenarioFiles

/// An entry of a scenario that a sweep may vary, by its path in the file.
public enum SweepField: Sendable, Hashable, CaseIterable {
    /// c1, `weights.time`.
    case timeWeight
    /// c2, `weights.error`.
    case errorWeight
    /// c3, `weights.energy`.
    case energyWeight
    /// ω1, `weights.cost`.
    case costWeight
    /// ω2, `weights.utility`.
    case utilityWeight
    /// S_e, `edge.stepBudget`.
    case stepBudget
    /// k_e, `edge.powerCoefficient`.
    case edgePowerCoefficient
    /// A quantity of the users.
    case users(UserField)

    /// All entries: the numbers of the scenario first, then the users' columns.
    public static let allCases: [SweepField] =
        [
            .timeWeight, .errorWeight, .energyWeight, .costWeight, .utilityWeight, .stepBudget, .edgePowerCoefficient,
        ] + UserField.allCases.map { .users($0) }

    /// The path of keys in a scenario file.
    public var path: String {
        switch self {
        case .timeWeight: "weights.time"
        case .errorWeight: "weights.error"
        case .energyWeight: "weights.energy"
        case .costWeight: "weights.cost"
        case .utilityWeight: "weights.utility"
        case .stepBudget: "edge.stepBudget"
        case .edgePowerCoefficient: "edge.powerCoefficient"
        case .users(let field): field.path
        }
    }

    /// The entry of that path.
    ///
    /// - Throws: `SettingError` that lists the paths there are.
    public init(path: String) throws(SettingError) {
        guard let field = Self.allCases.first(where: { $0.path == path }) else {
            throw SettingError(
                setting: "vary", value: "'\(path)'", allowed: Self.allCases.map(\.path).joined(separator: ", "))
        }
        self = field
    }

    /// What an axis of a figure says.
    public var label: String {
        switch self {
        case .timeWeight: "Weight of time c₁ (1/s)"
        case .errorWeight: "Weight of error c₂"
        case .energyWeight: "Weight of energy c₃ (1/J)"
        case .costWeight: "Weight of cost ω₁"
        case .utilityWeight: "Weight of utility ω₂"
        case .stepBudget: "Edge step budget (steps)"
        case .edgePowerCoefficient: "Edge power coefficient (W/Hz³)"
        case .users(let field): Self.label(of: field)
        }
    }

    private static func label(of field: UserField) -> String {
        switch field {
        case .localStepTime: "Local time per step (s)"
        case .edgeStepTime: "Edge time per step (s)"
        case .localPowerCoefficient: "Local power coefficient (W/Hz³)"
        case .localFrequency: "Local frequency (Hz)"
        case .edgeFrequency: "Edge frequency (Hz)"
        case .initialError: "Initial error"
        case .errorDecay: "Error decay (1/step)"
        case .utilityRate: "Utility rate (1/step)"
        case .localStepLimit: "Local step limit (steps)"
        case .edgeStepLimit: "Edge step limit (steps)"
        case .minimumSteps: "Minimum of steps (steps)"
        case .deadline: "Deadline (s)"
        case .uplinkTime: "Uplink time (s)"
        case .uplinkEnergy: "Uplink energy (J)"
        case .errorFloor: "Local error floor"
        case .edgeErrorFloor: "Edge error floor"
        case .edgeInitialError: "Initial error at the edge"
        case .edgeErrorDecay: "Error decay at the edge (1/step)"
        case .edgeUtilityRate: "Utility rate at the edge (1/step)"
        }
    }
}
