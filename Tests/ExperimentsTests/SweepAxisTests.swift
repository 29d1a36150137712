import Experiments
import OffloadModel
import ScenarioFiles
import Testing

/// What varies, and how far users scatter, as text.
@Suite struct SweepAxisTests {
    /// The text and the values, written as decimals: a range gives the numbers nearest to them.
    @Test(arguments: [
        ("edge.stepBudget=100:1000:300", ["100", "400", "700", "1000"]),
        ("edge.stepBudget=100:999:300", ["100", "400", "700"]),
        ("edge.stepBudget=7", ["7"]), ("edge.stepBudget=7:7:1", ["7"]), ("edge.stepBudget=0:0:-1", ["0"]),
        ("weights.time=0.1:0.7:0.1", ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"]),
        ("weights.time=1.15:1.25:0.05", ["1.15", "1.2", "1.25"]),
        ("weights.time=1:0:-0.25", ["1", "0.75", "0.5", "0.25", "0"]),
        ("edge.powerCoefficient=1e-26:3e-26:1e-26", ["1e-26", "2e-26", "3e-26"]),
        ("weights.energy=1e-3:3e-3:1e-3", ["0.001", "0.002", "0.003"]),
        ("users.localStepLimit=20,10,15", ["20", "10", "15"]),
        ("users.errorDecay=0.5,0.1:0.3:0.1,1e-2", ["0.5", "0.1", "0.2", "0.3", "0.01"]),
        ("users.initialError*=0.5:1.5:0.5", ["0.5", "1", "1.5"]),
    ])
    func valuesAreRead(text: String, values: [String]) throws {
        let axis = try SweepAxis(text)
        #expect(axis.change == (text.contains("*") ? .scale : .replace))
        #expect(axis.name == String(text.prefix { $0 != "=" }))
        let exact = values.compactMap(Double.init)
        #expect(axis.values.count == exact.count)
        for (value, expected) in zip(axis.values, exact) { #expect(abs(value - expected) <= 2 * expected.ulp) }
        // Where neither number has a negative exponent the decimals are met exactly.
        if !text.contains("e-26") { #expect(axis.values == exact) }
    }

    /// The text, and what the message names.
    @Test(arguments: [
        ("", "vary"), ("edge.stepBudget", "vary"), ("=1", "vary"), ("stepBudget=1", "edge.stepBudget"),
        ("users=1", "users.deadline"), ("edge.stepBudget=", "'edge.stepBudget='"), ("edge.stepBudget=x", "=x'"),
        ("edge.stepBudget=1,,2", "'edge.stepBudget='"), ("edge.stepBudget=1:2", "=1:2'"),
        ("edge.stepBudget=1:2:3:4", "=1:2:3:4'"),
        ("edge.stepBudget=1:2:0", "=1:2:0'"), ("edge.stepBudget=2:1:1", "=2:1:1'"),
        ("edge.stepBudget=1:inf:1", "=1:inf:1'"), ("edge.stepBudget=nan", "=nan'"), ("edge.stepBudget=inf", "inf"),
        ("edge.stepBudget=-1", "-1"), ("edge.stepBudget=3:-3:-2", "-1"), ("edge.stepBudget=0:1e6:1", "100000"),
        ("edge.stepBudget=1:2:1e-400", "step"), ("edge.stepBudget**=1", "vary"), ("edge.stepBudget =1", "vary"),
    ])
    func mistakesAreNamed(text: String, word: String) {
        let error = #expect(throws: SettingError.self) { try SweepAxis(text) }
        #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
    }

    @Test func everyNumberOfAScenarioHasAName() throws {
        #expect(Set(SweepField.allCases.map(\.path)).count == 7 + UserField.allCases.count)
        for field in SweepField.allCases {
            #expect(try SweepField(path: field.path) == field)
            #expect(!field.label.isEmpty)
        }
    }

    @Test func jitterIsRead() throws {
        #expect(try SweepJitter([]) == .none)
        #expect(try SweepJitter([]).isZero && SweepJitter(["0", "users.deadline=0"]).isZero)
        let jitter = try SweepJitter(["users.errorDecay=0.1", "0.3"])
        #expect(try jitter == SweepJitter(0.3, fields: [.errorDecay: 0.1]) && !jitter.isZero)
        for (entry, word) in [
            ("x", "'x'"), ("1", "is 1,"), ("-0.1", "-0.1"), ("nan", "nan"), ("users.errorDecay=1", "users.errorDecay"),
            ("errorDecay=0.1", "errorDecay=0.1"), ("weights.time=0.1", "weights.time"), ("users.errorDecay=", "="),
        ] {
            let error = #expect(throws: SettingError.self, "\(entry)") { try SweepJitter([entry]) }
            #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
        }
        #expect(throws: SettingError.self) { try SweepJitter(["0.1", "0.2"]) }
        #expect(throws: SettingError.self) { try SweepJitter(["users.deadline=0", "users.deadline=0"]) }
    }

    @Test func settingsAreChecked() throws {
        let axis = try SweepAxis(.stepBudget, values: [1])
        func expectRefusal(_ word: String, _ change: (inout SweepSettings) throws -> Void) rethrows {
            var settings = SweepSettings(axes: [axis])
            try change(&settings)
            let error = #expect(throws: SettingError.self) { try Sweep(settings) }
            #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
        }
        expectRefusal("vary") { $0.axes = [] }
        try expectRefusal("edge.stepBudget twice") { $0.axes.append(try SweepAxis("edge.stepBudget*=2")) }
        try expectRefusal("combinations") {
            $0.axes = [try SweepAxis("edge.stepBudget=1:1000:1"), try SweepAxis("weights.time=1:101:1")]
        }
        expectRefusal("methods") { $0.methods = [] }
        expectRefusal("local twice") { $0.methods = [.local, .edge, .local] }
        expectRefusal("seeds") { $0.seeds = 0 }
        expectRefusal("seeds") { $0.seeds = 10_001 }
        expectRefusal("relativeGap") { $0.certified.relativeGap = 0 }
        expectRefusal("penalty") { $0.paper.penalty = -1 }
        #expect(throws: SettingError.self) { try SweepAxis(.stepBudget, values: []) }
        #expect(throws: SettingError.self) { try SweepAxis(.stepBudget, values: [.nan]) }
    }
}
