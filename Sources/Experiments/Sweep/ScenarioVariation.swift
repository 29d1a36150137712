import OffloadModel
import ScenarioFiles

/// The scenarios of a sweep: every combination of the axes' values, the last axis varying fastest, and for every seed
/// its own jitter of the users.
struct ScenarioVariation: Sendable {
    let scenario: Scenario
    let axes: [SweepAxis]
    let jitter: SweepJitter

    /// How many combinations there are.
    var pointCount: Int { axes.reduce(1) { $0 * $1.values.count } }

    /// The values of a point, one for each axis.
    func values(of point: Int) -> [Double] {
        var rest = point
        var values: [Double] = []
        for axis in axes.reversed() {
            values.append(axis.values[rest % axis.values.count])
            rest /= axis.values.count
        }
        return values.reversed()
    }

    /// The point in words, such as `edge.stepBudget = 100`.
    func name(of point: Int) -> String {
        zip(axes, values(of: point)).map { "\($0.name) = \(exact: $1)" }.joined(separator: ", ")
    }

    /// The scenario of a point, without jitter.
    ///
    /// - Throws: `SettingError` that names the point, the entry, the user, the value and what is allowed.
    func scenario(at point: Int) throws(SettingError) -> Scenario {
        var weights = scenario.weights
        var edge = scenario.edge
        var users = scenario.users
        for (axis, value) in zip(axes, values(of: point)) {
            func changed(_ old: Double) -> Double { axis.change == .scale ? old * value : value }
            switch axis.field {
            case .timeWeight: weights.time = changed(weights.time)
            case .errorWeight: weights.error = changed(weights.error)
            case .energyWeight: weights.energy = changed(weights.energy)
            case .costWeight: weights.cost = changed(weights.cost)
            case .utilityWeight: weights.utility = changed(weights.utility)
            case .stepBudget: edge.stepBudget = changed(edge.stepBudget)
            case .edgePowerCoefficient: edge.powerCoefficient = changed(edge.powerCoefficient)
            case .users(let field):
                users[field] = axis.change == .replace ? .uniform(value) : try scaled(field, of: users, by: value)
            }
        }
        do {
            return try Scenario(
                name: scenario.name, count: scenario.count, weights: weights, edge: edge, users: users)
        } catch {
            throw Self.refusal(error, at: name(of: point))
        }
    }

    /// The scenario of a point for a seed.
    func scenario(at point: Int, seed: UInt64) throws(SettingError) -> Scenario {
        let plain = try scenario(at: point)
        guard !jitter.isZero else { return plain }
        do {
            return try Scenario(
                name: plain.name, count: plain.count, weights: plain.weights, edge: plain.edge,
                users: jitter.applied(to: plain, seed: seed))
        } catch {
            throw Self.refusal(error, at: "\(name(of: point)), seed \(seed)")
        }
    }

    /// P1 of a point for a seed.
    func problem(of scenario: Scenario, at point: Int) throws(SettingError) -> OffloadProblem {
        do {
            return try OffloadProblem(scenario)
        } catch {
            throw Self.refusal(error, at: name(of: point))
        }
    }

    private func scaled(
        _ field: UserField, of users: UserColumns, by factor: Double
    ) throws(SettingError) -> Column {
        if users[field] == nil, case .value(let value) = field.fallback {
            throw SettingError(
                setting: "vary",
                value: "\(field.path)*, a factor of what the scenario leaves at its default, "
                    + (value.isFinite ? "\(exact: value)" : "none"),
                allowed: "\(field.path)=VALUES")
        }
        switch users.effective(field) {
        case .uniform(let value): return .uniform(value * factor)
        // No deadline stays none.
        case .perUser(let values): return .perUser(values.map { $0 == .infinity ? $0 : $0 * factor })
        }
    }

    private static func refusal(_ error: any Error, at point: String) -> SettingError {
        guard let error = error as? ScenarioError else {
            return SettingError(setting: "vary", value: "\(point): \(error)", allowed: "a valid scenario")
        }
        let user = error.user.map { " of user \($0)" } ?? ""
        return SettingError(
            setting: "vary", value: "\(point), where \(error.field)\(user) is \(error.value)", allowed: error.allowed)
    }
}
