import Stepwell

/// What is lost where a plan goes to a place that nobody named.
///
/// The default name is that of the scenario without its folder, so two scenarios can have one.
enum ReplacedPlan {
    /// Plans beyond this size are not read again to be compared.
    private static let largestSize = 1 << 26

    /// What to say about a file that a plan will replace, nil if none is there or it is the same plan.
    static func warning(at path: String, by plan: PlanDocument) -> String? {
        guard FileIdentity(path: path)?.isRegular == true,
            let bytes = try? InputFile.bytes(path: path, limit: largestSize), !bytes.isEmpty
        else { return nil }
        if let old = try? PlanDocument(json: bytes), old.isSamePlan(as: plan) { return nil }
        return "\(path) held something else, which this plan replaces; --output names another place"
    }
}

extension PlanDocument {
    /// True if the same was asked and the same is claimed; the statistics may differ.
    fileprivate func isSamePlan(as other: PlanDocument) -> Bool {
        status == other.status && method == other.method && stepRule == other.stepRule && askedGap == other.askedGap
            && outcome == other.outcome && lowerBound == other.lowerBound && infeasibility == other.infeasibility
    }
}
