import OffloadModel
import Testing

/// One description of a number serves validation, the command line, the error messages and the documentation.
@Suite struct SettingDescriptionTests {
    private static let share = SettingDescription<Double>(
        "largestShare", unit: "users", range: .above(0).below(1), defaultValue: 0.5, help: "the share")

    @Test func rangesAreWorded() {
        #expect(SettingRange<Int>.from(1).to(1000).text == "from 1 to 1000")
        #expect(SettingRange<Int>.from(1).text == "at least 1")
        #expect(SettingRange<Double>.above(0).text == "greater than 0")
        #expect(SettingRange<Double>.above(0).below(1).text == "greater than 0 and less than 1")
        #expect(SettingRange<Double>.from(0).below(1).text == "at least 0 and less than 1")
        #expect(SettingRange<Double>.above(0).to(1e-6).text == "greater than 0 and at most 1e-06")
        #expect(Self.share.allowed == "a number greater than 0 and less than 1")
        let count = SettingDescription<Int>("count", range: .from(1), help: "")
        #expect(count.allowed == "a whole number of at least 1" && count.rangeText == "at least 1")
    }

    /// The ends belong to a range as it says; NaN and infinities belong to none.
    @Test func rangesContain() {
        let open = SettingRange<Double>.above(0).below(1)
        #expect(!open.contains(0) && open.contains(.leastNonzeroMagnitude) && open.contains(1.0.nextDown))
        #expect(!open.contains(1) && !open.contains(-0.0) && !open.contains(.nan))
        let endless = SettingRange<Double>.from(0)
        #expect(endless.contains(0) && endless.contains(.greatestFiniteMagnitude))
        #expect(!endless.contains(.infinity) && !endless.contains(.nan) && !endless.contains(-.leastNonzeroMagnitude))
        let whole = SettingRange<Int>.from(-2).to(3)
        #expect(!whole.contains(-3) && whole.contains(-2) && whole.contains(3) && !whole.contains(4))
    }

    @Test func namesOfOptionsFollow() {
        #expect(Self.share.option == "largest-share")
        #expect(SettingError(setting: "timeLimit", value: "0", allowed: "more").option == "time-limit")
        #expect(SettingError(setting: "relativeGap", option: "gap", value: "0", allowed: "more").option == "gap")
    }

    @Test(arguments: [("0.25", 0.25), ("1e-3", 1e-3), (".5", 0.5)])
    func numbersAreRead(text: String, value: Double) throws {
        #expect(try Self.share.value(of: text) == value)
    }

    /// What was typed is told as it was typed.
    @Test(arguments: ["0", "-1", "1", "1.0", "nan", "inf", "half", "", "0,5", "1e400"])
    func refusalsTellWhatWasTyped(text: String) {
        let error = #expect(throws: SettingError.self) { try Self.share.value(of: text) }
        #expect(error?.value == text && error?.setting == "largestShare" && error?.option == "largest-share")
        #expect(error?.allowed == "a number greater than 0 and less than 1")
    }

    /// Whole numbers may be written as decimals, and have no `.0` in messages.
    @Test func wholeNumbers() throws {
        let limit = SettingDescription<Int>("limit", range: .from(1).to(1_000_000), defaultValue: 16, help: "")
        #expect(try limit.value(of: "1e5") == 100_000 && limit.value(of: "7") == 7 && limit.defaultText == "16")
        for text in ["0", "-1", "1.5", "1e7", "nan", "one", "99999999999999999999"] {
            let error = #expect(throws: SettingError.self) { try limit.value(of: text) }
            #expect(error?.description == "limit is \(text), allowed is a whole number from 1 to 1000000")
        }
        let seed = SettingDescription<UInt64>("seed", range: .from(0), defaultValue: 1, help: "")
        #expect(try seed.value(of: "18446744073709551615") == .max)
        let error = #expect(throws: SettingError.self) { try seed.value(of: "18446744073709551616") }
        #expect(error?.allowed == "a whole number of at least 0 and at most 18446744073709551615")
        #expect(throws: SettingError.self) { try seed.value(of: "-1") }
    }

    @Test func numbersAreChecked() throws {
        try Self.share.check(0.5)
        let error = #expect(throws: SettingError.self) { try Self.share.check(2) }
        #expect(error?.description == "largestShare is 2, allowed is a number greater than 0 and less than 1")
        #expect(throws: SettingError.self) { try Self.share.check(.nan) }
        #expect(Self.share.standard == 0.5 && Self.share.with(defaultValue: 0.25).standard == 0.25)
    }

    private struct Pair: DescribedSettings {
        var share = 0.5
        var limit: Int?
        static let numbers: [DescribedNumber<Self>] = [
            .init(\.share, SettingDescriptionTests.share),
            .init(\.limit, SettingDescription<Int>("limit", range: .from(1), help: "the most")),
        ]
    }

    /// A number that may be left out is checked if it is there.
    @Test func settingsAreCheckedNumberByNumber() throws {
        var pair = Pair()
        try pair.checkNumbers()
        #expect(Pair.numbers.map { $0.text(in: pair) } == ["0.5", nil])
        pair.limit = 0
        #expect(#expect(throws: SettingError.self) { try pair.checkNumbers() }?.setting == "limit")
        try Pair.numbers[1].set(&pair, to: "4")
        try Pair.numbers[0].set(&pair, to: "0.75")
        try pair.checkNumbers()
        #expect(pair.limit == 4 && pair.share == 0.75)
        pair.share = .nan
        #expect(#expect(throws: SettingError.self) { try pair.checkNumbers() }?.setting == "largestShare")
    }
}
