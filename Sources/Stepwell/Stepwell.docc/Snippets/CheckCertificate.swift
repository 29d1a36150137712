import Stepwell

/// True if the plan of a file's scenario is optimal, by the certificate's word and nothing else.
func planIsProven(path: String) throws -> Bool {
    let problem = try readProblem(path: path)
    let result = try CertifiedSolver(.init(relativeGap: 1e-9)).solve(problem)
    guard result.status == .optimal, let certificate = result.certificate else { return false }
    return certificate.holds(for: problem)
}
