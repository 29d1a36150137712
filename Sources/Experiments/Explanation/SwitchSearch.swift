import CertifiedSolving
import OffloadModel
import VectorKernels

/// Looks for the values of a quantity between which the optimal plan moves a user to the other site.
///
/// Every answer is that of certified solves of the changed problem. For the errors of one site the cost of the best plan with
/// the user there is monotone in them and that with the user at the other site constant. So there is one change at most, and
/// bisection finds it. For the budget and the utility weight there can be several; see ``SiteSearch``.
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
        _ change: SwitchFinding.Change, to tolerance: Double, _ problem: (Double) throws -> OffloadProblem
    ) rethrows -> SwitchFinding.Change {
        var (kept, switched) = (change.kept, change.switched)
        for _ in 0..<200 where abs(switched - kept) > tolerance * max(abs(kept), abs(switched)) {
            let (low, high) = (min(kept, switched), max(kept, switched))
            let middle = SiteSearch.middle(low, high)
            guard middle > low, middle < high else { break }
            if hasSwitched(in: try problem(middle)) { switched = middle } else { kept = middle }
        }
        return SwitchFinding.Change(kept: kept, switched: switched)
    }

    // MARK: The budget and the utility weight

    /// How finely the budget and the utility weight are searched where nothing can be proven, by the number of users.
    static func parts(_ problem: OffloadProblem) -> Double {
        switch problem.count {
        case ...100: 128
        case ...1000: 32
        case ...fewUsers: 8
        default: 4
        }
    }

    /// With more users a solve with one of them held takes too long for what it can prove.
    private static let usersToHold = 1000

    /// The optima of a problem with the user at either site; with many users only where the optimal plan has it.
    private mutating func optima(of problem: OffloadProblem) throws -> HeldOptima {
        guard problem.count <= Self.usersToHold else {
            return held(movesUser: hasSwitched(in: problem))
        }
        let (kept, switched) = (
            try optimum(of: problem, offloaded: isOffloaded), try optimum(of: problem, offloaded: !isOffloaded)
        )
        return HeldOptima(kept: kept, switched: switched)
    }

    /// What is known where a solve alone tells where the user is.
    private func held(movesUser: Bool) -> HeldOptima {
        HeldOptima(kept: .init(unproven: movesUser ? 1 : 0), switched: .init(unproven: movesUser ? 0 : 1))
    }

    /// The optimum with the user held at one site.
    private mutating func optimum(of problem: OffloadProblem, offloaded: Bool) throws -> HeldOptima.Enclosed {
        var (local, edge) = (problem.local, problem.edge)
        // Limits that contradict each other take a site away.
        if offloaded { local.mostSteps[user] = -1 } else { edge.mostSteps[user] = -1 }
        let held = try OffloadProblem(local: local, edge: edge, stepBudget: problem.stepBudget)
        let result = solver.solve(held, startingFrom: lastPrice, using: &workspace)
        lastPrice = result.dualPrice ?? lastPrice
        if case .infeasible = result.status { return .init(objective: .infinity, bound: .infinity) }
        return .init(objective: result.objective ?? .infinity, bound: result.lowerBound ?? -.infinity)
    }

    /// The nearest change of the budget that moves the user, among all budgets that some plan fits.
    mutating func budgetChange(of problem: OffloadProblem, _ settings: CertifiedSolverSettings) throws -> SwitchFinding
    {
        let passes = UserPasses(
            kernels: Kernels(settings.instructionSet), threads: settings.threads, rule: settings.stepRule)
        let localCosts = try passes.minimiseLocally(problem.local).costs
        var edgeSteps: [Double] = []
        let free = try passes.demand(problem.edge, localCosts: localCosts, price: 0, edgeSteps: &edgeSteps).steps
        var required = PreciseSum()
        for other in 0..<problem.count where localCosts[other] == .infinity {
            required.add(problem.stepLimits(of: other, at: .edge, under: settings.stepRule)?.lowerBound ?? 0)
        }
        let present = problem.spendableBudget(under: settings.stepRule)
        // Less is not enough for those who must offload; with more than everybody takes of free steps nothing changes any more.
        let range = min(required.value, present)...max(free, present).rounded(.up)
        let search = SiteSearch(
            present: present, parts: Self.parts(problem), tolerance: Self.tolerance(problem),
            isWhole: settings.stepRule == .integer, margin: settings.relativeGap)
        return try finding(.stepBudget, present: problem.stepBudget, search, range, isEndless: true) {
            try $0.optima(of: problem.withStepBudget($1))
        }
    }

    /// The nearest change of the utility weight that moves the user, up to 2¹⁰ times what it is.
    private mutating func utilityChange(
        of problem: OffloadProblem, _ quality: UserQuality, _ changed: (Double) throws -> OffloadProblem
    ) throws -> SwitchFinding {
        let present = quality.present
        let search = SiteSearch(
            present: present, parts: Self.parts(problem), tolerance: Self.tolerance(problem), isWhole: false,
            margin: solver.settings.relativeGap)
        let largest = max(min(0x1p10 * (present > 0 ? present : 1), OffloadProblem.largestCost), present)
        return try finding(.utilityWeight, present: present, search, 0...largest, isEndless: false) { search, weight in
            // Where one user does not move the price, its reduced cost tells which values are worth a solve.
            if problem.count > Self.fewUsers {
                let reducedCost = quality.curves(at: weight).reducedCost(at: search.price) ?? 0
                guard (reducedCost < 0) != search.isOffloaded else { return search.held(movesUser: false) }
            }
            return try search.optima(of: try changed(weight))
        }
    }

    /// The nearer one of the first changes above and below the present value.
    ///
    /// - Parameter isEndless: whether nothing changes any more above the range.
    private mutating func finding(
        _ quantity: SwitchQuantity, present: Double, _ search: SiteSearch, _ range: ClosedRange<Double>,
        isEndless: Bool,
        _ optima: (inout SwitchSearch, Double) throws -> HeldOptima
    ) throws -> SwitchFinding {
        func look(_ end: Double, _ limit: Double) throws -> SiteSearch.Finding {
            try search.changes(to: end, within: limit) { try optima(&self, $0) }
        }
        let above = try look(range.upperBound, .infinity)
        let limit = above.switched.map { $0 - search.present } ?? .infinity
        let below = try look(range.lowerBound, limit)
        var change: SwitchFinding.Change?
        if let switched = below.switched {
            change = .init(kept: below.kept, switched: switched, last: below.last)
        } else if let switched = above.switched {
            change = .init(
                kept: above.kept, switched: switched, last: above.last ?? (isEndless ? nil : range.upperBound))
        }
        return SwitchFinding(
            quantity: quantity, present: present, searched: range, parts: search.parts, change: change)
    }

    // MARK: Quality

    /// The nearest change of a quality of this user that moves it, at the same budget.
    mutating func qualityChange(of problem: OffloadProblem, _ quality: UserQuality) throws -> SwitchFinding {
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
        func finding(_ change: SwitchFinding.Change?) -> SwitchFinding {
            SwitchFinding(
                quantity: quality.quantity, present: present, searched: quality.range, parts: nil, change: change)
        }
        guard extreme != present, hasSwitched(in: try changed(extreme)) else { return finding(nil) }
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
        return finding(try close(change, to: Self.tolerance(problem), changed))
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
