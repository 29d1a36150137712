import OffloadModel
import Plotting
import ScenarioFiles

/// Reproduces the paper's figures, and draws two of our own.
///
/// All numbers but measured times are the same for the same settings, on every machine with the same instruction set.
public struct Reproduction: Sendable {
    /// How far a reproduction has come.
    public struct Progress: Sendable, Equatable {
        /// The figure in work.
        public let figure: FigureName
        /// How much of it is done, from 0 to 1.
        public let share: Double
    }

    /// The settings, valid.
    public let settings: ReproductionSettings

    /// A reproduction with the given settings.
    ///
    /// - Throws: `SettingError` that names the setting, the value and what is allowed.
    public init(_ settings: ReproductionSettings = .init()) throws {
        try settings.validate()
        self.settings = settings
    }

    /// Computes a figure.
    ///
    /// - Parameters:
    ///   - name: which figure.
    ///   - mayContinue: asked every few thousand users by every solver, on any of the threads.
    ///   - onProgress: called from time to time.
    /// - Returns: The figure, nil if it was stopped.
    /// - Throws: ``ReproductionError`` if a solve fails, `ScenarioError` if the settings make no scenario.
    public func run(
        _ name: FigureName, while mayContinue: @escaping @Sendable () -> Bool = { true },
        onProgress: (Progress) -> Void = { _ in }
    ) throws -> ReproducedFigure? {
        let solves = FigureSolves(settings: settings, mayContinue: mayContinue)
        func report(_ share: Double) { onProgress(Progress(figure: name, share: share)) }
        report(0)
        let figure =
            switch name {
            case .fig1: try figure1(solves, report)
            case .fig2: try figure2(solves, report)
            case .gaps: try gapFigure(solves, report)
            case .scaling: try scalingFigure(solves, report)
            }
        if figure != nil { report(1) }
        return figure
    }
}
