import InteriorPoint
import SuccessiveConvex

extension CrossChecker {
    /// The part of the budget that must be missing for the interior-point method to have to see it.
    private static let visibleShare = 1e-6

    /// Compares the verdict that P2 is infeasible with the limits themselves and with the interior-point method.
    ///
    /// P2 is feasible if and only if every user has a decision at which L is within the cap and Σ of the least demands,
    /// each at the least a and s of its user, is within the budget. That is checked first. The interior-point method must
    /// then find P2 infeasible where more than a millionth of the budget is missing, and may not end otherwise.
    func compareVerdict(
        _ problem: P2Problem, _ status: KKTStatus, _ agreement: Agreement
    ) throws(CrossCheckError) -> Agreement {
        var agreement = agreement
        agreement.note = "both find P2 infeasible"
        agreement.differences = [Difference("verdict", 0, limit: 0)]
        guard let limits = P2Limits.all(of: problem), let program = P2Program(problem) else {
            if case .infeasibleUser = status { return agreement }
            agreement.fail("the KKT solver: \(status), but a user's L exceeds every cap")
            return agreement
        }
        let (room, _) = P2Limits.room(in: problem, limits)
        guard room < 0, case .infeasibleBudget = status else {
            agreement.fail("the KKT solver: \(status), the limits leave \(room) of the budget")
            return agreement
        }
        let result = try solve(program, noting: &agreement)
        switch result.status {
        case .primalInfeasible: break
        case .optimal, .acceptable:
            if -room > Self.visibleShare * problem.stepBudget {
                agreement.fail("the KKT solver: \(status), the interior-point method: \(result.status.rawValue)")
            } else {
                agreement.note = "P2 lacks \(-room) of its budget, too little for the interior-point method"
            }
        default:
            agreement.note =
                "P2 is infeasible by its limits; the interior-point method ended with \(result.status.rawValue)"
        }
        return agreement
    }
}
