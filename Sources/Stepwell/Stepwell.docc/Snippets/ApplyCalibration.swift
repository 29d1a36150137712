import Stepwell

/// The optimal plan of a scenario whose sites both have the fitted curve.
func solveCalibrated(_ scenario: Scenario, with calibration: Calibration) throws -> CertifiedResult {
    let calibrated = try calibration.applied(to: scenario)
    let problem = try OffloadProblem(calibrated)
    return try CertifiedSolver(.init(relativeGap: 1e-9)).solve(problem)
}
