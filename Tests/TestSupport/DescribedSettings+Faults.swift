import OffloadModel

extension DescribedSettings {
    /// What is wrong with the descriptions of a settings type: with how they are worded, with the defaults, or with how they
    /// are obeyed. Empty if nothing is.
    ///
    /// - Parameters:
    ///   - defaults: the settings that hold if nothing is said.
    ///   - validate: what is to refuse a number out of its range.
    public static func faults(defaults: Self, validate: (Self) throws -> Void) -> [String] {
        var faults: [String] = []
        for number in numbers {
            let description = number.description
            func expect(_ condition: Bool, _ fault: String) {
                if !condition { faults.append("\(description.name): \(fault)") }
            }
            expect(!description.help.isEmpty && !description.rangeText.isEmpty, "nothing is said")
            expect(description.option.allSatisfy { $0 == "-" || $0.isLowercase }, "the option \(description.option)")
            expect(number.text(in: defaults) == description.defaultText, "the default is another one")
            expect((try? validate(defaults)) != nil, "the default is refused")
            for text in ["-1", "nan", "inf", "-inf", "1e400", "word", ""] {
                var settings = defaults
                expect((try? number.set(&settings, to: text)) == nil, "\(text) is taken")
                expect(number.text(in: settings) == number.text(in: defaults), "\(text) changes something")
            }
        }
        return faults
    }
}
