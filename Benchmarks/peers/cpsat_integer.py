"""P1 with whole steps by CP-SAT, with the costs rounded to integers.

    minimise   Σ round(M·(c_j − c_n))·y_j
    subject to exactly one y_j of every user n,   Σ w_j·y_j ≤ S_e,   y boolean

with one boolean per user, site and step count (see ``choices.py``); c_n is the
least cost of user n and M the scale. Rounding moves each user's cost by 1/(2M) at
most, and by nothing where M·c_j is whole; twice the sum of what it moves is how far
the plan may be from the optimum: ``scalingError``.
"""

import peer

np = peer.require("numpy")
choices = peer.require("choices")
ortools = peer.require("ortools")
cp_model = peer.require("ortools.sat.python.cp_model")


def add_arguments(parser):
    """The scale of the objective."""
    parser.add_argument("--scale", type=float, default=1e9, help="M")


def prepare(problem, arguments):
    """Builds the model."""
    table = choices.choices(problem)
    users = len(table.starts) - 1
    least = np.minimum.reduceat(table.cost, table.starts[:-1])
    above = table.cost - np.repeat(least, np.diff(table.starts))
    rounded = np.rint(arguments.scale * above)
    error = float(np.sum(np.maximum.reduceat(
        np.abs(rounded / arguments.scale - above), table.starts[:-1])))
    scaled = rounded.astype(np.int64).tolist()
    weights = table.weight.astype(np.int64).tolist()
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(table.count)]
    for n in range(users):
        model.add_exactly_one(chosen[table.starts[n]:table.starts[n + 1]])
    model.add(cp_model.LinearExpr.weighted_sum(chosen, weights) <= table.step_budget)
    model.minimize(cp_model.LinearExpr.weighted_sum(chosen, scaled))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = arguments.time_limit
    solver.parameters.num_workers = arguments.threads
    solver.parameters.random_seed = 1
    solver.parameters.relative_gap_limit = 0.0

    def run():
        code = solver.solve(model)
        status = {cp_model.OPTIMAL: peer.OPTIMAL, cp_model.INFEASIBLE: peer.INFEASIBLE,
                  cp_model.FEASIBLE: peer.TIME_LIMIT,
                  cp_model.UNKNOWN: peer.TIME_LIMIT}.get(code, peer.FAILED)
        details = {"scale": arguments.scale, "binaries": table.count,
                   "scalingError": 2 * error,
                   "branches": solver.num_branches}
        if code not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return peer.Outcome(status, details=details)
        picked = np.array([solver.boolean_value(choice) for choice in chosen])
        # Half of the scaling error belongs to the bound, half to the plan.
        bound = (float(np.sum(least)) - error
                 + solver.best_objective_bound / arguments.scale)
        return peer.Outcome(status, objective=table.objective(picked), bound=bound,
                            details=details)

    return run


if __name__ == "__main__":
    peer.main(__doc__, prepare, f"CP-SAT of OR-Tools {ortools.__version__}",
              add_arguments)
