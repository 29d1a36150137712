"""What the programs that ask SCIP have in common."""

import peer

pyscipopt = peer.require("pyscipopt")

STATUSES = {
    "optimal": peer.OPTIMAL, "gaplimit": peer.OPTIMAL,
    "timelimit": peer.TIME_LIMIT, "infeasible": peer.INFEASIBLE,
}


def model(arguments):
    """An empty model with the limits asked for."""
    empty = pyscipopt.Model()
    empty.hideOutput()
    empty.setParams({"limits/time": arguments.time_limit, "limits/gap": arguments.gap,
                     "numerics/feastol": 1e-9})
    return empty


def optimize(problem, plan):
    """Solves a model; ``plan`` reads the objective and further details from it."""
    problem.optimize()
    status = STATUSES.get(problem.getStatus(), problem.getStatus())
    if problem.getNSols() == 0:
        return peer.Outcome(status, bound=problem.getDualbound(),
                            seconds=problem.getSolvingTime())
    objective, details = plan()
    return peer.Outcome(
        status, objective=objective, bound=problem.getDualbound(),
        details={"gap": problem.getGap(), "nodes": problem.getNTotalNodes()} | details)


def main(description, prepare, gap):
    """Runs ``prepare`` with the relative gap to stop at, if no other one is asked for."""
    def add_arguments(parser):
        parser.add_argument("--gap", type=float, default=gap,
                            help="relative gap between plan and bound to stop at")

    version = pyscipopt.Model()
    peer.main(
        description, prepare,
        f"SCIP {version.getMajorVersion()}.{version.getMinorVersion()}"
        f".{version.getTechVersion()} in pyscipopt {pyscipopt.__version__}",
        add_arguments)
