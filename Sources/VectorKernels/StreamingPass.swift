import OffloadModel

/// The yardstick of this package: one streaming pass over the users, which is what memory allows.
///
/// It reads the six columns K, A, B, p, D and q, forms two exponentials per user, and writes one column, R(s) at a
/// common s. Times are quoted as multiples of it, measured in the same run, since machines differ and are noisy.
public struct StreamingPass {
    private var values: [Double]
    private let steps: [Double]
    private let kernels: Kernels

    /// Room for a number of users; for none if the number is negative.
    public init(count: Int, kernels: Kernels = Kernels()) {
        values = Array(repeating: 0, count: max(count, 0))
        steps = Array(repeating: 10, count: UserPasses.blockSize)
        self.kernels = kernels
    }

    /// What one pass does.
    public static func work(users: Int) -> PhaseWork {
        PhaseWork(passes: 1, users: users, columns: 7, exponentials: 2)
    }

    /// Runs the pass over some curves on one thread.
    ///
    /// - Returns: The sum of a few of the values, so that no work can be left out; 0 if there are no users.
    /// - Throws: `ProblemError` if the columns of the curves have different lengths, or there is room for another number of
    ///   users.
    public mutating func run(over curves: CostCurves) throws(ProblemError) -> Double {
        let count = curves.count
        try curves.checkLengths()
        guard values.count == count else {
            throw ProblemError(
                column: "K", value: Double(count), allowed: "one entry for each of the \(values.count) users with room")
        }
        guard count > 0 else { return 0 }
        let kernels = kernels
        values.withUnsafeMutableBufferPointer { values in
            steps.withUnsafeBufferPointer { steps in
                withUnsafeTemporaryAllocation(of: Double.self, capacity: UserPasses.blockSize) { derivatives in
                    curves.withPointers { pointers in
                        for start in stride(from: 0, to: count, by: UserPasses.blockSize) {
                            // Steps and derivatives stay in the first-level cache: they are no traffic.
                            kernels.evaluate(
                                pointers.advanced(by: start), steps: steps.baseAddress!,
                                values: values.baseAddress! + start, derivatives: derivatives.baseAddress!,
                                count: min(UserPasses.blockSize, count - start))
                        }
                    }
                }
            }
        }
        return values[0] + values[count / 2] + values[count - 1]
    }
}
