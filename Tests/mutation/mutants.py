"""The faults that `mutate.py` plants: where, what becomes what, why it matters, and which tests should notice first.

Each is one that a slip of the hand could make. None may leave the behaviour as it is: a fault that only costs time, or
that another safeguard covers altogether, says nothing about the tests.
"""

import collections

Mutant = collections.namedtuple("Mutant", "file old new why filter core")

MUTANTS = []


def module(name, filter):
    """Adds faults of one module; the filter names a suite or test of its test target, `core` those tried first."""

    def add(file, old, new, why, tests=None, core=False):
        MUTANTS.append(Mutant(f"{name}/{file}", old, new, why, tests or filter, core))

    return add


# The verifier: a wrong bound that it accepts is worse than a wrong plan.
model = module("Sources/OffloadModel", "OffloadModelTests.PlanCertificateTests")
model(
    "BoundChecker.swift", "if position <= limit { above.force(twin, .edge) }",
    "if position <= limit + 1 { above.force(twin, .edge) }", "the upper branch over twins loses a plan", core=True)
model(
    "GreedyOffers.swift", "offers.sort { ($0.rate, $1.user) > ($1.rate, $0.user) }",
    "offers.sort { ($0.rate, $1.user) < ($1.rate, $0.user) }", "the greedy method begins with the smallest gain",
    "OffloadModelTests.GreedyOffersTests", core=True)
model(
    "BoundChecker.swift", "below.mostOffloaded = min(region.mostOffloaded, limit)",
    "below.mostOffloaded = min(region.mostOffloaded, limit - 1)", "the lower branch over counts loses a count",
    core=True)
model(
    "BoundChecker.swift", "above.fewestOffloaded = max(region.fewestOffloaded, limit + 1)",
    "above.fewestOffloaded = max(region.fewestOffloaded, limit + 2)", "the upper branch over counts loses a count")
model(
    "BoundChecker.swift", "offers.leaving = taken > fewest ? min(0, firstOut) : firstOut",
    "offers.leaving = taken > fewest ? max(0, firstOut) : firstOut", "users are fixed at the edge without reason",
    core=True)
model(
    "BoundChecker.swift", "offers.entering = taken < most ? max(0, lastIn) : lastIn",
    "offers.entering = taken < most ? min(0, lastIn) : lastIn", "users are fixed at home without reason")
model(
    "BoundChecker.swift", "bound = min(bound, claim)", "_ = claim",
    "a proof that leans on the claim is taken to prove more than the claim", core=True)
model(
    "BoundChecker.swift", "guard price >= 0, price.isFinite else { throw .invalidPrice(price) }",
    "guard price.isFinite else { throw .invalidPrice(price) }", "weak duality does not hold at a price below 0",
    core=True)
model(
    "BoundChecker.swift", "guard next == proof.steps.count else", "guard next <= proof.steps.count else",
    "steps after the end of a proof are ignored", core=True)
model(
    "SettingRange.swift", "(includesMost ? value <= most : value < most)", "value <= most",
    "a gap of 1 may be asked", "OffloadModelTests.SettingDescriptionTests")
model(
    "PrintableText.swift", "0x2028...0x202e", "0x2028...0x2029", "a name turns what stands behind it",
    "OffloadModelTests.PrintableTextTests")
model(
    "BoundChecker.swift", "roundingAllowance = 0x1p-44 *", "roundingAllowance = 0x1p-20 *",
    "claims may be wrong in the seventh digit")
model(
    "BoundChecker.swift", "fixed.bound = max(region.bound, offers.bound)",
    "fixed.bound = region.bound", "the bound that a fixing step proves is forgotten", core=True)
model(
    "Plan+PriceFaults.swift", "if !(price <= savings.upperBound) {", "if price.isNaN {",
    "any multiplier passes for what more steps save", "OffloadModelTests.PriceFaultsTests", core=True)
model(
    "Plan+PriceFaults.swift", "cost >= costs?.lowerBound ?? 0", "cost >= 0",
    "any multiplier passes for what fewer steps cost", "OffloadModelTests.PriceFaultsTests", core=True)
model(
    "Plan+PriceFaults.swift", "case .infeasible: holds = spare <= margin", "case .infeasible: holds = true",
    "fewer steps may be called infeasible", "OffloadModelTests.PriceFaultsTests")
model(
    "BudgetGrid+Settling.swift", "abs(units - share * Double(takers))", "abs(units)",
    "more units are handed out than are left", "CertifiedSolvingTests.StepLimitTests")
model(
    "CurveBound.swift", "- max(point.leftLoss(downTo: fewest), point.rightLoss(upTo: most, constant: constant))",
    "- min(point.leftLoss(downTo: fewest), point.rightLoss(upTo: most, constant: constant))",
    "the value at a point beside the minimum passes for the minimum", "OffloadModelTests.VerifierSoundnessTests", core=True)
model(
    "CurveBound.swift", "return point.value - point.rounding", "return point.value + point.rounding",
    "the bound is what rounding makes of it", "OffloadModelTests.VerifierSoundnessTests", core=True)
