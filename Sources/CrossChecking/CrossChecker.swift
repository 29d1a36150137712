import InteriorPoint
import OffloadModel
import SuccessiveConvex
import VectorKernels

/// Solves the same problems a second time by the interior-point method and reports every difference.
///
/// P2 (16) by the closed-form KKT conditions, the steps of a decided set by water-filling, and the dual bound by the
/// price search are each compared with a method that shares no formula with them beyond the curves' definition.
public struct CrossChecker: Sendable {
    /// The Newton system in use.
    public let system: NewtonSystem
    /// The settings of the interior-point method.
    public let settings: InteriorPointSettings
    /// The largest differences that count as agreement.
    public let limits: AgreementLimits
    /// The vector kernels under check.
    public let kernels: Kernels
    let clock: SolveClock

    /// A checker.
    ///
    /// - Parameters:
    ///   - system: the Newton system.
    ///   - settings: of the interior-point method; its tolerances are a hundredth of the limits or less by default.
    ///   - limits: what counts as agreement.
    ///   - kernels: the vector kernels under check.
    ///   - clock: for the seconds shown.
    /// - Throws: ``CrossCheckError/interiorPoint(_:)`` for a setting out of its range.
    public init(
        system: NewtonSystem = .arrow, settings: InteriorPointSettings = CrossChecker.settings,
        limits: AgreementLimits = AgreementLimits(), kernels: Kernels = Kernels(), clock: SolveClock = .continuous
    ) throws(CrossCheckError) {
        try CrossCheckError.solving { () throws(InteriorPointError) in try settings.validate() }
        (self.system, self.settings, self.limits) = (system, settings, limits)
        (self.kernels, self.clock) = (kernels, clock)
    }

    /// The interior-point method's defaults, with tolerances for comparing multipliers.
    public static let settings: InteriorPointSettings = {
        var settings = InteriorPointSettings()
        settings.tolerance = 1e-11
        settings.stepTolerance = 1e-9
        return settings
    }()

    /// Solves a program in columns with the system chosen, and notes seconds and iterations.
    func solve(
        _ program: some ArrowProgram, noting agreement: inout Agreement
    ) throws(CrossCheckError) -> InteriorPointResult {
        let start = clock.seconds()
        let result = try CrossCheckError.solving { () throws(InteriorPointError) in
            let solver = try InteriorPointSolver(settings)
            return switch system {
            case .arrow: try solver.solve(program)
            case .dense: try solver.solve(DenseForm(program))
            }
        }
        agreement.interiorPointSeconds = clock.seconds() - start
        agreement.iterations = result.iterations
        return result
    }
}

extension CrossChecker {
    /// The interior-point program of a P2, in the units of its data; nil if a user's L exceeds every cap.
    public static func program(of problem: P2Problem) -> (any ArrowProgram)? { P2Program(problem) }

    /// The interior-point program of the perspective relaxation, in the units of its data; nil if no plan exists.
    public static func relaxation(of problem: OffloadProblem) -> (any ArrowProgram)? { PerspectiveProgram(problem) }

    /// The interior-point program of the best steps of a set, in the units of its data; nil if its fewest steps exceed a
    /// limit or the budget.
    public static func steps(of offloaded: [Bool], in problem: OffloadProblem) -> (any ArrowProgram)? {
        PlanProgram(problem, offloaded: offloaded)
    }
}
