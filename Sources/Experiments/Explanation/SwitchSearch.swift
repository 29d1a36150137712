import CertifiedSolving
import OffloadModel
import VectorKernels

/// Looks for the values of a quantity between which the optimal plan moves a user to the other side.
///
/// Every answer is that of a certified solve of the changed problem. For the quality of one site of the user the cost of
/// the best plan with the user on that side is monotone in it and that on the other side constant, so there is one
/// such value, and bisection finds it. For the budget and the utility weight there can be several; the steps of
/// the search are fine, but of two changes in between, which cancel, it sees nothing.
struct SwitchSearch {
    let solver: CertifiedSolver
    let user: Int
    /// Where the user is now.
    let isOffloaded: Bool
    /// λ of the scenario as it is.
    let price: Double

    /// The price of the last solve, where the next one starts.
    private var lastPrice: Double
    private var workspace = SolveWorkspace()

    init(solver: CertifiedSolver, user: Int, isOffloaded: Bool, price: Double) {
        self.solver = solver
        self.user = user
        self.isOffloaded = isOffloaded
        self.price = price
        lastPrice = price
    }

    /// True if the optimal plan of a problem has the user on the other side.
    private mutating func hasSwitched(in problem: OffloadProblem) -> Bool {
        let result = solver.solve(problem, startingFrom: lastPrice, using: &workspace)
        lastPrice = result.dualPrice ?? lastPrice
        return result.plan.map { $0.offloaded[user] != isOffloaded } ?? false
    }

    /// How close together the two values of a change are, relative to them: many users cost time, and move the price little.
    private static func tolerance(_ problem: OffloadProblem) -> Double { problem.count > fewUsers ? 1e-4 : 1e-7 }

    /// Up to so many users a solve takes well below a millisecond or two.
    private static let fewUsers = 10_000

    /// Halves the distance between a value that keeps the user and one that moves it.
    private mutating func close(
        _ change: SwitchFinding.Change, to tolerance: Double, whole: Bool = false,
        _ problem: (Double) throws -> OffloadProblem
    ) rethrows -> SwitchFinding.Change {
        var (kept, switched) = (change.kept, change.switched)
        for _ in 0..<200 where abs(switched - kept) > max(tolerance * max(abs(kept), abs(switched)), whole ? 1 : 0) {
            let (low, high) = (min(kept, switched), max(kept, switched))
            // Values that span powers of ten are halved in their logarithms.
            var middle = low > 0 && high > 4 * low ? (low * high).squareRoot() : low + 0.5 * (high - low)
            if whole { middle.round(.down) }
            guard middle > low, middle < high else { break }
            if hasSwitched(in: try problem(middle)) { switched = middle } else { kept = middle }
        }
        return SwitchFinding.Change(kept: kept, switched: switched)
    }

    // MARK: The budget

    /// How finely the way to a budget that moves the user is searched for a nearer one.
    private static let parts = 16

    /// The nearest change of the budget that moves the user, other sides' demand at the switch price telling where to look.
    mutating func budgetChange(
        of problem: OffloadProblem, _ curves: UserCurves, _ switchPrice: SwitchPrice,
        _ settings: CertifiedSolverSettings
    ) throws -> SwitchFinding.Change? {
        guard switchPrice != .neverOffloads || isOffloaded else { return nil }
        let present = problem.spendableBudget(under: settings.stepRule)
        let whole = settings.stepRule == .integer
        guard let far = try farBudget(problem, curves, switchPrice, settings, present) else { return nil }
        var change = SwitchFinding.Change(kept: present, switched: far)
        for part in 1..<Self.parts {
            var budget = present + (far - present) * Double(part) / Double(Self.parts)
            if whole { budget.round(.down) }
            guard budget != change.kept, budget != far else { continue }
            if hasSwitched(in: try problem.withStepBudget(budget)) {
                change = SwitchFinding.Change(kept: change.kept, switched: budget)
                break
            }
            change = SwitchFinding.Change(kept: budget, switched: far)
        }
        return try close(change, to: Self.tolerance(problem), whole: whole) { try problem.withStepBudget($0) }
    }

    /// A budget that moves the user: beyond the demand at the switch price, farther and farther.
    private mutating func farBudget(
        _ problem: OffloadProblem, _ curves: UserCurves, _ switchPrice: SwitchPrice,
        _ settings: CertifiedSolverSettings, _ present: Double
    ) throws -> Double? {
        let passes = UserPasses(
            kernels: Kernels(settings.instructionSet), threads: settings.threads, rule: settings.stepRule)
        let localCosts = try passes.minimiseLocally(problem.local).costs
        var edgeSteps: [Double] = []
        func demand(_ price: Double) throws -> (all: Double, own: Double) {
            let demand = try passes.demand(problem.edge, localCosts: localCosts, price: price, edgeSteps: &edgeSteps)
            return (demand.steps, max(edgeSteps[user], 0))
        }
        var required = PreciseSum()
        for other in 0..<problem.count where localCosts[other] == .infinity {
            required.add(problem.stepLimits(of: other, at: .edge, under: settings.stepRule)?.lowerBound ?? 0)
        }
        // Beyond these budgets nothing changes any more.
        let limit = isOffloaded ? required.value : max(try demand(0).all, present).rounded(.up)
        var distance = 1.0
        var budget = present
        if case .at(let price) = switchPrice {
            let (all, own) = try demand(price)
            let step = curves.best(at: .edge, price: price)?.steps ?? 1
            distance = max(step, 1)
            budget = isOffloaded ? min(all - own, present) : max(all - own + step, present)
        }
        while true {
            budget = isOffloaded ? max(budget - 0.5 * distance, limit) : min(budget + 0.5 * distance, limit)
            if settings.stepRule == .integer { budget.round(.down) }
            if hasSwitched(in: try problem.withStepBudget(max(budget, 0))) { return max(budget, 0) }
            guard budget != limit else { return nil }
            distance *= 2
        }
    }