model(
    "CurveBound.swift", "let right = PricedPoint(of: self, at: left.steps + 1, price: price)",
    "let right = PricedPoint(of: self, at: left.steps, price: price)",
    "to the right of the root the bound of whole steps is taken at the wrong point")
model(
    "PlanCertificate.swift", "guard abs(objective - self.objective) <= allowance else",
    "guard objective - self.objective <= allowance else", "a plan may claim to cost more than it does", core=True)
model(
    "Plan.swift", "return used <= problem.stepBudget ?", "return used <= problem.stepBudget * (1 + 0x1p-40) ?",
    "the budget has a tolerance", core=True)
model(
    "PreciseSum.swift", "let error = (high - (sum - back)) + (term - back)", "let error = term - back",
    "the sum loses what the larger term rounds away", "OffloadModelTests.PreciseSumTests", core=True)
model(
    "OffloadProblem+Feasibility.swift", "return steps > stepBudget ?", "return steps >= stepBudget ?",
    "a budget that is just enough counts as too small", "OffloadModelTests.OffloadProblemTests", core=True)
model(
    "OffloadProblem+Validation.swift", "valid = valid && value >= least && value <= most",
    "valid = valid && !(value < least) && !(value > most)", "NaN passes as data",
    "OffloadModelTests.OffloadProblemTests", core=True)

model(
    "BoundChecker.swift", "curve.mostSteps = min(curve.mostSteps, problem.stepBudget)",
    "curve.mostSteps = min(curve.mostSteps, 0.99 * problem.stepBudget)", "the verifier thinks the budget smaller than it is",
    core=True)

# The kernels. One source serves three instruction sets, so each of these is three times compiled.
kernels = module("Sources/VectorKernelsBaseline", "VectorKernelsTests.ElementaryFunctionTests")
kernels(
    "Exponential.swift", "all(0x1.555555555083fp-5)", "all(0x1.555555555483fp-5)",
    "a coefficient of the exponential is wrong in its twelfth digit", core=True)
kernels(
    "Exponential.swift", "all(-0x1.a39ef35793c76p-33), high)", "all(0x1.a39ef35793c76p-33), high)",
    "the second part of ln 2 has the wrong sign")
kernels(
    "Exponential.swift", "larger(x, all(-760))", "larger(x, all(-740))", "small exponentials are not 0")
kernels(
    "Logarithm.swift", "all(0x1.2f15bac287d73p-3)", "all(0x1.2f15bac287d73p-4)",
    "the last coefficient of the logarithm is halved")
kernels(
    "Logarithm.swift", "with: all(.nan), where: x .< all(0)", "with: all(.nan), where: x .<= all(0)",
    "the logarithm of 0 is NaN")
kernels(
    "MinimiseCurves.swift", "isMinimum = (point.slope .<= all(0)) .| (fewest .> most)",
    "isMinimum = (point.slope .>= all(0)) .| (fewest .> most)", "the limit passes for the minimum where it is not",
    "VectorKernelsTests.UserPassesTests")
kernels(
    "MinimiseCurves.swift", "below.replacing(with: right.steps, where: right.value .< left.value)",
    "below.replacing(with: right.steps, where: right.value .> left.value)", "the worse of two whole numbers is taken",
    "VectorKernelsTests.MinimiseCurvesTests", core=True)
kernels(
    "MinimiseCurves.swift", "fewest: ceiling(load(curves.fewestSteps, index)),",
    "fewest: floor(load(curves.fewestSteps, index)),", "whole steps may fall below the minimum of steps",
    "VectorKernelsTests.MinimiseCurvesTests")
kernels(
    "PricedPoint.swift", "let half = all(0.5) * size * distance", "let half = all(0.25) * size * distance",
    "a minimum is claimed that the curve falls below", "VectorKernelsTests.MinimiseCurvesTests", core=True)
kernels(
    "PricedPoint.swift", "larger(all(0), slopeRounding - slope)", "larger(all(0), slopeRounding + slope)",
    "the loss to the right is counted where the curve rises", "VectorKernelsTests.MinimiseCurvesTests", core=True)
kernels(
    "CurveRoot.swift", "while any(active), rounds < 60 {", "while any(active), rounds < 2 {",
    "the root is given up after two steps", "VectorKernelsTests.MinimiseCurvesTests")
kernels(
    "SumDemand.swift", "elastic += zero.replacing(with: steps - fewest,", "elastic += zero.replacing(with: steps,",
    "what can be stretched is overestimated", "VectorKernelsTests.UserPassesTests", core=True)
kernels(
    "SumDemand.swift", "let start = steps.replacing(with: zero, where: steps .< zero)", "let start = steps",
    "a user at home whose edge a deadline closed counts as offloaded", "VectorKernelsTests.UserPassesTests", core=True)
kernels(
    "SettleSteps.swift", "let moved = smaller(larger(fewest, multiplyAdd(all(stretch), asked - fewest, asked)), most)",
    "let moved = larger(fewest, multiplyAdd(all(stretch), asked - fewest, asked))",
    "stretched steps pass the limit of the site", "VectorKernelsTests.UserPassesTests")
