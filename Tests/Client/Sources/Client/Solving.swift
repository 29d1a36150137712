import Stepwell

/// Own arrays, a problem, its optimal plan and the proof.
func solveOwnArrays() throws {
    let problem = try Population.problem(users: 200, stepBudget: 3000)
    let result = try CertifiedSolver(.init(relativeGap: 1e-9)).solve(problem)
    print("status \(result.status), objective \(short(result.objective)), price \(short(result.price))")
    print(
        "gap is small: \((result.relativeGap ?? 1) <= 1e-9), proof holds: \(result.certificate?.holds(for: problem) == true)"
    )
    guard let plan = result.plan else { return }
    print("offloaded \(plan.offloadedCount) of \(plan.count), edge steps \(short(plan.edgeStepsUsed))")
    print(
        "objective again: \(short(try plan.objective(in: problem))), violation: \(plan.violation(in: problem).map(String.init(describing:)) ?? "none")"
    )

    var worse = plan
    try worse.move(user: 0, to: .edge, steps: 31)
    print("a user moved by hand: \(worse.violation(in: problem).map(String.init(describing:)) ?? "feasible")")
    do {
        _ = try Plan(offloaded: [true], steps: [])
    } catch {
        print("no plan: \(error)")
    }
    let whole = try CertifiedSolver(.init(relativeGap: 1e-9, stepRule: .integer)).solve(problem)
    let isWhole = whole.plan?.steps.allSatisfy { $0 == $0.rounded() } == true
    print("whole steps: \(whole.status), objective \(short(whole.objective)), whole: \(isWhole)")
    let impossible = try CertifiedSolver().solve(Population.problem(users: 3, stepBudget: 0).withStepBudget(0))
    print("without a budget: \(impossible.status), offloaded \(impossible.plan?.offloadedCount ?? -1)")
}

/// One budget after another, each solve from the price of the last one.
func solveAgain() throws {
    let solver = try CertifiedSolver()
    var price: Double?
    for budget in [1000.0, 2000, 3000, 4000, 20_000] {
        let problem = try Population.problem(users: 200, stepBudget: 0).withStepBudget(budget)
        let warm = solver.solve(problem, startingFrom: price)
        let cold = solver.solve(problem)
        let difference = abs((warm.objective ?? .infinity) - (cold.objective ?? 0))
        let agrees = difference <= 1e-8 * abs(cold.objective ?? 0)
        print("budget \(short(budget)): objective \(short(warm.objective)), as from nothing: \(agrees)")
        price = warm.price
    }
}

/// A solve that its handler ends, and one that its time limit ends.
func stopSolves() throws {
    let problem = try Population.problem(users: 5000, stepBudget: 60_000)
    var rows = 0
    let result = try CertifiedSolver(.init(relativeGap: 1e-15)).solve(problem) { record in
        rows += 1
        return record.iteration >= 3 ? .stop : .proceed
    }
    print("stopped: \(result.status) after \(rows) rows")
    if let plan = result.plan {
        print("its plan breaks: \(plan.violation(in: problem).map(String.init(describing:)) ?? "nothing")")
        print("its bound holds: \(result.certificate?.holds(for: problem) == true)")
    }
    // A clock that leaps an hour each time it is read.
    final class Leaps: @unchecked Sendable { var hours = 0.0 }
    let leaps = Leaps()
    let clock = SolveClock {
        leaps.hours += 1
        return 3600 * leaps.hours
    }
    let late = try CertifiedSolver(.init(timeLimit: 1, clock: clock)).solve(problem)
    print("too late: \(late.status)")
}
