import OffloadModel

/// Scenarios on which the dual bound leaves a gap that splitting closes slowly, with optima that other programs have proven:
/// menus of fixed steps, published hard knapsacks, minimum steps beside steep curves, slow devices.
public enum HardInstances {
    /// What is known of a scenario's optimum.
    public struct Optimum: Decodable, Sendable {
        /// The scenario's name.
        public let name: String
        /// `continuous`, `integer`, or `both` where all steps are given as whole numbers.
        public let rule: String
        /// The optimal objective, from a plan evaluated in forty digits.
        public let objective: Double
        /// The methods that have proven it.
        public let provenBy: [String]

        /// The rules under which the objective is the optimum.
        public var rules: [StepRule] { StepRule.allCases.filter { rule == "both" || rule == $0.rawValue } }
    }

    /// The known optima.
    public static let optima: [Optimum] = ReferenceInstances.decode("optima", in: "Hard")

    /// P1 of a scenario.
    public static func problem(_ name: String) throws -> OffloadProblem { try ReferenceInstances.hardProblem(name) }
}