kernels(
    "FinishP2Users.swift", "one = larger(nothing, nothing - atOne)", "one = larger(nothing, atOne)",
    "γ of (22) has the wrong sign", "SuccessiveConvexTests.KKTPropertyTests")
kernels(
    "MeasureP2Demand.swift", "all(0.5) * answer.decisions * decisionRate)", "answer.decisions * decisionRate)",
    "a decision takes twice its share of the budget (16b)", "SuccessiveConvexTests.ReferenceP2Tests", core=True)
kernels(
    "ExpandP2Users.swift", "let zNow = usable(half * a / s)", "let zNow = usable(a / s)",
    "z = a/(2s) is doubled, so that the surrogate does not touch the budget row",
    "SuccessiveConvexTests.SuccessiveConvexSolverTests")
kernels(
    "SettleP2Users.swift", "while any(active), rounds < 200 {", "while any(active), rounds < 1 {",
    "the users of P2 are given up after one step", "SuccessiveConvexTests.KKTPropertyTests")

# Reductions and cores, in the verifier.
proof = module("Sources/OffloadModel/Proof", "OffloadModelTests.CoreStepTests")
proof(
    "ProofReductions.swift", "if excess <= 0x1p-43 * size {", "if excess <= size {",
    "users offload although the device serves them better", "OffloadModelTests.CoreStepTests|CertifiedSolvingTests.BruteForceTests",
    core=True)
proof(
    "ProofReductions.swift", "least += fewest", "least += 0",
    "the lattice of the budget forgets what must be spent", core=True)
proof(
    "ProofReductions.swift", "divisor = larger\n", "divisor = max(divisor, fewest)\n",
    "the lattice of the budget is too coarse", core=True)
proof(
    "BoundChecker+Core.swift", "guard bounds[index] + abs(reducedCost) >= target else { continue }",
    "guard bounds[index] + 2 * abs(reducedCost) >= target else { continue }",
    "the verifier fixes users by twice their reduced costs", core=True)
proof(
    "BoundChecker+Core.swift", "core.capacity -= only.steps", "core.capacity += only.steps",
    "users with one option take nothing from the budget")
proof(
    "BoundChecker+Core.swift", "|| curve.isProvenToRise(from: limits.lowerBound, price: smallest)", "|| true",
    "users with a choice of steps pass for rigid ones", core=True)
proof(
    "BoundChecker+Core.swift", "(direction < 0 ? values.left : values.right) - least >= core.gap",
    "values.here - least >= 0", "options of whole steps are left out", core=True)
proof(
    "BoundChecker+Core.swift", "required.add(edge(user).fewestSteps)", "required.add(-edge(user).fewestSteps)",
    "users at the edge leave the core their steps", core=True)
proof(
    "ProofCore+Array.swift", "(quotient * (1 - 0x1p-51)).rounded(.down)", "(quotient * (1 - 0x1p-51)).rounded(.up)",
    "what the verifier adds up is rounded upwards", core=True)
proof(
    "ProofCore+Lists.swift", "Double(state.cost) < threshold.allowance(at: state.steps, &walk)",
    "Double(state.cost) < 0.5 * threshold.allowance(at: state.steps, &walk)",
    "the verifier drops states that may lead below the claim", core=True)
proof(
    "ProofCostLattice.swift", "let last = ((claim + reach - base) / divisor).rounded(.up) - 1",
    "let last = ((claim + reach - base) / divisor).rounded(.up) - 2", "a claim one step of the lattice too high is accepted")

# The certified solver.
certified = module("Sources/CertifiedSolving", "CertifiedSolvingTests.BruteForceTests")
certified(
    "DualEvaluator.swift", "entering: chosenCount < mostOffloaded ? max(0, lastIn) : lastIn",
    "entering: chosenCount < mostOffloaded ? min(0, lastIn) : lastIn", "users are fixed at home without reason")
certified(
    "DualEvaluator.swift", "body(member, chosen[member] ? .edge : .local)",
    "body(member, chosen[member] ? .local : .edge)",
    "users are fixed on the wrong side", core=True)
certified(
    "DualEvaluator.swift", "let taken = min(max(chosenCount, fewestOffloaded), mostOffloaded)",
    "let taken = max(chosenCount, fewestOffloaded)", "a node ignores the most users that may offload in it", core=True)
certified(
    "BranchAndBound+Node.swift", "evaluator.forEachFixable(bound: bound, cutoff: upperBound + 0x1p-44 * magnitude) {",
    "evaluator.forEachFixable(bound: bound, cutoff: node.bound) {", "users are fixed by a bound that is not beaten",
    core=True)
certified(
    "BranchAndBound+Branching.swift", "above.fewestOffloaded = max(node.fewestOffloaded, limit + 1)",
    "above.fewestOffloaded = max(node.fewestOffloaded, limit + 2)", "a split on counts loses a count")
certified(
    "BranchAndBound+Branching.swift", "where position >= limit && evaluator", "where position + 1 >= limit && evaluator",
    "a split on twins loses a plan", core=True)
certified(
    "BranchAndBound.swift", "closedBound = min(closedBound, tree[place].bound)",
    "closedBound = max(closedBound, tree[place].bound)", "the lower bound forgets the worst leaf", core=True)
