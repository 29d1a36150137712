"""The perspective relaxation of P1 by Clarabel, through cvxpy.

    minimise   Σ (1−α)·r_n + K·α + A·x + B·t + D·w
    subject to t ≥ α·exp(−p·x/α),   w ≥ α·exp(−q·x/α)     (exponential cones)
               L·α ≤ x ≤ S_1·α,   0 ≤ α ≤ 1,   Σ x ≤ S_e

with the edge's curves and r_n = min R_0(s). It is the tightest convex relaxation
that treats the users one by one, and its optimum is the largest value of P1's
Lagrangian dual, max q(λ): a lower bound of P1, tight to O(1/N). The multiplier
of Σ x ≤ S_e is the price λ.
"""

import peer

np = peer.require("numpy")
cp = peer.require("cvxpy")
clarabel = peer.require("clarabel")

TOLERANCES = {"tol_gap_abs": 1e-9, "tol_gap_rel": 1e-9, "tol_feas": 1e-9}


def prepare(problem, arguments):
    """Builds the conic program; cvxpy's translation counts as building."""
    edge = problem.edge
    alpha, x = cp.Variable(problem.count), cp.Variable(problem.count)
    error, utility = cp.Variable(problem.count), cp.Variable(problem.count)
    # The value at α = 0 of a user who must offload is never used.
    local = np.where(problem.must_offload, 0.0, problem.local_costs())
    budget = cp.sum(x) <= problem.step_budget
    constraints = [
        cp.ExpCone(cp.multiply(-edge.p, x), alpha, error),
        cp.ExpCone(cp.multiply(-edge.q, x), alpha, utility),
        cp.multiply(edge.L, alpha) <= x,
        x <= cp.multiply(np.maximum(edge.S, 0.0), alpha),
        alpha >= problem.must_offload.astype(float),
        alpha <= 1 - problem.must_stay.astype(float),
        budget,
    ]
    total = (float(np.sum(local)) + (edge.K - local) @ alpha + edge.A @ x
             + edge.B @ error + edge.D @ utility)
    program = cp.Problem(cp.Minimize(total), constraints)
    settings = TOLERANCES | {
        "time_limit": arguments.time_limit, "max_threads": arguments.threads}
    data, chain, inverse = program.get_problem_data(
        cp.CLARABEL, solver_opts=settings)

    def run():
        raw = chain.solve_via_data(program, data, solver_opts=dict(settings))
        program.unpack_results(raw, chain, inverse)
        statistics = program.solver_stats
        price = None if budget.dual_value is None else float(budget.dual_value)
        return peer.Outcome(
            peer.OPTIMAL if program.status == cp.OPTIMAL else program.status,
            objective=program.value, seconds=statistics.solve_time,
            details={"iterations": statistics.num_iters, "price": price})

    return run


if __name__ == "__main__":
    peer.main(__doc__, prepare, f"Clarabel {clarabel.__version__}")
