import ArgumentParser
import Stepwell

/// The options of the paper's method; names, ranges and help texts are those of `SuccessiveConvexSettings.Descriptions`.
struct PaperOptions: ParsableArguments {
    private typealias Descriptions = SuccessiveConvexSettings.Descriptions

    @Option(
        help: ArgumentHelp(
            "Where the paper's method starts: \(StartChoice.allCases.map(\.rawValue).joined(separator: ", ")). "
                + "(default: half)"))
    var start: StartChoice?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(Self.penaltyHelp(Descriptions.penalty.help), valueName: "penalty"))
    var penalty: String?

    @Option(SuccessiveConvexSettings.Descriptions.innerLimit)
    var innerIterations: TypedNumber<Int>

    @Option(SuccessiveConvexSettings.Descriptions.outerLimit)
    var outerIterations: TypedNumber<Int>

    @Option(SuccessiveConvexSettings.Descriptions.innerTolerance)
    var innerTolerance: TypedNumber<Double>

    @Option(SuccessiveConvexSettings.Descriptions.outerTolerance)
    var outerTolerance: TypedNumber<Double>

    @Option(SuccessiveConvexSettings.Descriptions.interiorMargin)
    var interiorMargin: TypedNumber<Double>

    @Flag(
        inversion: .prefixedNo,
        help: "Optimise the steps of the decided set anew at the end of the paper's method. (default: --polish)")
    var polish: Bool?

    @Option(CommandNumbers.seed, help: "the seed of the method random and of the start random")
    var seed: TypedNumber<UInt64>

    /// The settings, start point and time limit aside.
    ///
    /// - Throws: ``SettingError``.
    func settings(stepRule: StepRule) throws(SettingError) -> SuccessiveConvexSettings {
        var settings = SuccessiveConvexSettings()
        settings.stepRule = stepRule
        settings.innerLimit = try innerIterations.value
        settings.outerLimit = try outerIterations.value
        settings.innerTolerance = try innerTolerance.value
        settings.outerTolerance = try outerTolerance.value
        settings.interiorMargin = try interiorMargin.value
        if let penalty { settings.use(try PenaltySchedule(penalty)) }
        if let polish { settings.polish = polish }
        return settings
    }

    /// The first option given that has no meaning for a method, nil if there is none.
    func stray(for method: SolveMethod) -> String? {
        guard method != .paper else { return nil }
        if seed.isGiven, method != .random { return "--seed" }
        if start != nil { return "--start" }
        if penalty != nil { return "--penalty" }
        if polish != nil { return "--polish" }
        let numbers = [
            (innerIterations.setting.option, innerIterations.isGiven),
            (outerIterations.setting.option, outerIterations.isGiven),
            (innerTolerance.setting.option, innerTolerance.isGiven),
            (outerTolerance.setting.option, outerTolerance.isGiven),
            (interiorMargin.setting.option, interiorMargin.isGiven),
        ]
        return numbers.first { $0.1 }.map { "--\($0.0)" }
    }

    /// The help text of an option for the penalty, which is a number or a schedule.
    static func penaltyHelp(_ help: String) -> String {
        let penalty = Descriptions.penalty
        return help.prefix(1).uppercased() + help.dropFirst()
            + ": \(penalty.allowed). As FIRST:FACTOR:LAST it grows from one sub-problem to the next. (default: \(penalty.standard.settingText))"
    }
}

extension StartChoice: ExpressibleByArgument {}
extension SolveMethod: ExpressibleByArgument {}
