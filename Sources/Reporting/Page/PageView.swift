/// A report as the templates see it: texts, and lists of them.
///
/// A name that an inner part lacks is looked up in the parts around it, so no two levels share one.
struct PageView {
    let pageTitle: String
    let command: String
    let subject: String
    let summary: String
    let verdict: String
    let tone: String
    let highlights: [FactView]
    let hasContents: Bool
    let sections: [SectionView]
    let version: String
    let lightColours: String
    let darkColours: String

    /// - Parameter drawings: those of the figures of each section.
    init(_ report: Report, drawings: [[ThemedDrawing]], colours: ThemeColours) {
        pageTitle = "\(report.subject) · stepwell \(report.command)"
        command = report.command
        subject = report.subject
        summary = report.summary
        verdict = report.verdict
        tone = report.tone.rawValue
        highlights = report.highlights.map(FactView.init)
        hasContents = report.sections.count > 2
        sections = zip(report.sections, drawings).enumerated().map { index, part in
            SectionView(part.0, drawings: part.1, index: index)
        }
        version = report.version
        lightColours = colours.declarations(\.light)
        darkColours = colours.declarations(\.dark)
    }
}

struct FactView {
    let factName: String
    let factValue: String
    let factRemark: String?

    init(_ fact: Report.Fact) {
        factName = fact.name
        factValue = fact.value
        factRemark = fact.remark
    }
}

struct SectionView {
    let sectionID: String
    let heading: String
    let paragraphs: [String]
    let hasFacts: Bool
    let facts: [FactView]
    let hasDrawings: Bool
    let bars: [BarsView]
    let figures: [FigureView]
    let tables: [TableView]

    init(_ section: Report.Section, drawings: [ThemedDrawing], index: Int) {
        sectionID = "part-\(index)"
        heading = section.heading
        paragraphs = section.paragraphs
        hasFacts = !section.facts.isEmpty
        facts = section.facts.map(FactView.init)
        hasDrawings = !section.figures.isEmpty || !section.bars.isEmpty
        bars = section.bars.map(BarsView.init)
        figures = zip(section.figures, drawings).enumerated().map { place, part in
            FigureView(part.0, drawing: part.1, id: "figure-\(index)-\(place)")
        }
        tables = section.tables.enumerated().map { place, table in TableView(table, id: "table-\(index)-\(place)") }
    }
}

struct FigureView {
    struct LayerView {
        let themeClass: String
        let contents: String
    }

    let figureID: String
    let figureCaption: String
    let figureDescription: String
    let figureNote: String?
    let viewBox: String
    let layers: [LayerView]

    init(_ figure: ReportFigure, drawing: ThemedDrawing, id: String) {
        figureID = id
        figureCaption = figure.caption
        figureDescription = figure.description
        figureNote = figure.note
        viewBox = drawing.viewBox
        layers = drawing.layers.map { LayerView(themeClass: $0.themeClass, contents: $0.contents) }
    }
}

struct BarsView {
    struct BarView {
        let barName: String
        let barShare: String
        let barText: String
    }

    let barsCaption: String
    let rows: [BarView]

    init(_ chart: ReportBars) {
        barsCaption = chart.caption
        rows = zip(chart.bars, chart.shares).map { bar, share in
            BarView(barName: bar.name, barShare: NumberText.short(share), barText: bar.text)
        }
    }
}

struct TableView {
    struct ColumnView {
        let columnName: String
        let columnClass: String
    }

    struct RowView {
        let head: CellView
        let cells: [CellView]
    }

    struct CellView {
        let cellText: String
        let cellClass: String
    }

    let tableID: String
    let tableCaption: String
    let tableNote: String?
    let isFolded: Bool
    let columns: [ColumnView]
    let tableRows: [RowView]

    init(_ table: ReportTable, id: String) {
        tableID = id
        tableCaption = table.caption
        tableNote = table.note
        isFolded = table.isFolded
        let classes = table.columns.map { $0.isNumeric ? "number" : "words" }
        columns = zip(table.columns, classes).map { ColumnView(columnName: $0.0.name, columnClass: $0.1) }
        tableRows = table.rows.map { row in
            let cells = zip(row, classes).map { cell, name in
                CellView(cellText: cell.text, cellClass: cell.tone.map { "\(name) \($0.rawValue)" } ?? name)
            }
            return RowView(head: cells[0], cells: Array(cells.dropFirst()))
        }
    }
}