certified(
    "BranchAndBound.swift", "min(upperBound, closedBound, waitingBound, open.first?.bound ?? .infinity)",
    "min(upperBound, closedBound, waitingBound)",
    "the lower bound forgets the nodes that are still open", "StepwellCommandTests.InterruptionTests")
certified(
    "BranchAndBound+Branching.swift", "waitingBound = node.bound", "waitingBound = .infinity",
    "the lower bound forgets the part that is not solved yet", "CertifiedSolvingTests.EarlyStopTests", core=True)
certified(
    "BranchAndBound+Node.swift", "if interruption != nil, let parent, tree[solved].bound < parent.bound {",
    "if interruption != nil, let parent, tree[solved].bound < -parent.bound {",
    "a part that is cut short is bounded by what it had come to", "CertifiedSolvingTests.EarlyStopTests", core=True)
certified(
    "BranchAndBound.swift", "let asked = 0.9 * relativeGap * abs(upperBound)",
    "let asked = 9 * relativeGap * abs(upperBound)", "nodes are closed ten times too early")
certified(
    "ProofTree.swift",
    "preorder.append(.twins(user: user, limit: limit))\n                pending.append(above)\n"
    "                next = below",
    "preorder.append(.twins(user: user, limit: limit))\n                pending.append(below)\n"
    "                next = above",
    "a proof has its branches the wrong way round", core=True)
certified(
    "WaterFilling.swift", "while direction < 0 ? left > 0 : left >= 1,", "while direction < 0 ? left > 0 : left >= 0,",
    "one whole step too many is handed out", core=True)
certified(
    "WaterFilling.swift", "return left.isGiven ? left.saving > right.saving : left.saving < right.saving",
    "return left.isGiven ? left.saving < right.saving : left.saving > right.saving",
    "whole steps go to whom they save least", core=True)
certified(
    "WaterFilling.swift", "plan.steps[member] + minima.sensitivities[member] * change",
    "plan.steps[member] - minima.sensitivities[member] * change", "steps move against the price",
    "CertifiedSolvingTests.ReferenceTests", core=True)
certified(
    "WaterFilling.swift", "point.smoothGain <= 0x1p-40 * magnitude && abs(point.slope) <= -0x1p-8 * point.curvature * point.price",
    "point.smoothGain <= 0x1p-40 * magnitude", "a price far from the multiplier passes for near it",
    "NumericFuzzTests.NumericFuzzTests", core=True)
certified(
    "Reductions/ConvexUser.swift", "guard excess <= 0x1p-47 * size else", "guard excess <= 0.1 * size else",
    "users offload although their devices serve them better", "CertifiedSolvingTests.ReductionTests", core=True)
certified(
    "Reductions/ConvexUser.swift", "guard fewestSteps <= 0,", "guard fewestSteps <= 5,",
    "users offload with no steps who need some", "CertifiedSolvingTests.ReductionTests", core=True)
certified(
    "Reductions/BudgetLattice.swift", "if most > fewest { divisor = 1 }", "if most > fewest { divisor = fewest }",
    "the lattice forgets that users may take one step more", "CertifiedSolvingTests.ReductionTests", core=True)
certified(
    "Core/StateSearch.swift", "mostWeight: program.slack - fewest[user + 1])", "mostWeight: program.slack)",
    "states are dropped that could still come back to the budget", "CertifiedSolvingTests.CoreFamilyTests", core=True)
certified(
    "Core/StateSearch.swift", "if present.states[middle].weight <= program.slack {",
    "if present.states[middle].weight <= program.slack + 1 {", "a plan takes a step more than there is",
    "CertifiedSolvingTests.CoreFamilyTests", core=True)
certified(
    "Core/CoreProgram+Building.swift", "if value <= least + limit {", "if value <= least + 0.5 * limit {",
    "options are left out that a better plan may need", "CertifiedSolvingTests.CoreFamilyTests", core=True)
certified(
    "Core/CoreProgram+Building.swift", "floor = price * (all - divisor * Double(slack))",
    "floor = price * (all - divisor * Double(slack)) + 0.1 * price * all",
    "the search ends before the best plan", "CertifiedSolvingTests.CoreFamilyTests", core=True)
certified(
    "Reductions/CostLattice.swift", "let steps = ((cost - radius - base) / divisor).rounded(.up)",
    "let steps = ((cost - radius - base) / divisor).rounded(.up) + 1", "bounds are raised beyond the next possible cost",
    "CertifiedSolvingTests.ReductionTests")
certified(
    "Core/PairedLists.swift", "second.states[place].weight > slack - state.weight {",
    "second.states[place].weight > slack - state.weight + 1 {", "a pair takes a step more than there is",
    "CertifiedSolvingTests.CoreFamilyTests")
certified(
    "CertifiedRun.swift", "return withGreedyPlan(try solveInTime(startingFrom: price))",
    "return try solveInTime(startingFrom: price)", "many users get a worse plan than the greedy one after a stop",
    "NumericFuzzTests.StoppedPlanTests")
