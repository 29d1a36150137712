import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// Prices of plan files where all users at the edge have their fewest steps and need the whole budget for them.
@Suite struct PricesOfPlanFilesTests {
    private static let scenario = """
        {"format": "stepwell-scenario/1", "name": "fewest", "count": 2,
         "weights": {"time": 0.3333333333333333, "error": 0.3333333333333333, "energy": 0.0003333333333333333,
          "cost": 0.5, "utility": 0.5},
         "edge": {"stepBudget": 52, "powerCoefficient": 1e-26},
         "users": {"localStepTime": [0.00146, 0.00222], "edgeStepTime": 0.001, "localPowerCoefficient": 1e-26,
          "localFrequency": [1359000000, 1604000000], "edgeFrequency": 10000000000, "initialError": 1,
          "errorDecay": [0.095, 0.084], "utilityRate": [0.017, 0.069], "localStepLimit": [10, 7],
          "edgeStepLimit": [33, 57], "minimumSteps": 26}}
        """

    /// A file as version 0.1.0 wrote it: the price is a multiplier, nearly twice what more steps save.
    private static let old = """
        {"format":"stepwell-plan/1","status":"optimal","method":"certified","steps":"continuous","askedGap":1e-09,\
        "objective":-0.4672824963857463,"lowerBound":-0.4672824963857539,"relativeGap":1.6275010892777316e-14,\
        "price":0.010255560048445826,"edgeStepsUsed":52,"offloadedCount":2,"totals":{"time":0.052000000000000005,\
        "error":0.19717512664712633,"energy":520,"utility":1.190956701653868},\
        "certificate":[{"price":0.010255560048445826}],"statistics":{"nodes":0,"passes":0,"seconds":{},"threads":2,\
        "instructionSet":"avx512","version":"0.1.0"},"users":{"offloaded":[1,1],"steps":[26,26]}}
        """

    private func failures(_ text: String) throws -> [PlanFailure] {
        try PlanDocument(json: text.bytes).verify(against: Scenario(json: Self.scenario.bytes)).failures
    }

    /// What a step saves, by central differences of the costs.
    private var saving: Double {
        get throws {
            let problem = try OffloadProblem(Scenario(json: Self.scenario.bytes))
            return (0..<2).map { user in
                let curve = problem.edge[user]
                return (curve.value(at: 26 - 1e-4) - curve.value(at: 26 + 1e-4)) / 2e-4
            }.max()!
        }
    }

    /// Older files say nothing of fewer steps, and any multiplier passes for their price.
    @Test func olderFilesHold() throws {
        #expect(try failures(Self.old) == [])
    }

    /// With the entry `priceBelow` the price is what more steps save, and null is the truth about fewer.
    @Test func bothPricesAreChecked() throws {
        func with(_ price: Double, _ below: String) throws -> [PlanFailure] {
            try failures(
                Self.old.with("\"price\":0.010255560048445826,\"e", "\"price\":\(price),\"priceBelow\":\(below),\"e"))
        }
        let saving = try saving
        #expect(abs(saving - 0.0054800617) <= 1e-9)
        #expect(try with(saving, "null") == [])
        for (price, below, word) in [
            (0.010255560048445826, "null", "price is claimed to be 0.010255"), (0.99 * saving, "null", "price"),
            (saving, "\(2 * saving)", "priceBelow is claimed to be"), (saving, "0", "fewer steps are not enough"),
        ] {
            let found = try with(price, below)
            #expect(found.count == 1 && found.contains { "\($0)".contains(word) }, "\(found)")
        }
    }
}
