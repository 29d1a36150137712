import OffloadModel
import VectorKernels

extension CertifiedRun {
    /// A few full passes: at the sample's price, then where the users near it make the demand meet the budget.
    ///
    /// Under a time limit the passes end when there may not be time for one more and for the plan. The plan takes about
    /// as long as a pass; twice that is kept free.
    mutating func searchPrice(startingFrom start: Double?) throws(TimeIsUp) -> Draft {
        // The samples grow with the problem, so that they stay a small part of the work.
        let size = min(max(problem.count / 32, 2048), 65_536)
        let coarse = try SampleSearch(
            of: problem, localCosts: localCosts, mandatorySteps: mandatorySteps, size: size / 16, startingFrom: start,
            rule: settings.stepRule, kernels: kernels, until: passEnd)
        var sample = try SampleSearch(
            of: problem, localCosts: localCosts, mandatorySteps: mandatorySteps, size: size, startingFrom: coarse.price,
            rule: settings.stepRule, kernels: kernels, until: passEnd)
        let first = start ?? sample.price
        // The sample's price is off by about one part in the root of its size.
        var draft = try pass(at: first, reach: 1.5 * first / Double(size).squareRoot())
        // The list tells how the demand falls near the price; where there is none, the sample.
        let listed = draft.switches.flatMap { $0.isComplete ? draft.demand.sensitivity - $0.jumpRate : nil }
        var slope = if let listed { listed } else { try sample.slope() }
        work = work + passes.demandWork(users: problem.count, passes: coarse.passes + sample.passes)
        // The prices known to leave the budget short, and to leave some of it unspent.
        var (short, ample) = (-Double.infinity, Double.infinity)
        var jumps = 0
        while statistics.passes < 8, draft.interruption == nil {
            let demand = draft.demand
            let excess = demand.steps - budget
            if excess > 0 { short = max(short, demand.price) } else { ample = min(ample, demand.price) }
            if demand.price == 0, excess <= 0 { break }
            // To second order the dual function can still gain ½·excess²/|slope|, and the plan loses as much with the
            // slope that is left when nobody switches sides.
            let stiffness = settings.stepRule == .continuous ? min(-slope, -demand.sensitivity) : -slope
            guard stiffness > 0, 0.5 * excess * excess / stiffness > 0.2 * settings.relativeGap * abs(draft.bound)
            else { break }
            var next = max(demand.price - excess / slope, 0)
            let crossing = draft.switches.flatMap { SwitchResolution(after: demand, $0, stepBudget: budget) }
            if let crossing {
                // At a jump no price meets the budget; the first try finds its place, the second the better side.
                jumps = crossing.isJump ? jumps + 1 : 0
                guard jumps < 3 else { break }
                next = crossing.price
            }
            // Users who switch sides make the slope uneven; the bracket keeps a step from leading astray.
            if !(next > short && next < ample), short.isFinite, ample.isFinite { next = 0.5 * (short + ample) }
            guard next != demand.price else { break }
            draft = try pass(at: next, reach: 0.5 * abs(next - demand.price), after: demand.price)
            let secant = (draft.demand.steps - demand.steps) / (draft.demand.price - demand.price)
            if secant < 0, crossing == nil { slope = secant }
        }
        draft.slope = slope
        return draft
    }

    /// - Parameter origin: the price of the pass before, if there was one.
    mutating func pass(at price: Double, reach: Double, after origin: Double? = nil) throws(TimeIsUp) -> Draft {
        let start = deadline.elapsed
        let demand: Demand
        var switches: SwitchList?
        // Whole steps jump all over, so that their jumps are no short list.
        if settings.stepRule == .continuous, reach > 0 {
            (demand, switches) = try passes.demand(
                problem.edge, localCosts: localCosts, price: price, reach: reach, edgeSteps: &edgeSteps,
                startingFrom: origin)
        } else {
            demand = try passes.demand(
                problem.edge, localCosts: localCosts, price: price, edgeSteps: &edgeSteps, startingFrom: origin)
        }
        let seconds = deadline.elapsed - start
        statistics.passes += 1
        work = work + passes.demandWork(users: problem.count)
        var draft = Draft(demand: demand, switches: switches, bound: demand.lowerBound(stepBudget: budget))
        if draft.bound > bestBound?.value ?? -.infinity { bestBound = (price, draft.bound) }
        if let ending = deadline.ending {
            draft.interruption = .init(ending)
        } else if finish.remaining < 3 * seconds {
            draft.interruption = .timeLimit
        } else if report(primal: nil, dual: draft.bound, price: price) == .stop {
            draft.interruption = .stopped
        }
        return draft
    }

    /// What the users do at a price, once more after a stop that came in the middle of a pass and left nothing of the last one.
    mutating func draftAfterStop(at price: Double) throws(TimeIsUp) -> Draft {
        let demand = try planPasses.demand(problem.edge, localCosts: localCosts, price: price, edgeSteps: &edgeSteps)
        statistics.passes += 1
        work = work + passes.demandWork(users: problem.count)
        return Draft(demand: demand, bound: demand.lowerBound(stepBudget: budget), interruption: .stopped)
    }
}