certified(
    "Core/RigidCore.swift", "guard bound + abs(reducedCost) > cutoff else { continue }",
    "guard bound + 2 * abs(reducedCost) > cutoff else { continue }", "users are fixed by twice their reduced costs",
    "CertifiedSolvingTests.CoreFamilyTests", core=True)
certified(
    "Core/RigidCore.swift", "        // At each price everybody now pays for the side it has.\n        bounds = dualBounds(core, columns: columns)\n",
    "", "fixed users pay for the other side at some prices", "CertifiedSolvingTests.CoreFamilyTests", core=True)
certified(
    "CoreProblem.swift", "settledCost.add(-loss)", "settledCost.add(loss)",
    "what a reduction may cost is taken for a gain", "CertifiedSolvingTests.DualSoundnessTests")
certified(
    "CoreProblem.swift", "{ [stepBudget] in $0 > stepBudget }", "{ [stepBudget] in $0 < -stepBudget }",
    "the bound lets users take more steps than there are", "CertifiedSolvingTests.SmallBudgetTests", core=True)
certified(
    "WaterFilling.swift", "        evaluator.exchangeLimits()\n        defer { evaluator.exchangeLimits() }\n", "",
    "the price of a user with the whole budget is nothing", "CertifiedSolvingTests.SmallBudgetTests", core=True)
certified(
    "PriceSearch.swift", "high.value - high.bound > 1024 * (best.value - best.bound)", "false",
    "values that are all rounding tell where the maximum is", "NumericFuzzTests.NumericFuzzTests", core=True)
certified(
    "CertifiedRun+Exploration.swift", "planPrice = isSame ? found",
    "_ = isSame ? found", "the price of a plan that nothing beats may be any",
    "CertifiedSolvingTests.EarlyStopTests", core=True)
certified(
    "PlanPrice.swift", "if canTake { saving = max(saving, slope) }", "if canTake || canGive { saving = max(saving, slope) }",
    "more steps are worth something to users who can take none", "CertifiedSolvingTests.PlanPriceTests", core=True)
certified(
    "PlanPrice.swift", "below = isUsedUp ? margins.lowestCost : 0\n", "below = margins.lowestCost\n",
    "whole steps less cost something where some are left", "CertifiedSolvingTests.PlanPriceTests")
certified(
    "BudgetFilling.swift", "{ budget - budget * 0x1p-53 * Double(min(users, 4096)) }",
    "{ budget + budget * 0x1p-53 * Double(min(users, 4096)) }", "the margin below the budget lies above it", core=True)
certified(
    "PlanRepair.swift", "for user in members where residue >= 1 &&", "for user in members where residue >= 0 &&",
    "a repaired plan of whole steps exceeds the budget", "CertifiedSolvingTests.EarlyStopTests", core=True)
certified(
    "PlanRepair.swift", "required.add(-fewest(user))", "required.add(fewest(user))",
    "every optional user is sent home instead of as many as it takes", "CertifiedSolvingTests.LargeProblemTests",
    core=True)
certified(
    "CertifiedRun+Verdict.swift", "&& claim.certificate.relativeGap <= settings.relativeGap",
    "&& claim.certificate.relativeGap <= 10 * settings.relativeGap || claim.certificate.absoluteGap <= 0x1p-43 * costScale(of: claim)",
    "a plan is called optimal where rounding hides the asked gap", "CertifiedSolvingTests.StatusTests", core=True)
certified(
    "CertifiedRun+Verdict.swift", "let allowed = max(settings.relativeGap * max(abs(objective), abs(bound)), 0x1p-1000)",
    "let allowed = max(10 * settings.relativeGap * max(abs(objective), abs(bound)), 0x1p-1000)",
    "the rounding of the objective may be ten times the asked gap", "CertifiedSolvingTests.CancellingCostsTests")
certified(
    "CertifiedRun+Verdict.swift", "if isProven(claim) { return .optimal }",
    "if claim.certificate.absoluteGap <= settings.relativeGap * abs(claim.certificate.objective) * 10 { return .optimal }",
    "a plan is called optimal at ten times the asked gap", core=True)
certified(
    "CertifiedRun+Exploration.swift", "if workspace.search.splits == 0 { sketches.add(at: price) }", "",
    "a solve that is cut short has no plan for the price that it knows", "CertifiedSolvingTests.EarlyStopTests",
    core=True)
certified(
    "CertifiedRun.swift", "guard error.isStop, let best", "guard !error.isStop, let best",
    "a stop in the middle of a pass loses the plan", "CertifiedSolvingTests.StopTests")
certified(
    "CoreProblem.swift", "> Self.whole(min(most[user], stepBudget), .down, rule)",
    ">= Self.whole(min(most[user], stepBudget), .down, rule)",
    "a user with exactly one possible number of edge steps never offloads")
certified(
    "Selection.swift", "} else if count - 1 >= left {", "} else if count - 1 > left {",
    "the last of those chosen need not be one of the smallest", core=True)

# The paper's method.
paper = module("Sources/SuccessiveConvex", "SuccessiveConvexTests.SuccessiveConvexSolverTests")
paper(
    "KKTSolver.swift", "let budgetTolerance = 1e-12", "let budgetTolerance = 1e-6", "the budget row is met too loosely",
    "SuccessiveConvexTests.KKTPropertyTests")
