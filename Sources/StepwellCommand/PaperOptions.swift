import ArgumentParser
import Stepwell

/// The options of the paper's method; names, ranges and help texts are those of `SuccessiveConvexSettings.table`.
struct PaperOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where the paper's method starts: \(StartChoice.allCases.map(\.rawValue).joined(separator: ", ")). "
                + "(default: half)"))
    var start: StartChoice?

    @Option(
        help: ArgumentHelp(
            Self.help(of: "penalty") + " As FIRST:FACTOR:LAST it grows from one sub-problem to the next.",
            valueName: "penalty"),
        transform: { try PenaltySchedule($0) })
    var penalty: PenaltySchedule?

    @Option(help: ArgumentHelp(Self.help(of: "inner-iterations")))
    var innerIterations: Double?

    @Option(help: ArgumentHelp(Self.help(of: "outer-iterations")))
    var outerIterations: Double?

    @Option(help: ArgumentHelp(Self.help(of: "inner-tolerance")))
    var innerTolerance: Double?

    @Option(help: ArgumentHelp(Self.help(of: "outer-tolerance")))
    var outerTolerance: Double?

    @Option(help: ArgumentHelp(Self.help(of: "interior-margin")))
    var interiorMargin: Double?

    @Flag(
        inversion: .prefixedNo,
        help: "Optimise the steps of the decided set anew at the end of the paper's method. (default: --polish)")
    var polish: Bool?

    @Option(help: "The seed of the method random and of the start random. (default: 1)")
    var seed: UInt64?

    /// The settings, start point and time limit aside.
    ///
    /// - Throws: ``SettingError``.
    func settings(stepRule: StepRule) throws -> SuccessiveConvexSettings {
        var settings = SuccessiveConvexSettings()
        settings.stepRule = stepRule
        for (name, value) in numbers {
            if let value { try settings.set(name, to: value) }
        }
        if let penalty { settings.use(penalty) }
        if let polish { settings.polish = polish }
        return settings
    }

    /// The first option given that has no meaning for a method, nil if there is none.
    func stray(for method: SolveMethod) -> String? {
        guard method != .paper else { return nil }
        if seed != nil, method != .random { return "--seed" }
        if start != nil { return "--start" }
        if penalty != nil { return "--penalty" }
        if polish != nil { return "--polish" }
        return numbers.first { $0.1 != nil }.map { "--\($0.0)" }
    }

    private var numbers: [(String, Double?)] {
        [
            ("inner-iterations", innerIterations), ("outer-iterations", outerIterations),
            ("inner-tolerance", innerTolerance), ("outer-tolerance", outerTolerance),
            ("interior-margin", interiorMargin),
        ]
    }

    /// What a setting of the table does, with its range and default.
    static func help(of name: String) -> String {
        guard let setting = SuccessiveConvexSettings.table.first(where: { $0.name == name }) else {
            preconditionFailure("the table has no setting \(name)")
        }
        let first = setting.help.prefix(1).uppercased() + setting.help.dropFirst()
        let number = { (value: Double) in DecimalText.significant(value, digits: 6) }
        return "\(first), \(number(setting.range.lowerBound)) to \(number(setting.range.upperBound)). "
            + "(default: \(number(setting.defaultValue)))"
    }
}

extension StartChoice: ExpressibleByArgument {}
extension SolveMethod: ExpressibleByArgument {}
