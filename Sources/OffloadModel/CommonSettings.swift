/// The settings that several solvers and commands have in common.
public enum CommonSettings {
    /// The relative gap (objective − bound) / max(|objective|, |bound|) at which a certified solve ends.
    public static let relativeGap = SettingDescription<Double>(
        "relativeGap", option: "gap", range: .above(0).below(1), defaultValue: 1e-9,
        help: "the relative gap between objective and proven bound to stop at")
    /// The seconds that a solve may take; nil, and only nil, says that there is no limit.
    public static let timeLimit = SettingDescription<Double>(
        "timeLimit", unit: "seconds", range: .above(0), help: "seconds for one solve")
    /// The most threads to use.
    public static let threads = SettingDescription<Int>(
        "threads", unit: "threads", range: .from(1), defaultValue: 1, help: "the most threads")
}
