import OffloadModel
import SuccessiveConvex
import VectorKernels

/// What a ``StartPointStudy`` runs.
public struct StartPointStudySettings: DescribedSettings {
    /// The start points, each with every penalty.
    public var starts = StartChoice.allCases
    /// The penalties.
    public var penalties: [PenaltySchedule]
    /// How many random starts there are, ≥ 1, with the seeds 1, 2, and so on.
    public var seeds = Descriptions.seeds.standard
    /// Everything about the paper's method but start point, penalty and time limit.
    public var method = SuccessiveConvexSettings()
    /// The relative gap of the certified solve, 0 < gap < 1.
    public var relativeGap = CommonSettings.relativeGap.standard
    /// The threads of the certified solve, ≥ 1.
    public var threads = CommonSettings.threads.standard
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

    /// The descriptions of the numbers that only a study has.
    public enum Descriptions {
        /// How many random starts there are.
        public static let seeds = SettingDescription<Int>(
            "seeds", range: .from(1).to(1_000_000), defaultValue: 20, help: "how many random starts there are")
    }

    /// The numbers of the study itself; those of the paper's method are described with it.
    public static let numbers: [DescribedNumber<Self>] = [
        .init(\.seeds, Descriptions.seeds), .init(\.relativeGap, CommonSettings.relativeGap),
        .init(\.threads, CommonSettings.threads),
    ]

    /// Checks every range.
    ///
    /// - Throws: `SettingError` that names the setting, the value and what is allowed.
    public func validate() throws(SettingError) {
        try checkNumbers()
        guard !penalties.isEmpty else {
            throw SettingError(setting: "penalties", value: "an empty list", allowed: "at least one penalty")
        }
        guard !starts.isEmpty else {
            throw SettingError(setting: "starts", value: "an empty list", allowed: "at least one start point")
        }
        try method.validate()
    }
}
