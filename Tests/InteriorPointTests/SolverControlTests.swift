import InteriorPoint
import TestSupport
import Testing

/// Limits, handlers, warm starts, settings and the table.
@Suite struct SolverControlTests {
    private let program = SurrogateProgram(users: 20, seed: 1, decades: 1, penalty: 10, tightness: 0.2)

    @Test func iterationLimit() throws {
        var settings = InteriorPointSettings()
        settings.iterationLimit = 3
        let result = try InteriorPointSolver(settings).solve(program)
        #expect(result.status == .iterationLimit)
        #expect(result.iterations == 3)
        #expect(result.objective == nil)
    }

    /// The clock is the test's own: it advances by one second per reading.
    @Test func timeLimit() throws {
        var settings = InteriorPointSettings()
        settings.timeLimit = 10
        var now = 0.0
        let result = try InteriorPointSolver(settings).solve(
            program,
            clock: {
                now += 1
                return now
            })
        #expect(result.status == .timeLimit)
        #expect(now <= 13)
    }

    @Test func handlerStops() throws {
        var seen: [Int] = []
        let result = try InteriorPointSolver().solve(program) {
            seen.append($0.record.iteration)
            return $0.record.iteration == 4 ? .stop : .proceed
        }
        #expect(result.status == .stopped)
        #expect(seen == [0, 1, 2, 3, 4])
        #expect(result.records.count == 5)
    }

    /// A program changed by a little is solved in fewer steps from the old solution than from afresh, to the same
    /// point.
    @Test func warmStartTakesFewerIterations() throws {
        let solver = try InteriorPointSolver()
        let first = try solver.solve(program)
        var changed = program
        changed.budget *= 1.001
        let cold = try solver.solve(changed)
        let warm = try solver.solve(changed, startingFrom: first.warmStart)
        #expect(warm.status == .optimal)
        #expect(warm.iterations < cold.iterations)
        #expect(distance(warm.point, cold.point) <= 1e-7)
    }

    /// Both calls give the same bits: nothing depends on time or on what was solved before.
    @Test func solvesAreReproducible() throws {
        let solver = try InteriorPointSolver()
        let first = try solver.solve(program)
        _ = try solver.solve(SurrogateProgram(users: 3, seed: 8))
        let second = try solver.solve(program)
        #expect(first.point == second.point)
        #expect(first.inequalityMultipliers == second.inequalityMultipliers)
    }

    /// Multiplying the objective by c multiplies the multipliers by c and changes nothing else.
    @Test(arguments: [1e-6, 1e6])
    func scaleOfTheObjectiveDoesNotMatter(factor: Double) throws {
        func make(_ factor: Double) -> FormulaProgram {
            FormulaProgram(
                start: [0, 0], objective: { factor * (($0[0] - 2).squared + $0[1].exponential) },
                constraints: [{ $0[0].squared + $0[1].squared - 1 }])
        }
        let reference = try solve(make(1))
        let scaled = try solve(make(factor))
        #expect(scaled.iterations == reference.iterations)
        #expect(distance(scaled.point, reference.point) <= 1e-10)
        let ratio = scaled.inequalityMultipliers[0] / reference.inequalityMultipliers[0]
        #expect(abs(ratio / factor - 1) <= 1e-8)
    }

    @Test func badInputIsRejected() throws {
        let solver = try InteriorPointSolver()
        let outside = FormulaProgram(start: [-1], objective: { $0[0].logarithm }, contains: { $0[0] > 0 })
        #expect(throws: InteriorPointError.startOutsideDomain) { try solver.solve(outside) }
        let notANumber = FormulaProgram(start: [.nan], objective: { $0[0] })
        #expect(throws: InteriorPointError.self) { try solver.solve(notANumber) }
        #expect(throws: InteriorPointError.self) {
            try solver.solve(program, startingFrom: InteriorPointWarmStart(point: [1, 2, 3]))
        }
        var warm = InteriorPointWarmStart(point: program.startingPoint)
        warm.inequalityMultipliers = [1]
        #expect(throws: InteriorPointError.self) { try solver.solve(program, startingFrom: warm) }
    }

    @Test func settingsAreValidated() throws {
        #expect(InteriorPointSettings.faults(defaults: .init()) { try $0.validate() } == [])
        var settings = InteriorPointSettings()
        settings.tolerance = .nan
        #expect(throws: InteriorPointError.self) { try InteriorPointSolver(settings) }
        settings = InteriorPointSettings()
        settings.iterationLimit = -1
        let error = #expect(throws: InteriorPointError.self) { try InteriorPointSolver(settings) }
        #expect(error?.description == "iterationLimit is -1, allowed is a whole number from 0 to 100000")
        settings = InteriorPointSettings()
        settings.timeLimit = 0
        #expect(throws: InteriorPointError.self) { try InteriorPointSolver(settings) }
    }

    @Test func tableHasFixedWidth() throws {
        let result = try InteriorPointSolver().solve(program)
        let lines = InteriorPointTable.table(result.records).split(separator: "\n")
        #expect(lines.count == result.records.count + 1)
        for line in lines { #expect(line.count == InteriorPointTable.header.count) }
        var record = result.records[0]
        record.iteration = 7
        record.objective = -1234.5678949
        record.barrier = 9.999e-100
        record.stepLength = 0.99999
        record.estimatedDistance = .infinity
        let row = InteriorPointTable.row(record)
        #expect(row.hasPrefix("   7 -1.234567895e+03"))
        #expect(row.contains(" 1.00e-99 ") && row.contains(" 1.00e+00 ") && row.contains(" inf "))
    }
}
