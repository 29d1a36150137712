import Stepwell

let problem = try OffloadProblem(Scenario(path: CommandLine.arguments[1]))
for rule in StepRule.allCases {
    let r = try CertifiedSolver(.init(stepRule: rule)).solve(problem)
    print(r.objective ?? 0, r.relativeGap ?? 0)
}
