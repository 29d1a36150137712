import Stepwell

/// The users of a file as cost curves, one for each user and site.
func readProblem(path: String) throws -> OffloadProblem {
    let scenario = try Scenario(path: path)
    return try OffloadProblem(scenario)
}
