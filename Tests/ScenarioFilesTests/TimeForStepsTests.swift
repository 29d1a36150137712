import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// Deadlines, uplink times and step times are decimal numbers, and so are the quotients.
@Suite struct TimeForStepsTests {
    private static func most(
        _ deadline: Double, _ fixedTime: Double, _ stepTime: Double, upTo limit: Double = 1e15, minimum: Double = 0
    ) -> Double {
        TimeForSteps(deadline: deadline, fixedTime: fixedTime)
            .mostSteps(stepTime: stepTime, upTo: limit, minimum: minimum)
    }

    /// A whole number of millionths as the `Double` that its decimal text reads as.
    private static func millionths(_ count: Int) throws -> Double { try #require(Double("\(count)e-6")) }

    @Test(arguments: [
        (0.3, 0, 0.1, 3), (1.0, 0.9, 0.1, 1), (0.7, 0, 0.1, 7), (2.4, 0, 0.3, 8), (0.6, 0, 0.2, 3), (1.1, 0.8, 0.1, 3),
        (0.3, 0.3, 0.1, 0), (100_000.3, 100_000, 0.1, 3), (4.35, 0, 0.15, 29), (0.25, 0, 0.1, 2.5), (5, 0, 0, 1e15),
    ])
    func knownQuotients(deadline: Double, fixedTime: Double, stepTime: Double, steps: Double) {
        #expect(Self.most(deadline, fixedTime, stepTime) == steps)
    }

    /// k steps of Δt and an uplink of T, all of them decimals, fit exactly into the decimal k·Δt + T.
    @Test func deadlinesOfWholeStepsGiveThem() throws {
        var random = SeededGenerator(seed: 31)
        for _ in 0..<Effort.rounds(200_000) {
            let unit = [1, 10, 1000, 100_000].randomElement(using: &random)!
            let stepTime = unit * Int.random(in: 1...2000, using: &random)
            let steps = Int.random(in: 1...1000, using: &random)
            let fixedTime =
                random.chance(0.3) ? 0 : Int(random.logUniform(1, 1e9)) * (random.chance(0.5) ? unit : 1)
            let found = try Self.most(
                Self.millionths(steps * stepTime + fixedTime), Self.millionths(fixedTime), Self.millionths(stepTime))
            #expect(found == Double(steps), "(\(steps)·\(stepTime) + \(fixedTime))e-6 gives \(found)")
        }
    }

    /// In millionths of a second everything is a whole number, whose quotient is exact.
    @Test func randomDecimalsAgreeWithWholeNumbers() throws {
        var random = SeededGenerator(seed: 32)
        for _ in 0..<Effort.rounds(200_000) {
            let stepTime = Int(random.logUniform(1, 1e7))
            let fixedTime = random.chance(0.3) ? 0 : Int(random.logUniform(1, 1e12))
            let left = Int(random.logUniform(1, 1e10))
            let found = try Self.most(
                Self.millionths(left + fixedTime), Self.millionths(fixedTime), Self.millionths(stepTime))
            #expect(found.rounded(.down) == Double(left / stepTime), "\(left) + \(fixedTime) by \(stepTime)")
            if left % stepTime == 0 { #expect(found == Double(left / stepTime)) }
        }
    }

    /// A product of `Double`s, as a program forms it, counts as whole as well.
    @Test func roundedProductsCount() {
        var random = SeededGenerator(seed: 33)
        for _ in 0..<Effort.rounds(50_000) {
            let (stepTime, fixedTime) = (random.logUniform(1e-6, 10), random.logUniform(1e-6, 1e3))
            let steps = Double(Int.random(in: 1...500, using: &random))
            #expect(Self.most(steps * stepTime, 0, stepTime) == steps)
            #expect(Self.most(steps * stepTime + fixedTime, fixedTime, stepTime) == steps)
        }
    }

    /// What is no whole number stays the quotient, to the last bit, and a time that is too short by more than rounding
    /// explains is too short.
    @Test func otherQuotientsStay() {
        #expect(Self.most(0.25, 0, 0.3) == 0.25 / 0.3)
        #expect(Self.most(0.299_999_999_999, 0, 0.1) < 3)
        #expect(Self.most(1e6 + 0.3, 1e6, 0.1) == 3)
        var random = SeededGenerator(seed: 34)
        for _ in 0..<Effort.rounds(50_000) {
            let (deadline, stepTime) = (random.uniform(1, 2), random.logUniform(1e-3, 1))
            let quotient = deadline / stepTime
            // A part in 10⁹ of a step is a million times what rounding can be.
            guard abs(quotient - quotient.rounded()) > 1e-9 * quotient else { continue }
            #expect(Self.most(deadline, 0, stepTime) == quotient)
        }
    }

    /// A minimum of steps that is no whole number just fits, too.
    @Test func minimumThatJustFits() throws {
        for tenths in 1..<200 {
            for stepTime in [1, 3, 7, 13] {
                let minimum = try #require(Double("\(tenths)e-1"))
                let deadline = try #require(Double("\(tenths * stepTime)e-2"))
                let found = Self.most(deadline, 0, try #require(Double("\(stepTime)e-1")), minimum: minimum)
                #expect(found >= minimum, "\(tenths)e-1 steps of \(stepTime)e-1 s by \(deadline) s")
                #expect(found - minimum <= 4 * minimum.ulp)
            }
        }
    }

    @Test func limitsAndEnds() {
        #expect(Self.most(0.3, 0, 0.1, upTo: 2) == 2 && Self.most(0.3, 0, 0.1, upTo: 3) == 3)
        #expect(Self.most(0.3, 0, 0.1, upTo: 2.5, minimum: 3) == 2.5)
        #expect(Self.most(.infinity, 0, 0.1, upTo: 20) == 20 && Self.most(.infinity, 1e308, 0.1, upTo: 20) == 20)
        #expect(Self.most(1, 1.5, 0.1) == -1 && Self.most(0.3, 0.3.nextUp, 0.1) == -1)
        #expect(Self.most(0, 0, 0.1) == 0 && Self.most(0, 0, 0, upTo: 7) == 7)
        #expect(Self.most(1e308, 0, 1e-308, upTo: 9) == 9 && Self.most(1e-320, 0, 1e-321, upTo: 100) == 10)
        #expect(Self.most(1, 0, 1.7e308, minimum: 1e15) == 1 / 1.7e308)
    }

    /// The whole way from text: three steps of 0.1 s by 0.3 s, on the device and, after 0.6 s of sending, at the edge.
    @Test func scenariosHaveTheLimits() throws {
        let text = validScenario.with("\"localStepTime\": 0.002", "\"localStepTime\": 0.1")
            .with("[0.001, 0.0011, 0.0012]", "0.1")
            .with("60}", "60, \"minimumSteps\": 3, \"deadline\": [0.3, 0.9, 0.9], \"uplinkTime\": [0, 0.6, 0.7]}")
        let problem = try OffloadProblem(scenario(text))
        #expect(problem.local.mostSteps == [3, 9, 9])
        #expect(problem.edge.mostSteps == [3, 3, 2])
        #expect(problem.infeasibility(under: .integer) == nil && problem.infeasibility(under: .continuous) == nil)
    }
}
