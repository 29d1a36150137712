/// The kernels that one instruction set exports: a function for each.
///
/// Every set compiles the same source, and makes one table of its functions; a program chooses its table once. Pointers are borrowed
/// for the call and hold `count` entries. What a kernel computes stands at its source, `Kernels` in the module `VectorKernels`
/// is how the rest of the package calls it.
@frozen
public struct KernelTable: Sendable {
    /// y = f(x): x, y, count.
    public typealias Elementary = @Sendable (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
    /// R(s) and R′(s): curves, steps, values, derivatives, count.
    public typealias Evaluation =
        @Sendable (
            CurvePointers, UnsafePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, Int
        ) -> Void
    /// min R(s) + λ·s: curves, λ, room for the minima, count.
    public typealias Minimisation = @Sendable (CurvePointers, Double, MinimumPointers, Int) -> Void
    /// The sums of one block for the dual function: r_n, L, minima at the edge, count.
    public typealias DemandSum =
        @Sendable (UnsafePointer<Double>, UnsafePointer<Double>, MinimumPointers, Int) -> DemandSums
    /// The users about to change sites: r_n, minima at the edge, reach, room for the list, its capacity, count.
    public typealias SwitchListing =
        @Sendable (UnsafePointer<Double>, MinimumPointers, Double, SwitchPointers, Int, Int) -> Int
    /// Final steps: curves, edge steps, stretch, device steps, r_n, room for the answers, count.
    public typealias Settling =
        @Sendable (
            CurvePointers, UnsafePointer<Double>, Double, UnsafePointer<Double>, UnsafePointer<Double>,
            SettledPointers, Int
        ) -> Void
    /// The sum of a column: column, count.
    public typealias ColumnSum = @Sendable (UnsafePointer<Double>, Int) -> Double
    /// What users take from the budget row of P2 (16b): columns, scalars, steps, count.
    public typealias P2Measure = @Sendable (P2Pointers, P2Scalars, UnsafeMutablePointer<Double>, Int) -> P2Demand
    /// Decisions, steps and multipliers of P2: columns, scalars, room for the answers, count.
    public typealias P2Finish = @Sendable (P2Pointers, P2Scalars, P2SolutionPointers, Int) -> P2Findings
    /// u, v and z of Algorithm 1: curves of device and edge, decisions, steps, margin, u, v, z, count.
    public typealias P2Expansion =
        @Sendable (
            CurvePointers, CurvePointers, UnsafePointer<Double>, UnsafePointer<Double>, Double,
            UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, Int
        ) -> Void
    /// Φ, Φ′, ψ and ψ′ of P2: columns, scalars, steps, decisions, values, count.
    public typealias P2Evaluation =
        @Sendable (
            P2Pointers, P2Scalars, UnsafePointer<Double>, UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int
        ) -> Void

    /// y = exp(x).
    public let exponentials: Elementary
    /// y = log(x).
    public let logarithms: Elementary
    /// R(s) and R′(s).
    public let evaluateCurves: Evaluation
    /// Minimisation over real steps.
    public let minimiseCurves: Minimisation
    /// Minimisation over real steps that begins with the minimisers at a price nearby.
    public let minimiseCurvesNearby: Minimisation
    /// Minimisation over real steps that looks at the limits first.
    public let minimiseCurvesFromLimits: Minimisation
    /// Minimisation over whole steps.
    public let minimiseCurvesOverIntegers: Minimisation
    /// The sums of one block for the dual function.
    public let sumDemand: DemandSum
    /// The users about to change sites.
    public let listSwitches: SwitchListing
    /// Final steps, what they cost and what they use.
    public let settleSteps: Settling
    /// The sum of a column.
    public let sumColumn: ColumnSum
    /// What users take from the budget row of P2.
    public let measureP2Demand: P2Measure
    /// Decisions, steps and multipliers of P2.
    public let finishP2: P2Finish
    /// u, v and z of Algorithm 1.
    public let expandP2: P2Expansion
    /// Φ, Φ′, ψ and ψ′ of P2.
    public let evaluateP2: P2Evaluation

    /// Gathers the functions of one set.
    @inlinable
    public init(
        exponentials: @escaping Elementary, logarithms: @escaping Elementary, evaluateCurves: @escaping Evaluation,
        minimiseCurves: @escaping Minimisation, minimiseCurvesNearby: @escaping Minimisation,
        minimiseCurvesFromLimits: @escaping Minimisation, minimiseCurvesOverIntegers: @escaping Minimisation,
        sumDemand: @escaping DemandSum, listSwitches: @escaping SwitchListing, settleSteps: @escaping Settling,
        sumColumn: @escaping ColumnSum, measureP2Demand: @escaping P2Measure, finishP2: @escaping P2Finish,
        expandP2: @escaping P2Expansion, evaluateP2: @escaping P2Evaluation
    ) {
        self.exponentials = exponentials
        self.logarithms = logarithms
        self.evaluateCurves = evaluateCurves
        self.minimiseCurves = minimiseCurves
        self.minimiseCurvesNearby = minimiseCurvesNearby
        self.minimiseCurvesFromLimits = minimiseCurvesFromLimits
        self.minimiseCurvesOverIntegers = minimiseCurvesOverIntegers
        self.sumDemand = sumDemand
        self.listSwitches = listSwitches
        self.settleSteps = settleSteps
        self.sumColumn = sumColumn
        self.measureP2Demand = measureP2Demand
        self.finishP2 = finishP2
        self.expandP2 = expandP2
        self.evaluateP2 = evaluateP2
    }
}
