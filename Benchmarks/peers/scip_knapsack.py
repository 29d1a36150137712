"""P1 with whole steps as a mixed-integer linear program by SCIP.

    minimise   Σ c_j·y_j
    subject to Σ_{j of n} y_j = 1 for every user n,   Σ w_j·y_j ≤ S_e,   y binary

with one binary per user, site and step count (see ``choices.py``). A user with two
choices has one binary: it offloads or it does not.
"""

import peer

np = peer.require("numpy")
choices = peer.require("choices")
pyscipopt = peer.require("pyscipopt")
scip = peer.require("scip")


def prepare(problem, arguments):
    """Builds the model."""
    table = choices.choices(problem)
    model = scip.model(arguments)
    cost, weight = table.cost.tolist(), table.weight.tolist()
    objective, used, offset, binaries = [], [], 0.0, []
    for first, end in zip(table.starts[:-1], table.starts[1:]):
        if end - first > 2:
            own = [model.addVar(vtype="B") for _ in range(first, end)]
            model.addCons(pyscipopt.quicksum(own) == 1)
            binaries += own
            objective += [c * y for c, y in zip(cost[first:end], own)]
            used += [w * y for w, y in zip(weight[first:end], own)]
            continue
        offset += cost[first]
        binaries.append(None)
        if weight[first]:
            used.append(weight[first])
        if end - first == 2:
            own = model.addVar(vtype="B")
            binaries.append(own)
            objective.append((cost[first + 1] - cost[first]) * own)
            used.append((weight[first + 1] - weight[first]) * own)
    model.addCons(pyscipopt.quicksum(used) <= float(table.step_budget))
    model.setObjective(pyscipopt.quicksum(objective) + offset, "minimize")

    def plan():
        picked = np.array([y is not None and model.getVal(y) > 0.5 for y in binaries])
        for first, end in zip(table.starts[:-1], table.starts[1:]):
            picked[first] = not picked[first + 1:end].any()
        return table.objective(picked), {}

    return lambda: scip.optimize(model, plan)


if __name__ == "__main__":
    scip.main(__doc__, prepare, 1e-9)
