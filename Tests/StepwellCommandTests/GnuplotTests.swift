import Foundation
import TestSupport
import Testing

/// Figures do not depend on how a user has set gnuplot up, and what would keep them from being drawn shows at once.
@Suite struct GnuplotTests {
    private let folder = Folder()

    private static let lines = [
        "stepwell sweep s.json --vary edge.stepBudget=10,20 --plot f.svg",
        "stepwell solve s.json --report r.html", "stepwell study s.json --seeds 1 --report r.html",
        "stepwell crosscheck s.json --report r.html", "stepwell profile s.json --repetitions 1 --report r.html",
        "stepwell calibrate t.csv --plot f.png",
        "stepwell calibrate t.csv --residual-plot f.svg",
    ]

    private func prepare() throws {
        try folder.write(validScenario, to: "s.json")
        try folder.write("steps,error\n1,9\n2,6\n3,4\n4,3\n5,2.5\n", to: "t.csv")
    }

    @Test(arguments: lines) func terminalsOfWindowsDoNotMatter(line: String) throws {
        try prepare()
        let outcome = try folder.shell("export GNUTERM=qt GNUPLOT_LIB=/nowhere; " + line)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    /// A gnuplot that is there and does not draw: 74, no result on standard output, no file.
    @Test(arguments: lines + ["stepwell reproduce fig2 --budgets 3 --output f"])
    func aGnuplotThatDoesNotDrawIsFoundBefore(line: String) throws {
        try prepare()
        let bin = folder.path(of: "bin")
        try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: false)
        try folder.write("#!/bin/sh\necho 'no terminal' >&2\nexit 1\n", to: "bin/gnuplot")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: bin + "/gnuplot")
        let outcome = try folder.shell("PATH=$PWD/bin:$PATH; export PATH; " + line)
        #expect(outcome.status == 74 && outcome.output.isEmpty, "\(outcome.output)")
        #expect(outcome.errors == "stepwell: error: gnuplot drew no figure: no terminal\n")
        #expect(folder.contents == ["bin", "s.json", "t.csv"])
    }
}
