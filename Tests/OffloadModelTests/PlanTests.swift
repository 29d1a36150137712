import OffloadModel
import TestSupport
import Testing

/// A plan has one decision and one number of steps for each user, and says so where it meets another number of users.
@Suite struct PlanTests {
    @Test func arraysOfDifferentLengthsAreNoPlan() throws {
        for (offloaded, steps) in [(0, 1), (1, 0), (2, 3), (3, 2), (1, 1000)] {
            #expect(throws: PlanError.unequalLengths(offloaded: offloaded, steps: steps)) {
                try Plan(
                    offloaded: Array(repeating: true, count: offloaded), steps: Array(repeating: 1, count: steps))
            }
        }
        #expect(try Plan(offloaded: [], steps: []).count == 0)
        #expect(
            PlanError.unequalLengths(offloaded: 2, steps: 1).description
                == "steps has 1 entries, allowed is one for each of the 2 entries of offloaded")
    }

    @Test func usersAreMovedOneByOne() throws {
        var plan = try Plan(offloaded: [true, false], steps: [1, 2], stepRule: .integer)
        try plan.move(user: 0, to: .local, steps: 5)
        try plan.move(user: 1, to: .edge, steps: 7)
        #expect(plan.offloaded == [false, true] && plan.steps == [5, 7] && plan.edgeStepsUsed == 7)
        for user in [-1, 2, Int.min, Int.max] {
            #expect(throws: PlanError.noSuchUser(user, count: 2)) { try plan.move(user: user, to: .edge, steps: 1) }
        }
        #expect(plan.offloaded == [false, true] && plan.steps == [5, 7])
        #expect(PlanError.noSuchUser(2, count: 2).description == "user is 2, allowed is a whole number from 0 to 1")
        #expect(PlanError.noSuchUser(0, count: 0).description == "user is 0, allowed is none: the plan is empty")
    }

    /// A short plan once cost the sum over its own users, and a long one ended the process.
    @Test(arguments: [0, 1, 4, 6, 1000]) func plansOfOtherNumbersOfUsersAreNamed(count: Int) throws {
        let problem = try Populations.heterogeneous(count: 5, tightness: 0.5, seed: 1)
        let plan = try Plan(
            offloaded: Array(repeating: false, count: count), steps: Array(repeating: 1, count: count))
        let violation = PlanViolation.wrongCount(found: count, expected: 5)
        #expect(throws: violation) { try plan.objective(in: problem) }
        #expect(plan.violation(in: problem) == violation)
        let certificate = PlanCertificate(plan: plan, objective: 0, lowerBound: 0, proof: BoundProof(price: 0))
        #expect(certificate.verify(for: problem).failure == .infeasiblePlan(violation))
        #expect(!certificate.holds(for: problem))
    }

    @Test func theObjectiveIsTheSumOfTheCurves() throws {
        let problem = try Populations.heterogeneous(count: 40, tightness: 0.5, seed: 2)
        var random = SeededGenerator(seed: 3)
        let offloaded = (0..<40).map { _ in random.chance(0.5) }
        // Also beyond the limits, where the curves have values.
        let steps = (0..<40).map { _ in random.uniform(0, 200) }
        let sum = (0..<40).reduce(0.0) {
            $0 + (offloaded[$1] ? problem.edge : problem.local)[$1].value(at: steps[$1])
        }
        #expect(abs(try Plan(offloaded: offloaded, steps: steps).objective(in: problem) - sum) <= 1e-12 * abs(sum))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -1e300]) func stepsWithoutACostAreNamed(steps: Double) throws {
        let problem = try Populations.heterogeneous(count: 3, tightness: 0.5, seed: 1)
        let plan = try Plan(offloaded: [false, false, true], steps: [1, steps, 1])
        do {
            let objective = try plan.objective(in: problem)
            Issue.record("\(steps) steps cost \(objective)")
        } catch .stepsOutOfLimits(let user, _, let limits) {
            #expect(user == 1 && limits == 0...problem.local.mostSteps[1])
        }
        #expect(plan.violation(in: problem) != nil)
    }

    @Test func aUserThatIsNotThereHasNoLimits() throws {
        let problem = try Populations.heterogeneous(count: 3, tightness: 0.5, seed: 1)
        for site in Site.allCases {
            #expect(problem.stepLimits(of: 2, at: site, under: .continuous) != nil)
            for user in [-1, 3, Int.max] {
                #expect(problem.stepLimits(of: user, at: site, under: .continuous) == nil)
            }
        }
    }
}
