/// Where a generation runs: r of the paper, 0 on the user's device and 1 on the edge server.
public enum Site: Int, Sendable, CaseIterable {
    /// The user's own device (a = 0).
    case local = 0
    /// The edge server, which draws on the shared step budget (a = 1).
    case edge = 1
}
