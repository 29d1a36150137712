import Experiments
import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// The numbers of the experiments' settings are described once and held to.
@Suite struct SettingsTests {
    @Test func numbersAreDescribed() throws {
        #expect(ReproductionSettings.faults(defaults: .init()) { try $0.validate() } == [])
        #expect(StartPointStudySettings.faults(defaults: .init()) { try $0.validate() } == [])
        let sweep = SweepSettings(axes: [try SweepAxis(.stepBudget, values: [1])])
        #expect(SweepSettings.faults(defaults: sweep) { try $0.validate() } == [])
    }

    @Test func studiesCheckGapAndThreads() {
        var settings = StartPointStudySettings()
        settings.relativeGap = 1
        #expect(throws: SettingError.self) { try StartPointStudy(settings) }
        settings = StartPointStudySettings()
        settings.threads = 0
        #expect(throws: SettingError.self) { try StartPointStudy(settings) }
    }

    /// The one option for the penalty is named, and what was typed for it.
    @Test(arguments: ["-1", "nan", "1:0.5:10", "1:2", "5:2:1", "0:2:1", "1e13", "1:2:1e13", "x"])
    func penaltiesAreNamedAsTyped(text: String) {
        let error = #expect(throws: SettingError.self) { try PenaltySchedule(text) }
        #expect(error?.setting == "penalty" && error?.option == "penalty" && error?.value == text)
        #expect(error?.allowed.hasPrefix("a number from 0 to 1000000000000, or first:growth:last") == true)
    }
}
