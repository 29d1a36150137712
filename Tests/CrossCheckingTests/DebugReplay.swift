import CrossChecking
import CertifiedSolving
import Foundation
import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

@Suite struct DebugReplay {
    static let wanted: [Int: Set<Int>] = [
        0: [93], 1: [25], 2: [77, 80], 3: [50, 101, 144], 4: [153, 154], 5: [120, 299], 6: [157, 286], 7: [56, 100, 237],
    ]
    @Test func replay() throws {
        let checker = try CrossChecker()
        for part in 0..<8 {
            var scenarios = HostileScenarios(seed: UInt64(1000 + part))
            for round in 0..<300 {
                let draw = scenarios.next()
                guard Self.wanted[part]?.contains(round) == true else { continue }
                var (decisions, steps) = CrossChecker.expansionPoint(of: draw.problem)
                for iteration in 1...4 {
                    guard let p2 = try? P2Problem(draw.problem, decisions: decisions, steps: steps, penalty: draw.penalty) else { break }
                    let solution = KKTSolver().solve(p2)
                    let agreement = try checker.compare(p2, with: solution)
                    if agreement.verdict == .differs {
                        func column(_ c: CostCurves) -> [String: [Double]] {
                            ["K": c.constant, "A": c.stepCost, "B": c.errorWeight, "p": c.errorDecay, "D": c.utilityWeight, "q": c.utilityRate, "L": c.fewestSteps, "S": c.mostSteps]
                        }
                        let object: [String: Any] = [
                            "name": "part \(part) round \(round) iteration \(iteration)", "failures": agreement.failures,
                            "local": column(p2.curves.local), "edge": column(p2.curves.edge), "u": p2.u, "v": p2.v,
                            "z": p2.z.map { $0.isFinite ? $0 : 1e308 }, "previous": p2.previous, "penalty": p2.penalty, "budget": p2.stepBudget,
                            "a": solution.decisions, "s": solution.steps, "zeta": solution.capMultipliers,
                            "beta": solution.zeroMultipliers, "gamma": solution.oneMultipliers, "eta": solution.floorMultipliers,
                            "delta": solution.budgetMultiplier, "objective": solution.summary.objective,
                            "ipobjective": agreement.objective ?? 0, "steps": agreement.iterations,
                        ]
                        let data = try JSONSerialization.data(withJSONObject: object)
                        print("DUMP " + String(decoding: data, as: UTF8.self))
                        let ulps = try UlpComparison(p2, decisions: solution.decisions, steps: solution.steps)
                        print("ULPS \(ulps)")
                    }
                    guard solution.status == .solved, decisions != solution.decisions || steps != solution.steps else { break }
                    (decisions, steps) = (solution.decisions, solution.steps)
                }
                for agreement in try checker.compare(draw.problem) where agreement.verdict == .differs {
                    print("P1 \(part) \(round) \(agreement.failures)\n\(draw)")
                    let result = try CertifiedSolver(.init(relativeGap: 1e-13, nodeLimit: 1000)).solve(draw.problem)
                    print(result.plan as Any, result.price as Any)
                }
            }
        }
    }
}
