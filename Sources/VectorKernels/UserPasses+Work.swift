import OffloadModel

// What the passes of ``UserPasses`` cost in memory and exponentials, for profiles.

extension UserPasses {
    /// The work of ``minimiseLocally(_:)``: eight columns in, costs and steps out.
    ///
    /// Real steps: the slope at the limit settles most users; the others are not counted extra. Whole steps: two
    /// coarse steps and three exact points.
    package func localWork(users: Int) -> PhaseWork {
        PhaseWork(passes: 1, users: users, columns: 10, exponentials: rule == .continuous ? 2 : 8)
    }

    /// The work of ``demand(_:localCosts:price:edgeSteps:startingFrom:)``: nine columns in, one out; two coarse steps with one
    /// exponential each, or one with two from a price nearby, and one exact point for real steps or three for whole ones,
    /// with two each.
    ///
    /// - Parameters:
    ///   - users: how many users a pass goes over.
    ///   - passes: how often; less than one for a sample.
    package func demandWork(users: Int, passes: Double = 1) -> PhaseWork {
        PhaseWork(passes: passes, users: users, columns: 10, exponentials: rule == .continuous ? 4 : 8)
    }

    /// The work of ``settle(_:edgeSteps:stretch:localCosts:steps:)``: eight columns of curves and three of steps and
    /// costs in, one out; two exponentials.
    package func settlingWork(users: Int) -> PhaseWork {
        PhaseWork(passes: 1, users: users, columns: 12, exponentials: 2)
    }
}
