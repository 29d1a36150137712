import Testing

/// `stepwell crosscheck` as a whole: the table, JSON, and its exit statuses.
@Suite struct CrossCheckTests {
    private let folder = Folder()

    @Test(arguments: ["--arrow", "--dense"]) func agreementExitsWithZero(system: String) throws {
        let outcome = try folder.stepwell(
            "crosscheck", reference("hetero-n30-t30"), system, "--iterations", "2", "--penalty", "0.1")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines.dropFirst(2).dropLast().allSatisfy { $0.hasSuffix("agrees") })
        #expect(lines.last == "every difference is within its limit")
        #expect(Set(lines.dropFirst(2).dropLast().map(\.count)).count == 1)
    }

    @Test func jsonHoldsLimitsAndSeconds() throws {
        let outcome = try folder.stepwell(
            "crosscheck", reference("hetero-n100-t30"), "--json", "--users-limit", "20", "--iterations", "1")
        #expect(outcome.status == 0)
        for key in ["interiorPointSeconds", "solverSeconds", "limit", "\"users\": 20", "\"agrees\": true"] {
            #expect(outcome.output.contains(key), "\(key)")
        }
    }

    @Test func infeasibleScenariosExitWithThree() throws {
        let outcome = try folder.stepwell("crosscheck", reference("infeasible-user-n200"))
        #expect(outcome.status == 3)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("user 0"))
    }
}
