import CertifiedSolving
import Experiments
import Foundation
import OffloadModel
import ScenarioFiles
import Testing

/// A calibrated curve in a scenario: the model then has the measured errors, in units of the scale.
@Suite struct CalibrationScenarioTests {
    private let example: Scenario
    private let euler: Calibration

    init() throws {
        example = try Preset.example.scenario()
        euler = try Calibration(published("cifar10", "euler"))
    }

    /// The error of the model, floor + (ε − floor)·e^(−C1·s), times the scale is the fitted curve.
    @Test(arguments: [nil, 500.0]) func modelHasTheMeasuredErrors(scale: Double?) throws {
        let values = try euler.scenarioValues(scale: scale)
        let scenario = try euler.applied(to: example, scale: scale)
        let unit = try #require(values.scale)
        #expect(unit == scale ?? euler.fit.initialValue?.value)
        for site in [
            (UserField.initialError, UserField.errorFloor, UserField.errorDecay),
            (.edgeInitialError, .edgeErrorFloor, .edgeErrorDecay),
        ] {
            for user in [0, 29] {
                let (start, floor, decay) = (scenario[site.0][user], scenario[site.1][user], scenario[site.2][user])
                #expect(start <= 1 && floor >= 0 && floor < start)
                for (index, (steps, value)) in zip(euler.points.steps, euler.points.values).enumerated() {
                    let error = unit * (floor + (start - floor) * exp(-decay * steps))
                    #expect(abs(error - euler.fit.value(at: steps)) <= 1e-9 * value)
                    #expect(abs(value - error - euler.fit.residuals[index]) <= 1e-9 * value)
                }
            }
        }
        #expect(scenario.weights == example.weights && scenario.edge == example.edge)
        #expect(scenario[.utilityRate] == example[.utilityRate])
    }

    /// What is written is read back and solved to proven optimality, with a certificate that holds.
    @Test(arguments: CalibratedSites.allCases) func calibratedScenariosAreSolved(sites: CalibratedSites) throws {
        let scenario = try euler.applied(to: example, sites: sites)
        let back = try Scenario(json: scenario.json(style: .pretty))
        #expect(back == scenario)
        let problem = try OffloadProblem(back)
        let result = try CertifiedSolver(.init()).solve(problem)
        #expect(result.status == .optimal)
        #expect(result.certificate?.holds(for: problem) == true)
    }

    @Test func sitesAreKeptApart() throws {
        let values = try euler.scenarioValues()
        let local = try euler.applied(to: example, sites: .local)
        #expect(local[.errorDecay] == .uniform(values.rate))
        #expect(local[.edgeErrorDecay] == example[.errorDecay] && local[.edgeInitialError] == example[.initialError])
        #expect(local[.edgeErrorFloor] == .uniform(0))
        let edge = try euler.applied(to: example, sites: .edge)
        #expect(edge[.errorDecay] == example[.errorDecay] && edge[.errorFloor] == .uniform(0))
        #expect(edge[.edgeErrorDecay] == .uniform(values.rate))
        #expect(edge[.edgeErrorFloor] == .uniform(try #require(values.errorFloor)))
        // Both sites have one curve, whatever the edge had before.
        let both = try euler.applied(to: edge)
        #expect(both[.edgeErrorDecay] == both[.errorDecay] && both[.edgeErrorFloor] == both[.errorFloor])
        #expect(both.users[.edgeErrorDecay] == nil && both[.edgeInitialError] == .uniform(1))
    }

    @Test func utilityGivesTheRate() throws {
        let steps = [1.0, 2, 5, 10, 20, 40]
        let points = try StepMeasurements(name: "clip", steps: steps, values: steps.map { 31 - 9 * exp(-0.12 * $0) })
        let calibration = try Calibration(points, of: .utility)
        let scenario = try calibration.applied(to: example)
        guard case .uniform(let rate) = scenario[.utilityRate] else {
            Issue.record("one rate for all")
            return
        }
        #expect(abs(rate - 0.12) <= 1e-9 && scenario[.edgeUtilityRate] == scenario[.utilityRate])
        #expect(scenario[.errorDecay] == example[.errorDecay])
        let local = try calibration.applied(to: example, sites: .local)
        #expect(local[.edgeUtilityRate] == example[.utilityRate] && local[.utilityRate] == .uniform(rate))
        let edge = try calibration.applied(to: example, sites: .edge)
        #expect(edge[.utilityRate] == example[.utilityRate] && edge[.edgeUtilityRate] == .uniform(rate))
        let error = #expect(throws: SettingError.self) { try calibration.scenarioValues(scale: 3) }
        #expect(error?.setting == "scale")
    }

    @Test func scaleAndFloorAreChecked() throws {
        let initial = try #require(euler.fit.initialValue?.value)
        #expect(try euler.scenarioValues(scale: initial).initialError == 1)
        for scale in [initial.nextDown, 1, 0, -1, .nan, .infinity] {
            let error = #expect(throws: SettingError.self, "\(scale)") { try euler.scenarioValues(scale: scale) }
            #expect(error?.setting == "scale" && error?.allowed.contains("\(initial)") == true)
        }
        let points = try exponentialPoints((1...8).map(Double.init), amplitude: 3, rate: 0.4, limit: -0.2)
        let below = try Calibration(points, floor: .free)
        let error = #expect(throws: SettingError.self) { try below.applied(to: example) }
        #expect(error?.setting == "floor")
        #expect(try Calibration(points).scenarioValues().errorFloor == 0)
    }

    /// Far from 0 steps the curve may exceed every number there, which is said and not written.
    @Test func overflowIsRefused() throws {
        let steps = [1000.0, 1001, 1002, 1003, 1004]
        let values = steps.map { 1 + 50 * exp(-2 * ($0 - 1000)) }
        let calibration = try Calibration(StepMeasurements(name: "fid", steps: steps, values: values))
        #expect(abs(calibration.fit.rate.value - 2) <= 1e-8)
        let error = #expect(throws: TableError.self) { try calibration.scenarioValues() }
        #expect(error?.value.contains("exceeds every number") == true)
    }
}
