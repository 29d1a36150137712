import Plotting
import ScenarioFiles

/// A figure with everything that stands behind it.
public struct ReproducedFigure: Sendable {
    /// A picture of the figure.
    public struct Drawing: Sendable {
        /// The name of its files, without the extension.
        public let name: String
        /// What is drawn.
        public let figure: Figure
    }

    /// Which figure.
    public let name: FigureName
    /// The pictures.
    public let drawings: [Drawing]
    /// The numbers, one row for each solve; a column `line` says which line of the scenarios a row belongs to.
    public let table: CSVTable
    /// The scenarios solved, where they are small enough to be written.
    public let scenarios: [Scenario]
    /// True if the numbers hold measured times, which differ from run to run.
    public let isMeasured: Bool
}
