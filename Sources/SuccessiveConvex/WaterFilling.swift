import OffloadModel
import VectorKernels

/// The best steps of a decided set: every user at home at its own minimum, the offloaded under one price.
///
///     minimise Σ R_1(s) over the offloaded, subject to L ≤ s ≤ S_1 and Σ s ≤ S_e
///
/// s_n(λ) minimises R_1(s) + λ·s. The price is 0 if that fits the budget, else found by safeguarded Newton steps on
/// Σ s(λ) − S_e; what is returned is taken from the side that fits, so Σ s ≤ S_e holds exactly, not within a tolerance.
struct WaterFilling {
    private let problem: OffloadProblem
    private let rule: StepRule
    private let kernels: Kernels
    private let deadline: SolveDeadline?

    /// - Parameter deadline: when to give up, nil for never.
    init(_ problem: OffloadProblem, rule: StepRule, kernels: Kernels, until deadline: SolveDeadline?) {
        self.problem = problem
        self.rule = rule
        self.kernels = kernels
        self.deadline = deadline
    }

    /// The plan of a set whose fewest steps fit the budget.
    ///
    /// - Throws: ``TimeIsUp`` if the deadline passes first.
    func plan(offloaded: [Bool]) throws(TimeIsUp) -> Plan {
        var steps = try minimisers(of: problem.local, price: 0).steps
        let users = offloaded.indices.filter { offloaded[$0] }
        if !users.isEmpty {
            try deadline?.check()
            let curves = problem.edge.subset(users)
            for (position, count) in try fill(curves).enumerated() { steps[users[position]] = count }
        }
        return Plan(sites: offloaded, steps: steps, stepRule: rule)
    }

    /// The steps of offloaded users under the budget.
    private func fill(_ curves: CostCurves) throws(TimeIsUp) -> [Double] {
        let free = try minimisers(of: curves, price: 0)
        guard PreciseSum(free.steps).value > problem.stepBudget else { return free.steps }
        var low = (price: 0.0, answer: free)
        var high: (price: Double, answer: Minimisers)?
        var price = nextPrice(after: 0, free) ?? 0x1p-20
        var slow = 0
        for _ in 0..<300 {
            let answer = try minimisers(of: curves, price: price)
            let excess = PreciseSum(answer.steps).value - problem.stepBudget
            if excess > 0 {
                low = (price, answer)
            } else {
                high = (price, answer)
                if -excess <= 1e-14 * problem.stepBudget { break }
            }
            let aim = nextPrice(after: price, answer)
            if let high {
                slow += 1
                let middle = low.price + 0.5 * (high.price - low.price)
                guard middle > low.price, middle < high.price else { break }
                price = middle
                if let aim, aim > low.price, aim < high.price, slow % 4 != 0 { price = aim }
            } else {
                price = max(aim ?? 0, 4 * price)
            }
        }
        // No finite price may suffice where rounding or a flat curve is in the way; the fewest steps always do.
        guard let high else { return try minimisers(of: curves, price: .greatestFiniteMagnitude / 4).steps }
        return rule == .integer
            ? try topUp(curves, from: high.answer.steps, towards: low.answer.steps)
            : settled(try blend(high.answer.steps, low.answer.steps), curves)
    }

    /// The same steps to rounding: on limits that they are at, and the budget used to the last bit where that is
    /// possible.
    private func settled(_ blended: [Double], _ curves: CostCurves) -> [Double] {
        var steps = blended
        guard let grid = BudgetGrid(budget: problem.stepBudget),
            grid.settle(&steps, of: Array(steps.indices), curves: curves)
        else { return blended }
        return steps
    }

    private struct Minimisers {
        var steps: [Double]
        var sensitivity: Double
    }

