import OffloadModel

extension Kernels {
    /// y = exp(x), worst error 1.2 ulp, subnormal results right.
    ///
    /// - Throws: `ProblemError` if `y` has another length than `x`.
    public func exponentials(of x: [Double], into y: inout [Double]) throws(ProblemError) {
        try apply(to: x, into: &y, exponentials)
    }

    /// y = log(x), worst error about 1 ulp.
    ///
    /// - Throws: `ProblemError` if `y` has another length than `x`.
    public func logarithms(of x: [Double], into y: inout [Double]) throws(ProblemError) {
        try apply(to: x, into: &y, logarithms)
    }

    private func apply(
        to x: [Double], into y: inout [Double],
        _ kernel: (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
    ) throws(ProblemError) {
        guard x.count == y.count else {
            throw ProblemError(column: "y", value: Double(y.count), allowed: "one entry for each of \(x.count) of x")
        }
        y.withUnsafeMutableBufferPointer { y in
            x.withUnsafeBufferPointer { x in
                guard let x = x.baseAddress, let target = y.baseAddress else { return }
                kernel(x, target, y.count)
            }
        }
    }
}
