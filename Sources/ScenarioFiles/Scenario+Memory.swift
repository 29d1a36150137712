extension Scenario {
    /// The bytes that a problem takes for each user beside the scenario itself, and while it is folded.
    ///
    /// Columns of the scenario that need no arithmetic are shared. One that is a single number costs the scenario nothing, but
    /// the problem a column.
    package var problemBytesPerUser: Int {
        let hasFloors = users[.errorFloor] != nil || users[.edgeErrorFloor] != nil
        let hasUplink = users[.uplinkTime] != nil || users[.uplinkEnergy] != nil
        let hasDeadline = users[.deadline] != nil
        // K, A and B of the device, A of the server, and D, which all are new.
        var columns = 5
        for field in [UserField.errorDecay, .utilityRate, .minimumSteps] { columns += self[field].isUniform ? 1 : 0 }
        for field in [UserField.edgeErrorDecay, .edgeUtilityRate] {
            columns += users[field]?.isUniform == true ? 1 : 0
        }
        // The limits are new under deadlines, and what a deadline leaves after the uplink stands beside them.
        for field in [UserField.localStepLimit, .edgeStepLimit] {
            columns += hasDeadline || self[field].isUniform ? 1 : 0
        }
        if hasDeadline { columns += 1 }
        // K of the server, from two columns that stand beside it for a moment.
        if hasFloors || hasUplink { columns += 3 }
        if hasFloors || users[.edgeInitialError] != nil { columns += 1 }
        return 8 * columns
    }

    /// Throws unless there is memory for every user.
    ///
    /// - Parameters:
    ///   - use: what is done with the scenario.
    ///   - copies: how many problems of this size there are at a time.
    ///   - memory: what the process can have; nil for what it can have at this moment.
    /// - Throws: ``ScenarioError`` that names the count, and the largest that fits.
    package func expectMemory(
        for use: MemoryUse, copies: Int = 1, within memory: MemoryAllowance? = nil
    ) throws(ScenarioError) {
        try MemoryAllowance.expect(
            count, ofSize: copies * (problemBytesPerUser + use.bytesPerUser), field: "count",
            piece: "one user \(use.words)", within: memory)
    }
}

/// What is done with a scenario, and what that takes of memory.
package struct MemoryUse: Sendable {
    /// Bytes for each user, beside the scenario and the problem.
    package let bytesPerUser: Int
    /// What is done, for errors.
    package let words: String

    /// A use, with what it takes as measured.
    package init(bytesPerUser: Int, words: String) {
        self.bytesPerUser = bytesPerUser
        self.words = words
    }

    /// The certified solve, its plan, and the check of that: 60 bytes where all users differ, and up to 254 where they are alike,
    /// so that all of them are listed until the last pass.
    package static let certified = MemoryUse(bytesPerUser: 288, words: "of a solve")
}