paper(
    "KKTSolver.swift", "findings.surrogate - problem.penalty * findings.penalty",
    "findings.surrogate + problem.penalty * findings.penalty", "the penalty is rewarded",
    "SuccessiveConvexTests.ReferenceP2Tests", core=True)
paper(
    "MultiplierSearch.swift", "if room < -0x1p-44 * sums.leastDemand { return .infeasible }",
    "if room < -sums.leastDemand { return .infeasible }", "a budget below the limits passes for feasible",
    "SuccessiveConvexTests.P2DegenerateTests", core=True)
paper(
    "MultiplierSearch.swift", "rate: -2 * excess / (level * sums.sensitivity)",
    "rate: -excess / (level * sums.sensitivity)", "Newton's step for δ is half as long as it should be",
    "SuccessiveConvexTests.P2CostTests")
paper(
    "SubproblemIteration.swift", "settings.penalty(ofSubproblem: subproblem - 1)",
    "settings.penalty(ofSubproblem: subproblem)", "the schedule of τ is one ahead")
paper(
    "SubproblemIteration.swift", "let linear = penaltyConstant - p2.penalty * summary.penaltySum",
    "let linear = -p2.penalty * summary.penaltySum", "the linearised penalty lacks its constant",
    "SuccessiveConvexTests.TraceTests", core=True)
paper(
    "WaterFilling.swift", "for offer in offers where rest >= 1 && offer.gain > 0 {",
    "for offer in offers where rest >= 0 && offer.gain > 0 {", "one whole step too many is handed out",
    "SuccessiveConvexTests.BaselineTests", core=True)
paper(
    "WaterFilling.swift", "var share = min(rest / more, 1)", "var share = min(0.5 * rest / more, 1)",
    "a part of the budget is left unspent", "SuccessiveConvexTests.BaselineTests", core=True)
paper(
    "PlanBuilder.swift", "optional.sort { (wishes[$0], $1) < (wishes[$1], $0) }",
    "optional.sort { (wishes[$0], $1) > (wishes[$1], $0) }", "those who wish to offload most are taken back first",
    "SuccessiveConvexTests.BaselineTests", core=True)
paper(
    "PlanBuilder.swift", "(choice == .free && wishes[user] >= 0.5)", "(choice == .free && wishes[user] > 0.5)",
    "an undecided user stays at home")
paper(
    "ShiftedCurves.swift", "local.errorDecay == edge.errorDecay && local.utilityRate == edge.utilityRate",
    "local.errorDecay == edge.errorDecay", "a rate that differs between the sites is ignored",
    "SuccessiveConvexTests.KKTPropertyTests", core=True)

# The independent check.
interior = module("Sources/InteriorPoint", "InteriorPointTests.KnownSolutionTests")
interior(
    "NewtonDirection.swift", "rightSide.inequalities[row] = -iterate.inequalities[row] - share",
    "rightSide.inequalities[row] = -iterate.inequalities[row] + share", "the direction aims away from the centre",
    core=True)
interior(
    "NewtonDirection.swift", "if step.inequalities[row] * longest < -fraction * multiplier {",
    "if step.inequalities[row] * longest < -2 * fraction * multiplier {", "multipliers may become negative", core=True)
interior(
    "UserBlocks.swift", "- 2 * h12 * a * s + h11 * s * s", "+ 2 * h12 * a * s + h11 * s * s",
    "the determinants of the blocks are wrong", "InteriorPointTests.KKTSystemTests", core=True)
interior(
    "ResidualScales.swift", "max(result.primal, abs(iterate.equalities[row]) / magnitudes.equalities[row])",
    "max(result.primal, iterate.equalities[row] / magnitudes.equalities[row])",
    "an equality that falls short counts as met")
interior(
    "Certificates.swift", "return slope <= tolerance * violation", "return slope <= violation",
    "programs that have a solution are called infeasible", "InteriorPointTests.VerdictTests", core=True)
interior(
    "Certificates.swift", "guard slope < 0 else { return false }", "guard slope > 0 else { return false }",
    "a direction along which the objective rises shows unboundedness", "InteriorPointTests.VerdictTests")
interior(
    "ArrowKKTSystem.swift", "if row == column { sum += ratios[locals * users + row] }",
    "if row == column { sum -= ratios[locals * users + row] }", "the Schur complement has the wrong diagonal",
    "InteriorPointTests.KKTSystemTests", core=True)

algebra = module("Sources/LinearAlgebra", "LinearAlgebraTests.FactorizationTests")
algebra(
    "SymmetricIndefiniteFactorization.swift", "count += 1\n                index += 2",
    "count += 2\n                index += 2",
    "the inertia of a block of order 2 is wrong", core=True)
algebra(
    "Vectors.swift", "if !(magnitude <= largest), !largest.isNaN { largest = magnitude }",
    "if magnitude > largest { largest = magnitude }", "NaN does not count as large", "LinearAlgebraTests.VectorsTests")
