import OffloadModel

/// R(s) and R′(s) of a number of users at given steps. A workspace that grows as needed.
public struct CurveValues: Sendable {
    /// R(s).
    public private(set) var values: [Double] = []
    /// R′(s).
    public private(set) var derivatives: [Double] = []
    private var steps: [Double] = []

    /// Without room yet.
    public init() {}

    /// Evaluates every user's curve at steps of its own, the first ones if there are more steps than users.
    ///
    /// - Throws: `ProblemError` if the columns of the curves have different lengths, or there are fewer steps than users.
    public mutating func evaluate(
        _ curves: CostCurves, at steps: [Double], with kernels: Kernels
    ) throws(ProblemError) {
        try curves.checkLengths()
        guard steps.count >= curves.count else {
            throw ProblemError(
                column: "s", value: Double(steps.count), allowed: "one entry for each of \(curves.count) users")
        }
        evaluate(valid: curves, at: steps, with: kernels)
    }

    /// Evaluates curves whose columns are known to have the same length, at no fewer steps.
    package mutating func evaluate(valid curves: CostCurves, at steps: [Double], with kernels: Kernels) {
        let missing = curves.count - values.count
        if missing > 0 {
            values.append(contentsOf: repeatElement(0, count: missing))
            derivatives.append(contentsOf: repeatElement(0, count: missing))
        }
        values.withUnsafeMutableBufferPointer { values in
            derivatives.withUnsafeMutableBufferPointer { derivatives in
                steps.withUnsafeBufferPointer { steps in
                    guard let first = steps.baseAddress, let second = values.baseAddress,
                        let third = derivatives.baseAddress
                    else { return }
                    curves.withPointers { pointers in
                        kernels.evaluate(
                            pointers, steps: first, values: second, derivatives: third, count: curves.count)
                    }
                }
            }
        }
    }

    /// Evaluates every user's curve at the same number of steps, or at the limit nearest to it.
    ///
    /// - Throws: `ProblemError` if the columns of the curves have different lengths.
    public mutating func evaluate(
        _ curves: CostCurves, atAbout steps: Double, with kernels: Kernels
    ) throws(ProblemError) {
        try curves.checkLengths()
        evaluate(valid: curves, atAbout: steps, with: kernels)
    }

    /// Evaluates curves whose columns are known to have the same length.
    package mutating func evaluate(valid curves: CostCurves, atAbout steps: Double, with kernels: Kernels) {
        self.steps.removeAll(keepingCapacity: true)
        for (fewest, most) in zip(curves.fewestSteps, curves.mostSteps) {
            self.steps.append(min(max(fewest, steps), most))
        }
        let own = self.steps
        evaluate(valid: curves, at: own, with: kernels)
    }
}