    // MARK: Quality

    /// The nearest change of a quality of this user that moves it, at the same budget.
    mutating func qualityChange(of problem: OffloadProblem, _ quality: UserQuality) throws -> SwitchFinding.Change? {
        let user = user
        func changed(_ value: Double) throws -> OffloadProblem {
            try problem.replacing(user: user, by: quality.curves(at: value))
        }
        let present = quality.present
        guard let favoursEdge = quality.growthFavoursEdge else {
            return try utilityChange(of: problem, quality, changed)
        }
        let goesUp = favoursEdge != isOffloaded
        let extreme = goesUp ? quality.range.upperBound : quality.range.lowerBound
        guard extreme != present, hasSwitched(in: try changed(extreme)) else { return nil }
        var change = SwitchFinding.Change(kept: present, switched: extreme)
        // At the present price the change is where the reduced cost is 0: nearly there if one user matters little.
        if let root = root(of: quality, between: present, and: extreme) {
            var width = 1e-3 * abs(root - present)
            for _ in 0..<4 where width > 0 {
                let near = goesUp ? root - width : root + width
                let far = goesUp ? root + width : root - width
                for value in [near, far] where (value - change.kept) * (change.switched - value) > 0 {
                    if hasSwitched(in: try changed(value)) {
                        change = SwitchFinding.Change(kept: change.kept, switched: value)
                    } else {
                        change = SwitchFinding.Change(kept: value, switched: change.switched)
                    }
                }
                if abs(change.switched - change.kept) <= 2.1 * width { break }
                width *= 8
            }
        }
        return try close(change, to: Self.tolerance(problem), changed)
    }

    /// Where the reduced cost at the present price changes its sign, by bisection; nil if it does not.
    private func root(of quality: UserQuality, between present: Double, and extreme: Double) -> Double? {
        func offloads(_ value: Double) -> Bool { (quality.curves(at: value).reducedCost(at: price) ?? 0) < 0 }
        let start = offloads(present)
        guard start != offloads(extreme) else { return nil }
        var (kept, switched) = (present, extreme)
        for _ in 0..<200 {
            let middle = kept + 0.5 * (switched - kept)
            guard middle != kept, middle != switched else { break }
            if offloads(middle) == start { kept = middle } else { switched = middle }
        }
        return switched
    }

    /// The nearest factor of the utility weight, among powers of the fourth root of 2 up to 2¹⁰ either way, and 0.
    private mutating func utilityChange(
        of problem: OffloadProblem, _ quality: UserQuality, _ changed: (Double) throws -> OffloadProblem
    ) throws -> SwitchFinding.Change? {
        let present = quality.present
        let unit = present > 0 ? present : 0x1p-10
        // Where one user does not move the price, its reduced cost tells which values are worth a solve.
        let isSmall = problem.count <= Self.fewUsers
        func moves(_ value: Double, _ search: inout SwitchSearch) throws -> Bool {
            let reducedCost = quality.curves(at: value).reducedCost(at: search.price) ?? 0
            guard isSmall || (reducedCost < 0) != search.isOffloaded else { return false }
            return search.hasSwitched(in: try changed(value))
        }
        var (up, down) = (present, present)
        var factor = 1.0
        for power in 1...40 {
            factor *= 1.189207115002721
            if present == 0 { factor *= 1.189207115002721 }
            let larger = present > 0 ? unit * factor : unit * (factor - 1)
            if try moves(larger, &self) {
                return try close(.init(kept: up, switched: larger), to: Self.tolerance(problem), changed)
            }
            up = larger
            guard present > 0 else { continue }
            let smaller = power == 40 ? 0 : unit / factor
            if try moves(smaller, &self) {
                return try close(.init(kept: down, switched: smaller), to: Self.tolerance(problem), changed)
            }
            down = smaller
        }
        return nil
    }
}

extension OffloadProblem {
    /// The same problem with other curves for one user.
    func replacing(user: Int, by curves: UserCurves) throws -> OffloadProblem {
        var (local, edge) = (self.local, self.edge)
        local.replace(user, by: curves.local)
        edge.replace(user, by: curves.edge)
        return try OffloadProblem(local: local, edge: edge, stepBudget: stepBudget)
    }
}

extension CostCurves {
    /// Replaces one user's curve; columns that stay the same keep their storage.
    fileprivate mutating func replace(_ user: Int, by curve: CostCurve) {
        func set(_ column: inout [Double], _ value: Double) {
            if column[user] != value { column[user] = value }
        }
        set(&constant, curve.constant)
        set(&stepCost, curve.stepCost)
        set(&errorWeight, curve.errorWeight)
        set(&errorDecay, curve.errorDecay)
        set(&utilityWeight, curve.utilityWeight)
        set(&utilityRate, curve.utilityRate)
        set(&fewestSteps, curve.fewestSteps)
        set(&mostSteps, curve.mostSteps)
    }
}
