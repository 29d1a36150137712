import VectorKernelsABI

/// The columns of P2's solution, one entry per user, in storage that later solves reuse.
package struct P2Columns: Sendable {
    /// The users that the storage has room for.
    package private(set) var count: Int
    private var storage: [Double]
    private var stride: Int

    /// Columns for no user yet.
    package init() {
        count = 0
        storage = []
        stride = 0
    }

    /// A column of the solution.
    package enum Name: Int, Sendable, CaseIterable {
        /// s.
        case steps
        /// a.
        case decisions
        /// β, the multiplier of a ≥ 0.
        case zeroMultipliers
        /// γ, the multiplier of a ≤ 1.
        case oneMultipliers
        /// ζ, the multiplier of the cap (16c).
        case capMultipliers
        /// η, the multiplier of s ≥ L.
        case floorMultipliers
    }

    /// One column, as a new array.
    package subscript(name: Name) -> [Double] {
        let first = name.rawValue * stride
        return Array(storage[first..<first + count])
    }

    /// One entry.
    package subscript(name: Name, user: Int) -> Double { storage[name.rawValue * stride + user] }

    /// Makes room for a number of users and forgets the guesses of s; allocates only if more users come than before.
    package mutating func reset(count: Int) {
        self.count = count
        // Columns a multiple of 4 KiB apart would compete for the same sets of the cache.
        stride = (count + 7) / 8 * 8 + 24
        let length = stride * Name.allCases.count
        if storage.count < length {
            storage = Array(repeating: 0, count: length)
        }
        for user in 0..<count { storage[user] = -1 }
    }

    /// Sets the guesses of s; allocates nothing.
    package mutating func guess(steps: [Double]) {
        precondition(steps.count == count, "one guess per user")
        for user in 0..<count { storage[user] = steps[user] }
    }

    /// Sets the point; allocates nothing.
    package mutating func set(decisions: [Double], steps: [Double]) {
        precondition(decisions.count == count, "one decision per user")
        guess(steps: steps)
        let first = Name.decisions.rawValue * stride
        for user in 0..<count { storage[first + user] = decisions[user] }
    }

    /// Lends the columns to a kernel.
    package mutating func withPointers<Result>(_ body: (P2SolutionPointers) throws -> Result) rethrows -> Result {
        let stride = stride
        return try storage.withUnsafeMutableBufferPointer { buffer in
            let first = buffer.baseAddress!
            return try body(
                P2SolutionPointers(
                    steps: first, decisions: first + stride, zeroMultipliers: first + 2 * stride,
                    oneMultipliers: first + 3 * stride, capMultipliers: first + 4 * stride,
                    floorMultipliers: first + 5 * stride))
        }
    }
}
