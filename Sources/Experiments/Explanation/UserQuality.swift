import OffloadModel
import ScenarioFiles

/// One number that shapes a user's curves, and the curves for other values of it.
struct UserQuality {
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

    init(_ quantity: SwitchQuantity, of user: Int, in scenario: Scenario, _ curves: UserCurves) {
        self.quantity = quantity
        self.curves = curves
        errorFactor = scenario.weights.cost * scenario.weights.error
        var floor = 0.0
        // What a problem takes.
        var largest = OffloadProblem.largestCost
        switch quantity {
        case .stepBudget: present = scenario.edge.stepBudget
        case .localErrorDecay:
            present = curves.local.errorDecay
            largest = OffloadProblem.largestRate
        case .edgeErrorDecay:
            present = curves.edge.errorDecay
            largest = OffloadProblem.largestRate
        case .localInitialError:
            present = scenario[.initialError][user]
            floor = scenario[.errorFloor][user]
        case .edgeInitialError:
            present = scenario[.edgeInitialError][user]
            floor = scenario[.edgeErrorFloor][user]
        case .utilityWeight: present = scenario.weights.utility
        }
        self.floor = floor
        range = floor...max(present, min(1000 * max(present, 1), largest))
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
        case .localErrorDecay: changed.local.errorDecay = value
        case .edgeErrorDecay: changed.edge.errorDecay = value
        case .localInitialError: changed.local.errorWeight = errorFactor * (value - floor)
        case .edgeInitialError: changed.edge.errorWeight = errorFactor * (value - floor)
        case .utilityWeight:
            changed.local.constant += present - value
            changed.edge.constant += present - value
            changed.local.utilityWeight = value
            changed.edge.utilityWeight = value
        }
        return changed
    }
}
