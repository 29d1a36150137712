import OffloadModel
import VectorKernels

/// Adds ``P2Demand`` of blocks, in block order, in twice the working precision.
struct P2DemandSums {
    private var demand = PreciseSum()
    private var sensitivity = PreciseSum()
    private var least = PreciseSum()
    private var stranded = 0.0
    private var unsettled = 0.0
    private var evaluations = 0.0

    mutating func add(_ block: P2Demand) {
        demand.add(block.demand)
        sensitivity.add(block.sensitivity)
        least.add(block.leastDemand)
        stranded += block.stranded
        unsettled += block.unsettled
        evaluations += block.evaluations
    }

    var value: P2Demand {
        var value = P2Demand()
        value.demand = demand.value
        value.sensitivity = sensitivity.value
        value.leastDemand = least.value
        value.stranded = stranded
        value.unsettled = unsettled
        value.evaluations = evaluations
        return value
    }
}

/// Adds ``P2Findings`` of blocks; residuals are maxima.
struct P2FindingSums {
    private var budget = P2DemandSums()
    private var surrogate = PreciseSum()
    private var penalty = PreciseSum()
    private var cost = PreciseSum()
    private var indecision = PreciseSum()
    private var worst = P2Findings()

    mutating func add(_ block: P2Findings) {
        budget.add(block.budget)
        surrogate.add(block.surrogate)
        penalty.add(block.penalty)
        cost.add(block.cost)
        indecision.add(block.indecision)
        worst.distanceFromBinary = max(worst.distanceFromBinary, block.distanceFromBinary)
        worst.decisionStationarity = max(worst.decisionStationarity, block.decisionStationarity)
        worst.stepStationarity = max(worst.stepStationarity, block.stepStationarity)
        worst.decisionComplementarity = max(worst.decisionComplementarity, block.decisionComplementarity)
        worst.stepComplementarity = max(worst.stepComplementarity, block.stepComplementarity)
        worst.primalInfeasibility = max(worst.primalInfeasibility, block.primalInfeasibility)
        worst.dualInfeasibility = max(worst.dualInfeasibility, block.dualInfeasibility)
    }

    var value: P2Findings {
        var value = worst
        value.budget = budget.value
        value.surrogate = surrogate.value
        value.penalty = penalty.value
        value.cost = cost.value
        value.indecision = indecision.value
        return value
    }
}