vendor = module("CModules/CLinearAlgebra", "LinearAlgebraTests.FactorizationTests")
vendor(
    "matrices.c", "for (int64_t row = column; row < n; row++) sum += 0 * a[row + column * n];",
    "for (int64_t row = column + 1; row < n; row++) sum += 0 * a[row + column * n];",
    "NaN on the diagonal is not noticed")
vendor(
    "matrices.c", "transposed ? CblasTrans : CblasNoTrans", "transposed ? CblasNoTrans : CblasTrans",
    "a matrix is transposed when it should not be", "LinearAlgebraTests.MatrixTests")

crossing = module("Sources/CrossChecking", "CrossCheckingTests.PlantedErrorTests")
crossing(
    "P2Conditions.swift", "+ price - pull - drift - beta + gamma)", "+ price - pull + drift - beta + gamma)",
    "the condition (18a) has a wrong sign", core=True)
crossing("Difference.swift", "{ value <= limit }", "{ !(value > limit) }", "NaN counts as agreement")
crossing(
    "CrossChecker+Verdict.swift", "guard room < 0, case .infeasibleBudget = status else {",
    "guard case .infeasibleBudget = status else {",
    "the limits are not asked whether P2 is infeasible", "CrossCheckingTests.PlantedErrorTests")

# Scenario and plan files.
files = module("Sources/ScenarioFiles", "ScenarioFilesTests.ScenarioErrorTests")
files(
    "DecimalConversion.swift", "(isInexact || kept & 1 == 1)", "(isInexact || kept & 1 == 0)",
    "ties are rounded to odd",
    "ScenarioFilesTests.NumberTests", core=True)
files(
    "DecimalConversion.swift", "if significand < 1 << 53, size <= 22 {", "if significand < 1 << 55, size <= 22 {",
    "a number is rounded twice", "ScenarioFilesTests.NumberTests")
files(
    "JSONReader+Numbers.swift", "if isZeroLed, offset > start + 1 {", "if isZeroLed, offset > start + 2 {",
    "numbers may start with a superfluous 0", "ScenarioFilesTests.JSONReaderTests", core=True)
files(
    "JSONReader+Numbers.swift", "guard value.isFinite else { return nil }", "guard !value.isNaN else { return nil }",
    "numbers beyond every Double become infinite", core=True)
files(
    "JSONReader.swift", "guard keys.insert(key).inserted else {",
    "guard keys.insert(key).inserted || keys.count > 1 else {", "a key may appear twice",
    "ScenarioFilesTests.JSONReaderTests", core=True)
files(
    "JSONReader+Strings.swift", "if (0xdc00...0xdfff).contains(low),", "if (0xdc00...0xe000).contains(low),",
    "half a surrogate pair is accepted", "ScenarioFilesTests.JSONReaderTests", core=True)
files(
    "JSONReader+Strings.swift", "byte >= 0x20, byte != UInt8(ascii: \"\\\"\") {\n            offset += 1",
    "byte >= 0x1f, byte != UInt8(ascii: \"\\\"\") {\n            offset += 1",
    "a control character is accepted after an escape",
    "ScenarioFilesTests.JSONReaderTests")
files(
    "JSONWriter.swift", "$0 >= 0x20 && $0 < 0x7f", "$0 >= 0x1f && $0 < 0x7f", "a control character is written as it is",
    "ScenarioFilesTests.JSONWriterTests")
files(
    "JSONWriter.swift", "value == value.rounded(), value != 0 || value.sign == .plus {", "value == value.rounded() {",
    "−0 loses its sign", "ScenarioFilesTests.NumberTests", core=True)
files(
    "Scenario+Validation.swift", "isValid = isValid && value >= 0 && value <= largest",
    "isValid = isValid && !(value < 0) && !(value > largest)", "NaN passes as a quantity of a user", core=True)
files(
    "Scenario+Validation.swift", "!(floors[$0] <= starts[$0])", "!(floors[$0] < starts[$0])",
    "a user whose images do not get better with steps is refused")
files(
    "TimeForSteps.swift", "guard slack >= 0 else { return -1 }", "guard slack > 0 else { return -1 }",
    "an edge that a deadline leaves no time at all for steps counts as closed", "ScenarioFilesTests.CurveFoldingTests")
files(
    "TimeForSteps.swift", "let error = deadline.ulp + fixedTime.ulp + steps", "let error = slack.ulp + steps",
    "the error of a difference is taken relative to the difference", "ScenarioFilesTests.TimeForStepsTests")
files(
    "TimeForSteps.swift", "for meant in [minimum, quotient.rounded()]", "for meant in [quotient.rounded()]",
    "a minimum of steps that is no whole number and just fits makes a scenario infeasible",
    "ScenarioFilesTests.TimeForStepsTests")
files(
    "OffloadProblem+Scenario.swift", "users[.uplinkTime] != nil || users[.uplinkEnergy] != nil",
    "users[.uplinkTime] != nil", "the energy of the uplink is forgotten if it takes no time",
    "ScenarioFilesTests.CurveFoldingTests")
