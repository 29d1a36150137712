import OffloadModel

/// The most steps of every user at one site: S_r, lowered to what fits into the time that the deadline leaves.
struct StepLimits {
    /// What holds without a deadline.
    let limit: ColumnReader
    let stepTime: ColumnReader
    /// The time that passes before the first step.
    let fixedTime: ColumnReader
    let deadline: ColumnReader
    private let minimum: ColumnReader
    private let isUniform: Bool

    init(_ scenario: Scenario, at site: Site) {
        let columns = [
            scenario[site == .local ? .localStepLimit : .edgeStepLimit],
            scenario[site == .local ? .localStepTime : .edgeStepTime],
            site == .local ? .uniform(0) : scenario[.uplinkTime], scenario[.deadline], scenario[.minimumSteps],
        ]
        limit = ColumnReader(columns[0])
        stepTime = ColumnReader(columns[1])
        fixedTime = ColumnReader(columns[2])
        deadline = ColumnReader(columns[3])
        minimum = ColumnReader(columns[4])
        isUniform = columns.allSatisfy(\.isUniform)
    }

    /// The most steps of a user.
    subscript(user: Int) -> Double {
        TimeForSteps(deadline: deadline[user], fixedTime: fixedTime[user])
            .mostSteps(stepTime: stepTime[user], upTo: limit[user], minimum: minimum[user])
    }

    /// Those of all users; uniform where everything that they depend on is.
    func column(count: Int) -> Column { isUniform ? .uniform(self[0]) : .perUser((0..<count).map { self[$0] }) }
}
