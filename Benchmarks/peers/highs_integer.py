"""P1 with whole steps as a mixed-integer linear program by HiGHS.

    minimise   Σ c_j·y_j
    subject to Σ_{j of n} y_j = 1 for every user n,   Σ w_j·y_j ≤ S_e,   y binary

with one binary per user, site and step count (see ``choices.py``).
"""

import peer

np = peer.require("numpy")
choices = peer.require("choices")
highspy = peer.require("highspy")


def add_arguments(parser):
    """The accuracy asked for."""
    parser.add_argument("--gap", type=float, default=1e-9,
                        help="relative gap between plan and bound to stop at")


def model(table):
    """The linear program with integrality, by columns."""
    program = highspy.HighsLp()
    users = len(table.starts) - 1
    program.num_col_, program.num_row_ = table.count, users + 1
    program.col_cost_ = table.cost
    program.col_lower_, program.col_upper_ = np.zeros(table.count), np.ones(table.count)
    program.row_lower_ = np.append(np.ones(users), -highspy.kHighsInf)
    program.row_upper_ = np.append(np.ones(users), float(table.step_budget))
    # Every column has an entry 1 in its user's row and w in the last one.
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.arange(0, 2 * table.count + 1, 2)
    rows = np.empty(2 * table.count, dtype=np.int32)
    rows[0::2] = np.repeat(np.arange(users), np.diff(table.starts))
    rows[1::2] = users
    values = np.ones(2 * table.count)
    values[1::2] = table.weight
    program.a_matrix_.index_, program.a_matrix_.value_ = rows, values
    program.integrality_ = [highspy.HighsVarType.kInteger] * table.count
    return program


def prepare(problem, arguments):
    """Builds the model."""
    table = choices.choices(problem)
    solver = highspy.Highs()
    solver.silent()
    for key, value in {
            "time_limit": arguments.time_limit, "threads": arguments.threads,
            "mip_rel_gap": arguments.gap, "mip_abs_gap": 0.0,
            "mip_feasibility_tolerance": 1e-9}.items():
        solver.setOptionValue(key, value)
    solver.passModel(model(table))
    statuses = {
        highspy.HighsModelStatus.kOptimal: peer.OPTIMAL,
        highspy.HighsModelStatus.kTimeLimit: peer.TIME_LIMIT,
        highspy.HighsModelStatus.kInfeasible: peer.INFEASIBLE,
    }

    def run():
        solver.run()
        status = statuses.get(solver.getModelStatus(), str(solver.getModelStatus()))
        info = solver.getInfo()
        values = np.asarray(solver.getSolution().col_value)
        found = len(values) and info.primal_solution_status == 2
        return peer.Outcome(
            status, objective=table.objective(values > 0.5) if found else None,
            bound=info.mip_dual_bound,
            details={"gap": info.mip_gap, "nodes": info.mip_node_count,
                     "binaries": table.count})

    return run


if __name__ == "__main__":
    peer.main(__doc__, prepare, f"HiGHS {highspy.Highs().version()}", add_arguments)
