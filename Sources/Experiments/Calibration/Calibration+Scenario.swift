import OffloadModel
import ScenarioFiles

/// Which sites a calibration is for: the paper has one quality curve, but a phone may run a smaller model.
public enum CalibratedSites: String, Sendable, CaseIterable {
    /// Both sites have this curve.
    case both
    /// The device alone; the edge keeps the curve that it has.
    case local
    /// The edge alone.
    case edge
}

extension Calibration {
    /// The fitted curve in the units of a scenario, where an error is a number from 0 to 1.
    public struct ScenarioValues: Sendable, Equatable {
        /// C1 or C2 per step.
        public let rate: Double
        /// ε = (A + floor)/scale; nil for a utility.
        public let initialError: Double?
        /// floor/scale; nil for a utility.
        public let errorFloor: Double?
        /// What was measured where the model has an error of 1; nil for a utility.
        public let scale: Double?
    }

    /// The fitted curve in the units of a scenario.
    ///
    /// An error is divided by `scale`, what was measured where the model has an error of 1; if that is not given, by the
    /// curve's value before the first step, so that ε = 1. A utility needs no scale: (U − U(0))/(U∞ − U(0)) = 1 − e^(−C2·s)
    /// is the paper's (7), whatever U∞ and A are; measured utility is A times that of the model, plus U(0).
    ///
    /// - Throws: `SettingError` for a scale that is below the curve's value before the first step, for then errors would
    ///   exceed 1, or that is given for a utility, and for a floor below 0; ``TableError`` if the curve before the first
    ///   step exceeds every `Double`.
    public func scenarioValues(scale: Double? = nil) throws -> ScenarioValues {
        guard quantity == .error else {
            if let scale {
                throw SettingError(setting: "scale", value: "\(exact: scale)", allowed: "none for a utility")
            }
            return ScenarioValues(rate: fit.rate.value, initialError: nil, errorFloor: nil, scale: nil)
        }
        let floor = fit.limit.value
        guard floor >= 0 else {
            throw SettingError(
                setting: "floor", value: "free with a floor of \(exact: floor)",
                allowed: "at-least-zero or zero, for a scenario has no negative error")
        }
        guard let initial = fit.initialValue?.value, initial.isFinite else {
            throw TableError(
                column: points.name, value: "a curve that exceeds every number before the first step",
                allowed: "one that does not")
        }
        let scale = scale ?? initial
        guard scale >= initial, scale.isFinite else {
            throw SettingError(
                setting: "scale", value: "\(exact: scale)",
                allowed:
                    "a number from \(exact: initial), the fitted error before the first step, so that errors are at most 1"
            )
        }
        return ScenarioValues(
            rate: fit.rate.value, initialError: initial / scale, errorFloor: floor / scale, scale: scale)
    }

    /// A scenario with this curve for all users: `errorDecay`, `initialError` and `errorFloor` of an error, `utilityRate`
    /// of a utility, and what belongs to the edge where the sites differ. Everything else stays.
    ///
    /// - Throws: what ``scenarioValues(scale:)`` does; `ScenarioError` does not occur for a valid scenario.
    public func applied(
        to scenario: Scenario, sites: CalibratedSites = .both, scale: Double? = nil
    ) throws -> Scenario {
        let values = try scenarioValues(scale: scale)
        var users = scenario.users
        if sites == .local {
            // What the edge took over from the device it now has to say itself.
            let pairs: [(UserField, UserField)] =
                quantity == .error
                ? [(.edgeErrorDecay, .errorDecay), (.edgeInitialError, .initialError)]
                : [(.edgeUtilityRate, .utilityRate)]
            for (edge, local) in pairs where users[edge] == nil { users[edge] = users[local] }
        }
        func set(_ local: UserField, _ edge: UserField, to value: Double) {
            if sites != .edge { users[local] = .uniform(value) }
            switch sites {
            case .both: users[edge] = edge.fallback == .field(local) ? nil : .uniform(value)
            case .edge: users[edge] = .uniform(value)
            case .local: break
            }
        }
        if quantity == .error {
            set(.errorDecay, .edgeErrorDecay, to: values.rate)
            set(.initialError, .edgeInitialError, to: values.initialError ?? 1)
            set(.errorFloor, .edgeErrorFloor, to: values.errorFloor ?? 0)
        } else {
            set(.utilityRate, .edgeUtilityRate, to: values.rate)
        }
        return try Scenario(
            name: scenario.name, count: scenario.count, weights: scenario.weights, edge: scenario.edge, users: users)
    }
}
