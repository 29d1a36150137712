import Stepwell

/// The plan of least cost, proven to a relative gap of 10⁻⁹.
func solveService(path: String) throws -> CertifiedResult {
    let problem = try readProblem(path: path)
    let solver = try CertifiedSolver(.init(relativeGap: 1e-9))
    return solver.solve(problem)
}
