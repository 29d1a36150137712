import OffloadModel
import ScenarioFiles

/// One number that shapes a user's curves, and the curves for other values of it.
package struct UserQuality {
    let quantity: SwitchQuantity
    /// The number in the scenario.
    let present: Double
    /// The values that are tried.
    let range: ClosedRange<Double>
    private let curves: UserCurves
    /// ω1·c2.
    private let errorFactor: Double
    /// The error that stays.
    private let floor: Double
    /// B as the scenario has it, also where the error does not decay.
    private let decaying: Double

    init(_ quantity: SwitchQuantity, of user: Int, in scenario: Scenario, _ curves: UserCurves) {
        self.quantity = quantity
        self.curves = curves
        errorFactor = scenario.weights.cost * scenario.weights.error
        var floor = 0.0
        var start = 0.0
        // What a problem takes.
        var largest = OffloadProblem.largestCost
        switch quantity {
        case .stepBudget: present = scenario.edge.stepBudget
        case .localErrorDecay:
            present = curves.local.errorDecay
            (start, floor) = (scenario[.initialError][user], scenario[.errorFloor][user])
            largest = OffloadProblem.largestRate
        case .edgeErrorDecay:
            present = curves.edge.errorDecay
            (start, floor) = (scenario[.edgeInitialError][user], scenario[.edgeErrorFloor][user])
            largest = OffloadProblem.largestRate
        case .localInitialError:
            present = scenario[.initialError][user]
            start = present
            floor = scenario[.errorFloor][user]
        case .edgeInitialError:
            present = scenario[.edgeInitialError][user]
            start = present
            floor = scenario[.edgeErrorFloor][user]
        case .utilityWeight: present = scenario.weights.utility
        }
        self.floor = floor
        decaying = errorFactor * (start - floor)
        let isRate = quantity == .localErrorDecay || quantity == .edgeErrorDecay
        let least = isRate ? 0 : floor
        range = least...max(present, min(1000 * max(present, 1), largest))
    }

    /// The curves of a user of a scenario with another value of one quantity.
    package static func curves(
        of user: Int, in scenario: Scenario, with quantity: SwitchQuantity, at value: Double, rule: StepRule
    ) throws -> UserCurves {
        let curves = UserCurves(try OffloadProblem(scenario), user: user, rule: rule)
        return UserQuality(quantity, of: user, in: scenario, curves).curves(at: value)
    }

    /// Whether more of it speaks for the edge; nil where that depends.
    var growthFavoursEdge: Bool? {
        switch quantity {
        case .edgeErrorDecay, .localInitialError: true
        case .localErrorDecay, .edgeInitialError: false
        case .stepBudget, .utilityWeight: nil
        }
    }

    /// The curves for another value.
    func curves(at value: Double) -> UserCurves {
        var changed = curves
        switch quantity {
        case .stepBudget: break
        case .localErrorDecay:
            changed.local.unfoldError(decaying)
            changed.local.errorDecay = value
        case .edgeErrorDecay:
            changed.edge.unfoldError(decaying)
            changed.edge.errorDecay = value
        case .localInitialError:
            changed.local.unfoldError(decaying)
            changed.local.errorWeight = errorFactor * (value - floor)
        case .edgeInitialError:
            changed.edge.unfoldError(decaying)
            changed.edge.errorWeight = errorFactor * (value - floor)
        case .utilityWeight:
            for site in [\UserCurves.local, \.edge] {
                // Where the utility never comes its weight is in neither K nor D.
                guard changed[keyPath: site].utilityRate > 0 else { continue }
                changed[keyPath: site].constant += present - value
                changed[keyPath: site].utilityWeight = value
            }
        }
        return changed
    }
}

extension CostCurve {
    /// Takes a term of the error that does not decay, and so is part of K, out of it again.
    fileprivate mutating func unfoldError(_ weight: Double) {
        guard errorDecay == 0 else { return }
        constant -= weight
        errorWeight = weight
    }
}
