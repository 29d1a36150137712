import ScenarioFiles

/// The scenarios of a batch that take so much memory that they are solved one at a time: what limits leave would else be promised
/// to several of them.
enum LargeScenario {
    /// Held by the thread that solves one.
    static let turn = Guarded(())

    static func isLarge(_ scenario: Scenario) -> Bool {
        scenario.count >= MemoryAllowance.smallest / MemoryUse.batch.bytesPerUser
    }
}

extension MemoryUse {
    /// A solve, and its plan as a line of text in memory.
    package static let batch = MemoryUse(bytesPerUser: certified.bytesPerUser + 120, words: "of a batch")
}