files(
    "EdgeDemand.swift", "guard advance > 1e-7 * steps else { break }", "guard advance > 1e-2 * steps else { break }",
    "budgets are derived from a demand that is off in the fourth digit", "ScenarioFilesTests.GeneratorTests")
files(
    "PlanDocument+Validation.swift", "guard askedGap >= 0, askedGap < 1 else",
    "guard askedGap >= 0, askedGap <= 1 else",
    "a gap of 1 may be asked, which every plan is within", "ScenarioFilesTests.PlanVerificationTests")
files(
    "PlanDocument+Validation.swift", "guard (0...outcome.plan.count).contains(outcome.offloadedCount) else",
    "guard (0...outcome.plan.count + 1).contains(outcome.offloadedCount) else", "more users offload than there are",
    "ScenarioFilesTests.PlanDocumentTests")
files(
    "PlanDocument+Reading.swift", "values.firstIndex(where: { $0 != 0 && $0 != 1 })",
    "values.firstIndex(where: { $0 < 0 || $0 > 1 })", "half a decision is read as staying at home",
    "ScenarioFilesTests.PlanDocumentTests", core=True)
files(
    "PlanFindings.swift", "if relativeGap != gap {", "if relativeGap < gap {",
    "the gap of a plan file need not be its gap",
    "ScenarioFilesTests.PlanVerificationTests", core=True)
files(
    "PlanFindings.swift", "case .optimal where !(gap <= askedGap):", "case .optimal where !(gap <= 2 * askedGap):",
    "a plan may be called optimal at twice the asked gap", "ScenarioFilesTests.PlanVerificationTests")
files(
    "PlanFindings.swift", "allowance: max(askedGap * abs(outcome.objective), rounding)",
    "allowance: max(1e3 * askedGap * abs(outcome.objective), rounding)",
    "the price of a plan is hardly checked", "ScenarioFilesTests.PlanVerificationTests", core=True)
files(
    "AtomicFile.swift", "unlink(temporary)", "_ = temporary", "a failed writing leaves its file behind",
    "ScenarioFilesTests.FileTests")

# Batches.
batch = module("Sources/BatchSolving", "BatchSolvingTests.BatchFileTests")
batch(
    "BatchFile+Continuing.swift", "let isWhole = answers.bytesPassed - size > answer.bytes.count",
    "let isWhole = answers.bytesPassed - size >= answer.bytes.count",
    "an answer without its end of line counts as whole")
batch(
    "BatchRecordHead.swift", "? .whole : .altered", "? .whole : .whole",
    "an answer that was changed counts as whole", "BatchSolvingTests.BatchResumptionTests", core=True)
batch(
    "BatchFile.swift", "\\(settings.stepRule) \\(settings.relativeGap) \\(settings.nodeLimit)",
    "\\(settings.stepRule) \\(settings.nodeLimit)", "answers to another gap are continued")
batch(
    "BatchFile+Continuing.swift", "let checksum = checksum.followed(by: line.bytes[...])", "let checksum = checksum",
    "answers are not compared with the lines that they answer", core=True)
batch(
    "BatchFile.swift", "if record.status == .stopped {", "if record.status == .timeLimit {",
    "the answer of a solve that was stopped is written as if it were the last word")
batch(
    "OrderedPipeline.swift", "exchange.outputs(of: delivered)", "exchange.outputs(of: taken - 1)",
    "the group taken last is delivered first", "BatchSolvingTests.OrderedPipelineTests", core=True)

# The command's answers to the shell.
command = module("Sources/StepwellCommand", "StepwellCommandTests.SolveTests")
command(
    "ExitStatus.swift", "case .infeasible: infeasible", "case .infeasible: nil", "no plan at all counts as success",
    core=True)
command(
    "ExitStatus.swift", "case .timeLimit, .nodeLimit, .roundingLimit, .stopped: stoppedEarly",
    "case .timeLimit, .roundingLimit, .stopped: stoppedEarly\n        case .nodeLimit: nil",
    "a plan short of the asked gap counts as success",
    "StepwellCommandTests.InterruptionTests")
command(
    "ExitStatus.swift", "case let error as FileError: failure(error.description, inputOutput)",
    "case let error as FileError: failure(error.description, badInput)",
    "a missing file counts as bad input", "StepwellCommandTests.BadInputTests")
command(
    "VerifyCommand.swift", "if !findings.holds { throw ExitStatus.failedCheck }",
    "if findings.failures.count > 1 { throw ExitStatus.failedCheck }", "a single false claim passes",
    "StepwellCommandTests.TamperingTests", core=True)
command(
    "SolveCommand.swift", "if certificateHolds == false { throw ExitStatus.failedCheck }",
    "if certificateHolds != false { throw ExitStatus.failedCheck }", "a claim that the verifier shares counts as false")
command(
    "BatchCommand.swift", "if summary.badLines > 0 { return ExitStatus.badInput }", "", "bad lines count as success",
    "StepwellCommandTests.BatchTests")
command(
    "CrossCheckCommand.swift", "if !agreements.allSatisfy(\\.isWithin) { throw ExitStatus.failedCheck }", "",
    "disagreement counts as success", "StepwellCommandTests.CrossCheckTests")
