"""P2 by IPOPT, with exact derivatives from casadi.

    minimise   Σ R̃_0(s)²u + (1−a)²/(4u) + R̃_1(s)²v + a²/(4v) − τ(2a' − 1)·a
    subject to 0 ≤ a ≤ 1,   L ≤ s,   s − a·(S_1 − S_0) ≤ S_0,
               Σ s²z + a²/(4z) ≤ S_e

The Hessian of the Lagrangian is diagonal and the Jacobian has one dense row. Both
are told to casadi, whose own detection of the pattern takes O(N²) time; the
derivatives themselves are casadi's. The linear solver, MUMPS, is told to order
its unknowns by QAMD, which expects dense rows: left to choose, it had not finished
one factorisation of 100,000 users after 40 s.
"""

import peer

casadi = peer.require("casadi")
np = peer.require("numpy")
p2 = peer.require("p2")

IPOPT_OPTIONS = {
    "tol": 1e-10, "acceptable_iter": 0, "bound_relax_factor": 0.0,
    "print_level": 0, "sb": "yes", "max_iter": 500, "mumps_pivot_order": 6,
}
STATUSES = {
    "Solve_Succeeded": peer.OPTIMAL, "Maximum_WallTime_Exceeded": peer.TIME_LIMIT,
    "Infeasible_Problem_Detected": peer.INFEASIBLE,
}


def cost(curves, steps):
    """R̃(s) as a casadi expression."""
    return (casadi.DM(curves.K) + casadi.DM(curves.A) * steps
            + casadi.DM(curves.B) * casadi.exp(-casadi.DM(curves.p) * steps)
            + casadi.DM(curves.D) * casadi.exp(-casadi.DM(curves.q) * steps))


def solver_options(time_limit):
    """IPOPT's options in casadi's form, silent."""
    options = {f"ipopt.{key}": value for key, value in IPOPT_OPTIONS.items()}
    return options | {"ipopt.max_wall_time": time_limit, "print_time": False}


def separable_derivatives(program, jacobian):
    """The Jacobian and the Hessian of a program whose terms share no variable.

    The Hessian is diagonal, so its product with the vector of ones is its
    diagonal.
    """
    x, f, g = program["x"], program["f"], program["g"]
    parameters = casadi.MX.sym("p", 0)
    weight = casadi.MX.sym("lam_f")
    multipliers = casadi.MX.sym("lam_g", g.numel())
    gradient = casadi.gradient(weight * f + casadi.dot(multipliers, g), x)
    diagonal = casadi.jtimes(gradient, x, casadi.DM.ones(x.numel()))
    return {
        "jac_g": casadi.Function("jac_g", [x, parameters], [g, jacobian]),
        "hess_lag": casadi.Function(
            "hess_lag", [x, parameters, weight, multipliers],
            [casadi.diag(diagonal)]),
    }


def prepare(problem, arguments):
    """Builds the nonlinear program and its derivatives."""
    sub = p2.subproblem(problem, arguments)
    count = problem.count
    a, s = casadi.MX.sym("a", count), casadi.MX.sym("s", count)
    u, v, z = casadi.DM(sub.u), casadi.DM(sub.v), casadi.DM(sub.z)
    terms = (cost(sub.local, s)**2 * u + (1 - a)**2 / (4 * u)
             + cost(sub.edge, s)**2 * v + a**2 / (4 * v) - casadi.DM(sub.reward) * a)
    cap = s - a * casadi.DM(sub.edge.S - sub.local.S)
    budget = casadi.sum1(s**2 * z + a**2 / (4 * z))
    program = {"x": casadi.vertcat(a, s), "f": casadi.sum1(terms),
               "g": casadi.vertcat(cap, budget)}
    limits = casadi.DM(sub.edge.S - sub.local.S)
    jacobian = casadi.vertcat(
        casadi.horzcat(casadi.diag(-limits), casadi.DM.eye(count)),
        casadi.gradient(budget, program["x"]).T)
    options = (solver_options(arguments.time_limit)
               | separable_derivatives(program, jacobian))
    solver = casadi.nlpsol("p2", "ipopt", program, options)
    bounds = {
        "x0": np.concatenate([sub.start_a, sub.start_s]),
        "lbx": np.concatenate([np.zeros(count), sub.local.L]),
        "ubx": np.concatenate([np.ones(count), np.full(count, np.inf)]),
        "lbg": -np.inf, "ubg": np.append(sub.local.S, sub.step_budget),
    }

    def run():
        answer = solver(**bounds)
        stats = solver.stats()
        point = np.asarray(answer["x"]).ravel()
        decisions, steps = point[:count], point[count:]
        return peer.Outcome(
            STATUSES.get(stats["return_status"], stats["return_status"]),
            objective=sub.objective(decisions, steps),
            details={
                "iterations": stats["iter_count"],
                "delta": float(answer["lam_g"][count]),
                "budgetViolation": max(
                    0.0, sub.budget_use(decisions, steps) - sub.step_budget),
                "solution": {"a": decisions, "s": steps},
            })

    return run


if __name__ == "__main__":
    peer.main(__doc__, prepare, f"IPOPT in casadi {casadi.__version__}",
              p2.add_arguments)
