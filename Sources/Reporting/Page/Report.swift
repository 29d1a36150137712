/// A report for people: what was asked, what came out, and the evidence, as tables and figures.
///
/// It says what is shown; ``ReportPage`` makes a page of it. Texts may be anything, names from files included: the page
/// shows them as they are.
public struct Report: Sendable, Equatable {
    /// How an outcome is to be taken.
    public enum Tone: String, Sendable {
        /// As hoped for.
        case good
        /// Neither good nor bad, or good with a reservation.
        case neutral
        /// Not as it must be.
        case bad
    }

    /// A name with what it stands for.
    public struct Fact: Sendable, Equatable {
        /// What it is.
        public var name: String
        /// Its value, with the unit.
        public var value: String
        /// What else there is to say, nil for nothing.
        public var remark: String?

        /// Gathers the parts of a fact.
        public init(_ name: String, _ value: String, remark: String? = nil) {
            self.name = name
            self.value = value
            self.remark = remark
        }
    }

    /// A part of a report under a heading of its own.
    public struct Section: Sendable, Equatable {
        /// The heading.
        public var heading: String
        /// What the section shows, one paragraph each.
        public var paragraphs: [String]
        /// Facts, shown as a list.
        public var facts: [Fact]
        /// Bar charts, side by side where there is room.
        public var bars: [ReportBars]
        /// Figures, side by side where there is room.
        public var figures: [ReportFigure]
        /// Tables, one under the other.
        public var tables: [ReportTable]

        /// Gathers the parts of a section; they appear in this order.
        public init(
            _ heading: String, paragraphs: [String] = [], facts: [Fact] = [], bars: [ReportBars] = [],
            figures: [ReportFigure] = [], tables: [ReportTable] = []
        ) {
            self.heading = heading
            self.paragraphs = paragraphs
            self.facts = facts
            self.bars = bars
            self.figures = figures
            self.tables = tables
        }
    }

    /// The command that made the report.
    public var command: String
    /// What the report is about, as a rule the scenario's name.
    public var subject: String
    /// The subject in numbers, one line.
    public var summary: String
    /// The outcome in a few words.
    public var verdict: String
    /// How the outcome is to be taken.
    public var tone: Tone
    /// The numbers that matter most, at most six or so.
    public var highlights: [Fact]
    /// The parts in their order.
    public var sections: [Section]
    /// The version of the program.
    public var version: String

    /// Gathers the parts of a report.
    public init(
        command: String, subject: String, summary: String, verdict: String, tone: Tone = .neutral,
        highlights: [Fact] = [], sections: [Section] = [], version: String
    ) {
        self.command = command
        self.subject = subject
        self.summary = summary
        self.verdict = verdict
        self.tone = tone
        self.highlights = highlights
        self.sections = sections
        self.version = version
    }
}
