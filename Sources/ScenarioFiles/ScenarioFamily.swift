/// A family of random scenarios.
public enum ScenarioFamily: String, Sendable, CaseIterable {
    /// Every user draws its own values.
    case hetero
    /// All users are identical.
    case twins
    /// A few types of users, in random order.
    case types
    /// Users whose values differ by one part in a million at most.
    case nearTwins = "near-twins"
}
