"""The steps of a fixed set of offloaded users by IPOPT, with exact derivatives.

    minimise   Σ_{n stays} r_n + Σ_{n offloads} R_1(s)
    subject to L ≤ s ≤ S_1,   Σ s ≤ S_e

The set is that of a plan written by ``stepwell solve``, so the optimum must be
the plan's objective: a check of its steps by a different method.
"""

import json

import ipopt_p2
import peer

casadi = peer.require("casadi")
np = peer.require("numpy")


def add_arguments(parser):
    """The plan whose set is filled."""
    parser.add_argument("--plan", required=True, help="a stepwell-plan/1 file")


def prepare(problem, arguments):
    """Builds the nonlinear program of the offloaded users."""
    with open(arguments.plan, encoding="utf-8") as file:
        plan = json.load(file)
    offloaded = np.asarray(plan["users"]["offloaded"], dtype=bool)
    curves = problem.edge.subset(offloaded)
    local_total = float(np.sum(problem.local_costs()[~offloaded]))
    count = len(curves.K)
    if count == 0:
        return lambda: peer.Outcome(peer.OPTIMAL, objective=local_total)
    s = casadi.MX.sym("s", count)
    program = {"x": s, "f": casadi.sum1(ipopt_p2.cost(curves, s)), "g": casadi.sum1(s)}
    options = (ipopt_p2.solver_options(arguments.time_limit)
               | ipopt_p2.separable_derivatives(program, casadi.DM.ones(1, count)))
    solver = casadi.nlpsol("waterfill", "ipopt", program, options)
    start = np.minimum(curves.S, np.maximum(curves.L, problem.step_budget / count))

    def run():
        answer = solver(x0=start, lbx=curves.L, ubx=curves.S,
                        lbg=-np.inf, ubg=problem.step_budget)
        stats = solver.stats()
        steps = np.asarray(answer["x"]).ravel()
        return peer.Outcome(
            ipopt_p2.STATUSES.get(stats["return_status"], stats["return_status"]),
            objective=local_total + float(np.sum(curves.cost(steps))),
            details={"iterations": stats["iter_count"],
                     "price": float(answer["lam_g"][0])})

    return run


if __name__ == "__main__":
    peer.main(__doc__, prepare, f"IPOPT in casadi {casadi.__version__}",
              add_arguments)
