import OffloadModel

/// A solve that a figure needs and that ended without what it needs.
public struct ReproductionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name of the scenario.
    public let scenario: String
    /// What it was solved by.
    public let method: String
    /// How the solve ended.
    public let status: SolveStatus

    /// Gathers the three parts.
    public init(scenario: String, method: String, status: SolveStatus) {
        self.scenario = scenario
        self.method = method
        self.status = status
    }

    /// The error in one sentence.
    public var description: String { "\(scenario), \(method): the solve ended with \(status.name)" }
}
