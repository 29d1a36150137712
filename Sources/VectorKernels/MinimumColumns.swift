import OffloadModel

/// The answers of the minimisation kernel for a number of users: s, the proven minimum of R(s) + λ·s, and ds/dλ.
///
/// A workspace: allocate it once for the largest number of users and reuse it.
public struct MinimumColumns: Sendable {
    /// The minimisers.
    public private(set) var steps: [Double]
    /// Numbers proven not to exceed the minima, and within rounding of them; +∞ where the site is not available.
    public private(set) var costs: [Double]
    /// ds/dλ ≤ 0; zero where a limit binds and for whole steps.
    public private(set) var sensitivities: [Double]

    /// Room for `count` users; for none if the number is negative.
    public init(count: Int) {
        steps = Array(repeating: 0, count: max(count, 0))
        costs = steps
        sensitivities = steps
    }

    /// Takes over the minimisers of the first `count` users, to start from them.
    package mutating func takeSteps(from other: MinimumColumns, count: Int) {
        steps.withUnsafeMutableBufferPointer { steps in
            other.steps.withUnsafeBufferPointer { others in
                _ = steps.extracting(..<count).update(fromContentsOf: others.extracting(..<count))
            }
        }
    }

    /// Minimises R(s) + λ·s for every user of `curves`, at a price λ that is a number ≥ 0.
    ///
    /// - Throws: `ProblemError` if the columns of the curves have different lengths, there is no room for so many users, or
    ///   the price is none.
    public mutating func minimise(
        _ curves: CostCurves, price: Double, rule: StepRule, with kernels: Kernels
    ) throws(ProblemError) {
        try curves.checkLengths()
        guard curves.count <= steps.count else {
            throw ProblemError(
                column: "K", value: Double(curves.count), allowed: "an entry for each of at most \(steps.count) users")
        }
        guard price >= 0, price <= OffloadProblem.largestPrice else {
            throw ProblemError(
                column: "λ", value: price, allowed: "a number from 0 to \(OffloadProblem.largestPrice)")
        }
        minimise(valid: curves, price: price, rule: rule, with: kernels)
    }

    /// Minimises R(s) + λ·s for curves that are known to be valid, and to have room.
    package mutating func minimise(valid curves: CostCurves, price: Double, rule: StepRule, with kernels: Kernels) {
        // Without a deadline nothing is thrown.
        try? minimise(curves, price: price, rule: rule, startingFrom: nil, with: kernels, until: nil)
    }

    /// The same, given up at a deadline.
    ///
    /// - Parameter origin: a price for which the columns hold the answers; one that is near saves time.
    package mutating func minimise(
        _ curves: CostCurves, price: Double, rule: StepRule, startingFrom origin: Double? = nil,
        with kernels: Kernels, until deadline: SolveDeadline?
    ) throws(TimeIsUp) {
        precondition(curves.count <= steps.count, "the columns hold fewer users than the curves")
        let start = Kernels.Start(from: origin, to: price)
        var end: TimeIsUp?
        withPointers { minima in
            curves.withPointers { pointers in
                guard let deadline else {
                    return kernels.minimise(
                        pointers, price: price, rule: rule, from: start, into: minima, count: curves.count)
                }
                for part in SolveDeadline.parts(of: curves.count) {
                    end = deadline.ending
                    guard end == nil else { return }
                    kernels.minimise(
                        pointers.advanced(by: part.lowerBound), price: price, rule: rule, from: start,
                        into: minima.advanced(by: part.lowerBound), count: part.count)
                }
            }
        }
        if let end { throw end }
    }

    /// Minimises R(s) for every user of `curves`; there must be room for them.
    package mutating func minimiseLocally(_ curves: CostCurves, rule: StepRule, with kernels: Kernels) {
        precondition(curves.count <= steps.count, "the columns hold fewer users than the curves")
        withPointers { minima in
            curves.withPointers { kernels.minimiseLocally($0, rule: rule, into: minima, count: curves.count) }
        }
    }

    /// Lends the columns, unless they are empty.
    private mutating func withPointers(_ body: (MinimumPointers) -> Void) {
        steps.withUnsafeMutableBufferPointer { steps in
            costs.withUnsafeMutableBufferPointer { costs in
                sensitivities.withUnsafeMutableBufferPointer { sensitivities in
                    guard let first = steps.baseAddress, let second = costs.baseAddress,
                        let third = sensitivities.baseAddress
                    else { return }
                    body(MinimumPointers(steps: first, costs: second, sensitivities: third))
                }
            }
        }
    }
}
