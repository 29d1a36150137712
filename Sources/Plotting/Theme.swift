/// The colours of a figure.
public enum Theme: String, Sendable, CaseIterable {
    /// Dark on white.
    case light
    /// Bright on nearly black.
    case dark

    /// Behind everything.
    var background: String { self == .light ? "#ffffff" : "#14171c" }
    /// Words and axes.
    var foreground: String { self == .light ? "#222222" : "#e6e6e6" }
    /// The lines of the grid.
    var grid: String { self == .light ? "#dcdcdc" : "#3a3f47" }

    /// The colours of series, those of Okabe and Ito, which stay apart under every kind of colour blindness; the dark
    /// theme replaces those that are too dark for it.
    var palette: [String] {
        switch self {
        case .light: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]
        case .dark: ["#56b4e9", "#e69f00", "#2fc99a", "#e39cc2", "#f0e442", "#ff8243", "#ffffff"]
        }
    }

    /// The look of a series: every one of the first seven has a colour, a dash pattern and a marker of its own, so that
    /// the series can be told apart without colours too; those after differ in the pattern.
    func look(_ index: Int) -> (colour: String, dash: String, marker: Int) {
        let count = palette.count
        let turn = index % count + index / count
        return (palette[index % count], Self.dashes[turn % count], Self.markers[turn % count])
    }

    /// Lengths of line and gap in turn; the first is solid.
    private static let dashes = [
        "solid", "(12,4)", "(4,3)", "(12,3,3,3)", "(7,6)", "(12,3,3,3,3,3)", "(20,4)",
    ]

    /// Full circle, square, triangle, diamond, triangle on its tip, pentagon, cross.
    private static let markers = [7, 5, 9, 13, 11, 15, 2]
}
