import Foundation
import OffloadModel

/// A problem's columns as JSON, for problems that were found to break something: written by a failing run, kept in
/// `Regressions`, replayed by an ordinary test.
struct ProblemFile: Codable, Equatable {
    /// The curves of one site by MATH's symbols.
    struct Curves: Codable, Equatable {
        // The symbols are the keys of the file.
        // swift-format-ignore: AlwaysUseLowerCamelCase
        var K, A, B, p, D, q, L, S: [Double]

        init(_ curves: CostCurves) {
            (K, A, B, p) = (curves.constant, curves.stepCost, curves.errorWeight, curves.errorDecay)
            (D, q, L, S) = (curves.utilityWeight, curves.utilityRate, curves.fewestSteps, curves.mostSteps)
        }

        var columns: CostCurves {
            CostCurves(
                constant: K, stepCost: A, errorWeight: B, errorDecay: p, utilityWeight: D, utilityRate: q,
                fewestSteps: L, mostSteps: S)
        }
    }

    /// What it once broke.
    var found: String
    /// The seed of the checks' random parts.
    var seed: UInt64
    /// S_e.
    var stepBudget: Double
    var local: Curves
    var edge: Curves

    init(_ problem: OffloadProblem, seed: UInt64, found: String) {
        self.found = found
        self.seed = seed
        stepBudget = problem.stepBudget
        local = Curves(problem.local)
        edge = Curves(problem.edge)
    }

    /// Reads a file.
    init(json: Data) throws {
        self = try JSONDecoder().decode(ProblemFile.self, from: json)
    }

    /// The text of a file.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// The problem, if its numbers are accepted.
    func problem() throws -> OffloadProblem {
        try OffloadProblem(local: local.columns, edge: edge.columns, stepBudget: stepBudget)
    }
}
