import OffloadModel
import SuccessiveConvex
import VectorKernels

/// What a ``StartPointStudy`` runs.
public struct StartPointStudySettings: Sendable {
    /// The start points, each with every penalty.
    public var starts = StartChoice.allCases
    /// The penalties.
    public var penalties: [PenaltySchedule]
    /// How many random starts there are, ≥ 1, with the seeds 1, 2, and so on.
    public var seeds = 20
    /// Everything about the paper's method but start point, penalty and time limit.
    public var method = SuccessiveConvexSettings()
    /// The relative gap of the certified solve, 0 < gap < 1.
    public var relativeGap = 1e-9
    /// The threads of the certified solve, ≥ 1.
    public var threads = 1
    /// The vector kernels to use.
    public var kernels = Kernels()

    /// A study with τ = 0, 0.01, 1, the paper's 1e5, and one that doubles from 0.001 to 1.
    public init() {
        penalties = Self.standardPenalties
    }

    /// The penalties of a study that names none, as text.
    public static let standardPenaltyNames = ["0", "0.01", "1", "1e5", "0.001:2:1"]

    /// The penalties of a study that names none.
    public static let standardPenalties = standardPenaltyNames.compactMap { try? PenaltySchedule($0) }

    /// Checks every range.
    ///
    /// - Throws: `SettingError` that names the setting, the value and what is allowed.
    public func validate() throws(SettingError) {
        guard seeds >= 1, seeds <= 1_000_000 else {
            throw SettingError(setting: "seeds", value: "\(seeds)", allowed: "a whole number from 1 to 1000000")
        }
        guard !penalties.isEmpty else {
            throw SettingError(setting: "penalties", value: "an empty list", allowed: "at least one penalty")
        }
        guard !starts.isEmpty else {
            throw SettingError(setting: "starts", value: "an empty list", allowed: "at least one start point")
        }
        try method.validate()
    }
}
