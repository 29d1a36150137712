import InteriorPoint
import OffloadModel

/// The steps of a decided set beside the result of the interior-point method, in the units of ``PlanProgram``.
struct PlanComparison {
    let program: PlanProgram
    let result: InteriorPointResult
    let limits: AgreementLimits
    /// Between what numbers the least cost of the set lies.
    let enclosure: Enclosure
    private let problem: OffloadProblem
    /// Σ |K| + A·s + B + D at the result.
    private let size: Double
    private let uncertainty: ResultUncertainty

    /// The share of a gradient's terms that rounding may change in either solver.
    private static let gradientRounding = 0x1p-44
    /// The share of L and of the budget that rounding may change.
    private static let baseRounding = 0x1p-50

    init(_ problem: OffloadProblem, _ program: PlanProgram, _ result: InteriorPointResult, limits: AgreementLimits) {
        (self.problem, self.program, self.result, self.limits) = (problem, program, result, limits)
        var upper = PreciseSum()
        var size = 0.0
        upper.add(program.baseObjective)
        for (user, own) in program.users.enumerated() {
            let curves = problem.curves(at: own.isOffloaded ? .edge : .local)
            let h = own.unit > 0 ? own.unit * result.point[program.userCount + user] : 0
            size +=
                abs(curves.constant[user]) + curves.stepCost[user] * (own.base + h) + curves.errorWeight[user]
                + curves.utilityWeight[user]
            upper.add(own.curve.jet(at: h).rise)
        }
        self.size = size
        let rounding = program.gradientSizes(at: result.point, multipliers: result.inequalityMultipliers)
            .map { Self.gradientRounding * $0 }
        uncertainty = ResultUncertainty(
            of: result, program: program, units: program.users.map(\.costUnit) + [program.objectiveUnit],
            rounding: rounding,
            rowRounding: program.room > 0 ? Self.baseRounding * problem.stepBudget / program.room : 0)
        let price = program.price(result.inequalityMultipliers)
        let bounds = [program.bound(at: 0), program.bound(at: price), upper.value - uncertainty.objective]
        enclosure = Enclosure(lower: bounds.filter { !$0.isNaN }.max() ?? .nan, upper: upper.value)
    }

    /// |Δf|.
    func compareObjective(_ found: Double) -> WorstDifference {
        enclosure.difference(of: found, "objective", limit: limits.objective, floor: 1e-3 * size)
    }

    /// max |Δs|/σ, relative to the limit where s has one value.
    func compareSteps(_ found: [Double]) -> WorstDifference {
        var worst = WorstDifference("s", limit: limits.steps)
        for (user, own) in program.users.enumerated() {
            guard own.unit > 0 else {
                // Without room a budget of mere rounding may still go to anybody.
                let most = own.base + own.range
                let rest = own.isOffloaded && own.range > 0 ? PlanProgram.roomRounding * problem.stepBudget : 0
                worst.add(relativeDifference(found[user], own.base, floor: most), error: rest / max(most, rest))
                continue
            }
            let index = program.userCount + user
            let h = own.unit * result.point[index]
            let error = uncertainty.variables[index] + Self.baseRounding * (own.base + own.unit) / own.unit
            let difference = abs(found[user] - own.base - h) / own.unit
            let isTelling = difference <= limits.steps || matters(own, user, found[user] - own.base, h)
            worst.add(difference, error: isTelling ? error : .infinity)
        }
        return worst
    }

    /// Whether it makes a difference beyond rounding that a user has h rather than h′ steps above L: whether R(s) + λ·s
    /// differs by more than 10⁻¹⁴ of |K| + A·s + B + D. A certified plan is proven by its cost, and no further.
    private func matters(_ own: PlanProgram.User, _ user: Int, _ h: Double, _ other: Double) -> Bool {
        let curves = problem.curves(at: own.isOffloaded ? .edge : .local)
        let share =
            abs(curves.constant[user]) + curves.stepCost[user] * (own.base + other) + curves.errorWeight[user]
            + curves.utilityWeight[user]
        let price = own.isOffloaded ? program.price(result.inequalityMultipliers) : 0
        let gain = own.curve.jet(at: h).rise - own.curve.jet(at: other).rise + price * (h - other)
        return !(abs(gain) <= 1e-14 * share)
    }

    /// |Δλ| relative to the larger of both, but at least to a thousandth of what a price must be to move the costs. Where no
    /// offloaded user is between its limits by a millionth of its range, the price is that of a kink, and not unique.
    func comparePrice(_ found: Double) -> WorstDifference? {
        let isUnique = program.users.enumerated().contains { user, own in
            let h = own.unit * result.point[program.userCount + user]
            return own.isOffloaded && min(h, own.range - h) > 1e-6 * own.range
        }
        guard isUnique else { return nil }
        var worst = WorstDifference("price", limit: limits.multipliers)
        let price = program.price(result.inequalityMultipliers)
        let range = program.users.reduce(0) { $0 + ($1.isOffloaded ? $1.curve.riseSize(at: $1.unit) : 0) }
        let floor = 1e-3 * range / program.room
        worst.add(
            relativeDifference(found, price, floor: floor),
            error: program.objectiveUnit / program.room * uncertainty.coupling / max(price, floor))
        return worst
    }
}