    private func minimisers(of curves: CostCurves, price: Double) throws(TimeIsUp) -> Minimisers {
        var steps = [Double](repeating: 0, count: curves.count)
        var costs = steps
        var sensitivities = steps
        var end: TimeIsUp?
        curves.withPointers { curves in
            steps.withUnsafeMutableBufferPointer { steps in
                costs.withUnsafeMutableBufferPointer { costs in
                    sensitivities.withUnsafeMutableBufferPointer { sensitivities in
                        let minima = MinimumPointers(
                            steps: steps.baseAddress!, costs: costs.baseAddress!,
                            sensitivities: sensitivities.baseAddress!)
                        for part in SolveDeadline.parts(of: steps.count) {
                            end = deadline?.ending
                            guard end == nil else { return }
                            kernels.minimise(
                                curves.advanced(by: part.lowerBound), price: price, rule: rule,
                                into: minima.advanced(by: part.lowerBound), count: part.count)
                        }
                    }
                }
            }
        }
        if let end { throw end }
        return Minimisers(steps: steps, sensitivity: PreciseSum(sensitivities).value)
    }

    private func nextPrice(after price: Double, _ answer: Minimisers) -> Double? {
        guard answer.sensitivity < 0 else { return nil }
        let next = price - (PreciseSum(answer.steps).value - problem.stepBudget) / answer.sensitivity
        return next > 0 && next.isFinite ? next : nil
    }

    /// Moves from steps that fit towards steps that do not, as far as fits.
    private func blend(_ fitting: [Double], _ wanted: [Double]) throws(TimeIsUp) -> [Double] {
        let used = PreciseSum(fitting).value
        let rest = problem.stepBudget - used
        let more = PreciseSum(wanted).value - used
        guard rest > 0, more > 0 else { return fitting }
        var share = min(rest / more, 1)
        var retreat = max(0x1p-52 * share, .leastNonzeroMagnitude)
        while share > 0 {
            try deadline?.check()
            let blended = fitting.indices.map { user in
                min(max(fitting[user] + share * (wanted[user] - fitting[user]), fitting[user]), wanted[user])
            }
            if PreciseSum(blended).value <= problem.stepBudget { return blended }
            // Rounding everybody's part up took the sum out of the budget.
            share -= retreat
            retreat *= 2
        }
        return fitting
    }

    /// Adds whole steps where the next one gains most, while the budget lasts.
    private func topUp(
        _ curves: CostCurves, from fitting: [Double], towards wanted: [Double]
    ) throws(TimeIsUp) -> [Double] {
        var steps = fitting
        var rest = (problem.stepBudget - PreciseSum(fitting).value).rounded(.down)
        let room = PreciseSum(fitting.indices.lazy.map { max(wanted[$0] - fitting[$0], 0) }).value
        guard room <= Double(64 + 2 * steps.count) else { return try share(out: rest, of: room, fitting, wanted) }
        var offers: [(user: Int, gain: Double)] = []
        for user in steps.indices where wanted[user] > steps[user] {
            if user % SolveDeadline.partSize == 0 { try deadline?.check() }
            let curve = curves[user]
            var count = steps[user]
            while count < wanted[user] {
                offers.append((user, curve.value(at: count) - curve.value(at: count + 1)))
                count += 1
            }
        }
        try deadline?.check()
        // A user's gains fall from step to step, so the order never takes a later step before an earlier one.
        offers.sort { ($0.gain, $1.user) > ($1.gain, $0.user) }
        for offer in offers where rest >= 1 && offer.gain > 0 {
            steps[offer.user] += 1
            rest -= 1
        }
        return steps
    }

    /// Adds whole steps where the demand jumps between two neighbouring prices, as with curves that are straight to
    /// rounding: all steps on the way gain the same, so everybody moves by the same share, and what rounding that down
    /// leaves goes to the users in their order, one step each.
    private func share(
        out rest: Double, of room: Double, _ fitting: [Double], _ wanted: [Double]
    ) throws(TimeIsUp) -> [Double] {
        try deadline?.check()
        var steps = fitting
        let share = min(max(rest, 0) / room, 1)
        for user in steps.indices where wanted[user] > steps[user] {
            steps[user] += (share * (wanted[user] - steps[user])).rounded(.down)
        }
        try deadline?.check()
        var left = (problem.stepBudget - PreciseSum(steps).value).rounded(.down)
        // With numbers of steps beyond what a budget can count the share itself may be rounded up.
        guard left >= 0 else { return fitting }
        for user in steps.indices where left >= 1 && wanted[user] > steps[user] {
            steps[user] += 1
            left -= 1
        }
        return steps
    }
}
