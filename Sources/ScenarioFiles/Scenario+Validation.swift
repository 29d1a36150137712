extension Scenario {
    func validate() throws {
        guard (1...Self.largestCount).contains(count) else {
            throw ScenarioError(
                field: "count", value: "\(count)", allowed: "a whole number from 1 to \(Self.largestCount)")
        }
        let numbers = [
            ("weights.time", weights.time), ("weights.error", weights.error), ("weights.energy", weights.energy),
            ("weights.cost", weights.cost), ("weights.utility", weights.utility),
            ("edge.stepBudget", edge.stepBudget), ("edge.powerCoefficient", edge.powerCoefficient),
        ]
        for (field, value) in numbers {
            guard value >= 0, value.isFinite else {
                throw ScenarioError(field: field, value: "\(exact: value)", allowed: "a finite number ≥ 0")
            }
        }
        for field in UserField.allCases {
            if let column = users[field] {
                try validate(column, of: field)
            } else if field.fallback == .required {
                throw ScenarioError.missing(field.path, allowed: field.allowedColumn)
            }
        }
        try validateFloor(.errorFloor, below: .initialError)
        try validateFloor(.edgeErrorFloor, below: .edgeInitialError)
    }

    private func validate(_ column: Column, of field: UserField) throws {
        if case .perUser(let values) = column, values.count != count {
            throw ScenarioError(
                field: field.path, value: "an array of \(values.count)",
                allowed: "a number or an array of \(count), one for each user")
        }
        let largest = field.largest
        let values = column.entries
        // One branch-free sweep decides; the search for the culprit runs only when there is one.
        var isValid = true
        for value in values { isValid = isValid && value >= 0 && value <= largest }
        guard !isValid, let user = values.firstIndex(where: { !($0 >= 0 && $0 <= largest) }) else { return }
        throw ScenarioError(
            field: field.path, user: column.isUniform ? nil : user, value: "\(exact: values[user])",
            allowed: field.allowed)
    }

    /// A floor of the error must not exceed the error at the start, or steps would make images worse.
    private func validateFloor(_ floor: UserField, below start: UserField) throws {
        guard users[floor] != nil else { return }
        let floors = ColumnReader(self[floor])
        let starts = ColumnReader(self[start])
        let isUniform = self[floor].isUniform && self[start].isUniform
        guard let user = (0..<(isUniform ? 1 : count)).first(where: { !(floors[$0] <= starts[$0]) }) else { return }
        throw ScenarioError(
            field: floor.path, user: isUniform ? nil : user, value: "\(exact: floors[user])",
            allowed: "a finite number ≥ 0 and at most the initial error, here \(exact: starts[user])")
    }
}
