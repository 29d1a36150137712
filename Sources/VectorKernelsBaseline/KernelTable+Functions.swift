import VectorKernelsABI

/// The table of this instruction set's kernels, the only thing that the target exports.
///
/// - Precondition: The processor runs the set: even making the table may use its registers.
@inline(never)
public func kernelTable() -> KernelTable {
    KernelTable(
        exponentials: exponentials, logarithms: logarithms, evaluateCurves: evaluateCurves,
        minimiseCurves: minimiseCurves, minimiseCurvesNearby: minimiseCurvesNearby,
        minimiseCurvesFromLimits: minimiseCurvesFromLimits, minimiseCurvesOverIntegers: minimiseCurvesOverIntegers,
        sumDemand: sumDemand, listSwitches: listSwitches, settleSteps: settleSteps, sumColumn: sumColumn,
        measureP2Demand: measureP2Demand, finishP2: finishP2, expandP2: expandP2, evaluateP2: evaluateP2)
}
