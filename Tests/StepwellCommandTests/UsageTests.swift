import TestSupport
import Testing

/// What cannot be understood or is out of range is a usage error: exit 64, a message, and nothing written.
@Suite struct UsageTests {
    private let folder = Folder()

    /// The arguments, and a word that the message has.
    static let mistakes: [([String], String)] = [
        (["solve"], "scenario"),
        (["solve", "s.json", "t.json"], "t.json"),
        (["solve", "s.json", "--no-such-option"], "--no-such-option"),
        (["solve", "s.json", "--gap", "0"], "--gap is "),
        (["solve", "s.json", "--gap", "1"], "--gap is "),
        (["solve", "s.json", "--gap", "2"], "--gap is "),
        (["solve", "s.json", "--gap=-1e-9"], "--gap is "),
        (["solve", "s.json", "--gap", "nan"], "--gap is "),
        (["solve", "s.json", "--gap", "tight"], "tight"),
        (["solve", "s.json", "--gap"], "--gap"),
        (["solve", "s.json", "--time-limit", "0"], "--time-limit is "),
        (["solve", "s.json", "--time-limit=-1"], "--time-limit is "),
        (["solve", "s.json", "--time-limit", "nan"], "--time-limit is "),
        (["solve", "s.json", "--node-limit=-1"], "--node-limit is "),
        (["solve", "s.json", "--node-limit", "1.5"], "1.5"),
        (["solve", "s.json", "--threads", "0"], "--threads is 0"),
        (["solve", "s.json", "--threads=-2"], "--threads is -2"),
        (["solve", "s.json", "--steps", "whole"], "whole"),
        (["solve", "s.json", "--start-price=-1"], "--start-price is "),
        (["solve", "s.json", "--start-price", "inf"], "--start-price is "),
        (["solve", "s.json", "--start-price", "nan"], "--start-price is "),
        (["solve", "s.json", "--instruction-set", "sse9"], "sse9"),
        (["solve", "s.json", "--method", "magic"], "magic"),
        (["solve", "s.json", "--penalty", "1"], "--penalty is no option of the method certified"),
        (["solve", "s.json", "--method", "greedy", "--seed", "1"], "--seed"),
        (["solve", "s.json", "--method", "random", "--start", "half"], "--start"),
        (["solve", "s.json", "--method", "local", "--no-polish"], "--polish"),
        (["solve", "s.json", "--method", "edge", "--interior-margin", "0"], "--interior-margin"),
        (["solve", "s.json", "--method", "paper", "--start", "nowhere"], "nowhere"),
        (["solve", "s.json", "--method", "paper", "--penalty=-1"], "penalty is -1"),
        (["solve", "s.json", "--method", "paper", "--penalty", "nan"], "penalty"),
        (["solve", "s.json", "--method", "paper", "--penalty", "1:2"], "first:growth:last"),
        (["solve", "s.json", "--method", "paper", "--inner-iterations", "0"], "--inner-iterations is "),
        (["solve", "s.json", "--method", "paper", "--outer-iterations", "1.5"], "--outer-iterations is "),
        (["solve", "s.json", "--method", "paper", "--inner-tolerance", "2"], "--inner-tolerance is "),
        (["solve", "s.json", "--method", "paper", "--outer-tolerance", "nan"], "--outer-tolerance is "),
        (["solve", "s.json", "--method", "paper", "--interior-margin", "0.5"], "--interior-margin is "),
        (["solve", "s.json", "--method", "paper", "--seed=-1"], "-1"),
        (["solve", "s.json", "--output", "-", "--report", "-"], "standard output"),
        (["solve", "s.json", "--output", "r.html", "--report", "r.html"], "two outputs"),
        (["study", "s.json", "--csv", "-", "--report", "-"], "standard output"),
        (["crosscheck", "s.json", "--json", "--report", "-"], "standard output"),
        (["profile", "--users", "10", "--json", "--report", "-"], "standard output"),
        (["solve", "s.json", "--report"], "--report"),
        (["study"], "scenario"),
        (["study", "s.json", "--seeds", "0"], "--seeds is 0"),
        (["study", "s.json", "--penalties", ""], "--penalties is "),
        (["study", "s.json", "--penalties", "1,,2"], "--penalties is "),
        (["study", "s.json", "--starts", "half,home"], "--starts is home"),
        (["study", "s.json", "--threads", "0"], "--threads is 0"),
        (["verify", "s.json"], "plan"),
        (["verify", "-", "-"], "standard input"),
        (["generate"], "--output"),
        (["generate", "--family", "strangers", "-o", "g.json"], "strangers"),
        (["generate", "--preset", "unknown", "-o", "g.json"], "unknown"),
        (["generate", "--users", "0", "-o", "g.json"], "--users is "),
        (["generate", "--users=-5", "-o", "g.json"], "--users is "),
        (["generate", "--users", "1000000000000", "-o", "g.json"], "--users is "),
        (["generate", "--tightness", "nan", "-o", "g.json"], "--tightness is "),
        (["generate", "--tightness=-0.1", "-o", "g.json"], "--tightness is "),
        (["generate", "--family", "types", "--types", "0", "-o", "g.json"], "--types is 0"),
        (["generate", "--types", "2", "-o", "g.json"], "--types is an option of the family types"),
        (["generate", "--family", "hetero", "--types", "2", "-o", "g.json"], "--types"),
        (["generate", "--preset", "example", "--users", "5", "-o", "g.json"], "--users has no meaning for the preset"),
        (["generate", "--preset", "example", "--users", "30", "-o", "g.json"], "--users"),
        (["generate", "--preset", "paper", "--family", "hetero", "-o", "g.json"], "--family"),
        (["generate", "--preset", "paper", "--seed", "1", "-o", "g.json"], "--seed"),
        (["generate", "--preset", "paper", "--tightness", "0.3", "-o", "g.json"], "--tightness"),
        (["generate", "--preset", "paper", "--types", "3", "-o", "g.json"], "--types"),
        (["batch", "s.json", "-o", "o", "--gap", "0"], "--gap is 0"),
        (["batch", "s.json", "-o", "o", "--time-limit", "0"], "--time-limit is 0"),
        (["batch", "s.json", "-o", "o", "--threads", "0"], "--threads is 0"),
        (["profile", "s.json", "--gap", "0"], "--gap is 0"),
        (["profile", "s.json", "--time-limit", "nan"], "--time-limit is nan"),
        (["profile", "s.json", "--repetitions", "0"], "--repetitions is 0"),
        (["profile", "--users", "0"], "--users is 0"),
        (["generate", "--seed=-1", "-o", "g.json"], "-1"),
        (["crosscheck"], "scenario"),
        (["crosscheck", "s.json", "--users-limit", "0"], "--users-limit is "),
        (["crosscheck", "s.json", "--penalty", "nan"], "--penalty is nan"),
        (["crosscheck", "s.json", "--iterations", "0"], "--iterations is 0"),
        (["crosscheck", "s.json", "--dense", "--arrow"], "--arrow"),
        (["info", "more"], "more"),
        (["conquer"], "conquer"),
    ]

    @Test(arguments: mistakes) func mistakesAreExplained(arguments: [String], word: String) throws {
        try folder.write(validScenario, to: "s.json")
        let outcome = try RunningCommand(arguments, in: folder).outcome()
        #expect(outcome.status == 64)
        #expect(!outcome.wasKilled)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(word), "\(outcome.errors)")
        #expect(folder.contents == ["s.json"])
    }
}
