"""P1 as a mixed-integer nonlinear program by SCIP.

    minimise   Σ (1−α)·r_n + (K + B + D)·α + A·x + t
    subject to t ≥ B·(exp(−p·x) − 1) + D·(exp(−q·x) − 1)
               L·α ≤ x ≤ S_1·α,   α binary,   Σ x ≤ S_e

with the edge's curves and r_n = min R_0(s), computed beforehand to spare SCIP the
local half. α = 0 forces x = 0, where t may be 0, so the objective is that of P1
at every binary α. x is semicontinuous, which SCIP's perspective handler detects
by itself: it strengthens the gradient cuts of the exponentials to perspective
cuts, so there is no need (and no numerically safe way) to write α·exp(−p·x/α).
"""

import peer

np = peer.require("numpy")
pyscipopt = peer.require("pyscipopt")
scip = peer.require("scip")


def prepare(problem, arguments):
    """Builds the model."""
    edge = problem.edge
    local = np.where(problem.must_offload, 0.0, problem.local_costs())
    model = scip.model(arguments)
    alphas, steps, costs = [], [], []
    for n in range(problem.count):
        cap = max(0.0, float(edge.S[n]))
        alpha = model.addVar(vtype="B", lb=float(problem.must_offload[n]),
                             ub=1 - float(problem.must_stay[n]))
        x = model.addVar(lb=0.0, ub=cap)
        t = model.addVar(lb=-float(edge.B[n] + edge.D[n]), ub=0.0)
        model.addCons(x <= cap * alpha)
        model.addCons(x >= float(edge.L[n]) * alpha)
        model.addCons(
            t >= float(edge.B[n]) * (pyscipopt.exp(-float(edge.p[n]) * x) - 1)
            + float(edge.D[n]) * (pyscipopt.exp(-float(edge.q[n]) * x) - 1))
        alphas.append(alpha)
        steps.append(x)
        costs.append(local[n] + float(edge.K[n] + edge.B[n] + edge.D[n] - local[n]) * alpha
                     + float(edge.A[n]) * x + t)
    model.addCons(pyscipopt.quicksum(steps) <= problem.step_budget)
    model.setObjective(pyscipopt.quicksum(costs), "minimize")

    def plan():
        offloaded = np.array([model.getVal(alpha) > 0.5 for alpha in alphas])
        # SCIP's x may leave its bounds by the feasibility tolerance.
        x = np.clip([model.getVal(x) for x in steps], edge.L, edge.S)
        steps_taken = np.where(offloaded, x, problem.local.best_steps())
        violation = max(0.0, float(np.sum(x[offloaded])) - problem.step_budget)
        return problem.objective(offloaded, steps_taken), {"budgetViolation": violation}

    return lambda: scip.optimize(model, plan)


if __name__ == "__main__":
    scip.main(__doc__, prepare, 1e-6)
