/// An edge image service and its users in physical units, checked on construction.
///
/// `OffloadProblem(scenario)` folds it into the dimensionless curves that the solvers work on.
public struct Scenario: Sendable, Equatable {
    /// A name for reports.
    public let name: String
    /// N, the number of users.
    public let count: Int
    /// c1, c2, c3, ω1, ω2.
    public let weights: CostWeights
    /// The edge server.
    public let edge: EdgeServer
    /// The quantities of the users.
    public let users: UserColumns

    /// The largest number of users accepted.
    public static let largestCount = 100_000_000

    /// Checks and takes the parts of a scenario.
    ///
    /// - Throws: ``ScenarioError`` that names the entry, the user, the value and what is allowed.
    public init(
        name: String, count: Int, weights: CostWeights, edge: EdgeServer, users: UserColumns
    ) throws {
        self.name = name
        self.count = count
        self.weights = weights
        // −0 is no other budget than 0, but would be shown as one.
        var edge = edge
        edge.stepBudget += 0
        self.edge = edge
        self.users = users
        try validate()
    }

    /// A quantity of every user as it holds, with its default where the scenario does not say.
    public subscript(field: UserField) -> Column { users.effective(field) }

    /// The same users under another budget of edge steps.
    ///
    /// - Throws: ``ScenarioError`` if the budget is negative or not finite.
    public func withStepBudget(_ stepBudget: Double) throws -> Scenario {
        var edge = edge
        edge.stepBudget = stepBudget
        return try Scenario(name: name, count: count, weights: weights, edge: edge, users: users)
    }
}
