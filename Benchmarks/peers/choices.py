"""P1 with whole steps as a multiple-choice knapsack.

One binary per user, site and step count, exactly one of each user is chosen:

    minimise   Σ c_j·y_j
    subject to Σ_{j of n} y_j = 1 for every user n,   Σ w_j·y_j ≤ S_e

c_j is the cost of choice j and w_j the edge steps it takes. Choices that another
one of the same user beats in both cost and weight are left out: of the local ones
only the cheapest remains, and edge steps stop where the cost no longer falls.
"""

from dataclasses import dataclass

import numpy as np

from scenario import Infeasible


@dataclass(frozen=True)
class Choices:
    """All choices, those of a user next to each other.

    ``starts`` has N + 1 entries: user n owns ``starts[n] … starts[n + 1] − 1``.
    """

    cost: np.ndarray
    weight: np.ndarray
    starts: np.ndarray
    step_budget: int

    @property
    def count(self):
        """The number of binaries."""
        return len(self.cost)

    def objective(self, chosen):
        """Σ c_j of the chosen ones."""
        return float(np.sum(self.cost[chosen]))


def choices(problem):
    """The choices of all users."""
    costs, weights, sizes = [], [], []
    for n in range(problem.count):
        cost, weight = _of_user(problem, n)
        if not len(cost):
            raise Infeasible(f"user {n} can take no whole number of steps")
        costs.append(cost)
        weights.append(weight)
        sizes.append(len(cost))
    return Choices(np.concatenate(costs), np.concatenate(weights),
                   np.concatenate([[0], np.cumsum(sizes)]),
                   int(np.floor(problem.step_budget)))


def _curve(curves, n):
    """The whole steps that user n may take at a site, and what they cost."""
    steps = np.arange(np.ceil(curves.L[n]), np.floor(curves.S[n]) + 1)
    one = curves.subset(slice(n, n + 1))
    return steps, one.cost(steps)


def _of_user(problem, n):
    """The undominated choices of a user: the local one first."""
    _, local = _curve(problem.local, n)
    steps, edge = _curve(problem.edge, n)
    best = np.min(local, initial=np.inf)
    # Keep an edge choice only if it is cheaper than all that take fewer steps.
    before = np.minimum.accumulate(np.concatenate([[best], edge]))[:-1]
    useful = edge < before
    if np.isfinite(best):
        return (np.concatenate([[best], edge[useful]]),
                np.concatenate([[0.0], steps[useful]]))
    return edge[useful], steps[useful]
