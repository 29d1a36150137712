import OffloadModel
import ScenarioFiles

extension FuzzProperty {
    /// Any bytes are a plan or an error with a location; a plan is written and read back equal, and can be verified against
    /// any scenario without a fault, whatever it claims.
    public static let plan = FuzzProperty("plan") { bytes in
        let plan: PlanDocument
        do {
            plan = try PlanDocument(json: bytes)
        } catch {
            try checkLocation(of: error, in: bytes)
            return
        }
        for style in [JSONStyle.compact, .pretty] {
            let again = try PlanDocument(json: try plan.json(style: style))
            try require(again == plan, "written \(style) and read back, the plan differs")
        }
        let findings = try plan.verify(against: smallScenario)
        if let outcome = plan.outcome, findings.holds {
            // What verifies is a feasible plan whose cost is the one claimed, to rounding.
            let problem = try OffloadProblem(smallScenario)
            try require(outcome.plan.violation(in: problem) == nil, "an infeasible plan verifies")
            let objective = outcome.plan.cost(in: problem)
            try require(abs(objective - outcome.objective) <= 1e-9, "a wrong objective verifies")
            // The best plan of this scenario is known, so a bound above it is a lie.
            try require((plan.lowerBound ?? -.infinity) <= best + 1e-9, "a wrong bound verifies")
            try require(outcome.objective >= best - 1e-9, "a plan better than the best verifies")
        }
    }

    /// Two users and six edge steps.
    private static let smallScenario: Scenario = {
        let text = """
            {"format":"stepwell-scenario/1","name":"small","count":2,"weights":{"time":1,"error":1,"energy":1,"cost":0.5,
            "utility":0.5},"edge":{"stepBudget":6,"powerCoefficient":0},"users":{"localStepTime":0.02,"edgeStepTime":0.01,
            "localPowerCoefficient":0,"localFrequency":1,"edgeFrequency":1,"initialError":[1,0.8],"errorDecay":0.1,
            "utilityRate":0.1,"localStepLimit":[3,4],"edgeStepLimit":10}}
            """
        guard let scenario = try? Scenario(json: Array(text.utf8)) else { fatalError("the small scenario is valid") }
        return scenario
    }()

    /// The least cost of ``smallScenario``, by trying all decisions on a fine grid of the first user's steps: with one user
    /// at the edge it takes all six steps; with two the steps are shared.
    private static let best: Double = {
        guard let problem = try? OffloadProblem(smallScenario) else { fatalError("the small scenario is valid") }
        let (local, edge) = (problem.local, problem.edge)
        var best = local[0].value(at: 3) + local[1].value(at: 4)
        best = min(best, edge[0].value(at: 6) + local[1].value(at: 4), local[0].value(at: 3) + edge[1].value(at: 6))
        for part in 0...6000 {
            let steps = Double(part) / 1000
            best = min(best, edge[0].value(at: steps) + edge[1].value(at: 6 - steps))
        }
        return best
    }()
}
