import CertifiedSolving
import OffloadModel
import TestSupport
import Testing

/// What may be chosen about a certified solve is described once and held to.
@Suite struct CertifiedSolverSettingsTests {
    @Test func numbersAreDescribed() throws {
        #expect(CertifiedSolverSettings.faults(defaults: .init()) { try $0.validate() } == [])
    }

    @Test(arguments: [
        (
            CertifiedSolverSettings(relativeGap: 0),
            "relativeGap is 0, allowed is a number greater than 0 and less than 1"
        ),
        (.init(relativeGap: .nan), "relativeGap is nan, allowed is a number greater than 0 and less than 1"),
        (.init(nodeLimit: -1), "nodeLimit is -1, allowed is a whole number of at least 0"),
        (.init(timeLimit: 0), "timeLimit is 0, allowed is a number greater than 0"),
        (.init(timeLimit: .infinity), "timeLimit is inf, allowed is a number greater than 0"),
        (.init(threads: 0), "threads is 0, allowed is a whole number of at least 1"),
    ])
    func numbersAreChecked(settings: CertifiedSolverSettings, message: String) {
        let error = #expect(throws: SettingError.self) { try CertifiedSolver(settings) }
        #expect(error?.description == message)
    }
}
