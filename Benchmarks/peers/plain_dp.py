"""P1 with whole steps by a plain dynamic program over the budget.

    A_n(W) = min over the choices j of user n with w_j ≤ W of A_{n−1}(W − w_j) + c_j

An array of S_e + 1 numbers and one vector operation for every choice: O(S_e) per
choice whatever the costs are. It returns the optimum, not a plan.
"""

import time

import peer

np = peer.require("numpy")
choices = peer.require("choices")


def add_arguments(parser):
    """The longest array."""
    parser.add_argument("--longest", type=int, default=1 << 26,
                        help="the most steps that an array is made for")


def prepare(problem, arguments):
    """Nothing is built."""
    table = choices.choices(problem)
    weights, costs = table.weight.astype(np.int64).tolist(), table.cost.tolist()
    starts, budget = table.starts.tolist(), min(table.step_budget, int(np.sum(table.weight)))

    def run():
        if budget > arguments.longest:
            return peer.Outcome("too large")
        ended = time.perf_counter() + arguments.time_limit
        best = np.zeros(budget + 1)
        for first, end in zip(starts[:-1], starts[1:]):
            if time.perf_counter() > ended:
                return peer.Outcome(peer.TIME_LIMIT)
            following = np.full(budget + 1, np.inf)
            for weight, cost in zip(weights[first:end], costs[first:end]):
                if weight <= budget:
                    np.minimum(following[weight:], best[:budget + 1 - weight] + cost,
                               out=following[weight:])
            best = following
        objective = float(best[budget])
        if not np.isfinite(objective):
            return peer.Outcome(peer.INFEASIBLE)
        return peer.Outcome(peer.OPTIMAL, objective=objective, bound=objective)

    return run


if __name__ == "__main__":
    peer.main(__doc__, prepare, f"numpy {np.__version__}", add_arguments)
