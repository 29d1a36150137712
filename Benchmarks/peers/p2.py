"""The paper's convex sub-problem P2 (16), built from a scenario.

    minimise   Σ R̃_0(s)²u + (1−a)²/(4u) + R̃_1(s)²v + a²/(4v) − τ(2a' − 1)·a
    subject to 0 ≤ a ≤ 1,   L ≤ s ≤ S_0 + a·(S_1 − S_0),
               Σ s²z + a²/(4z) ≤ S_e

R̃ = R + ω2 > 0, a' is the previous a, and u = (1−a)/(2R̃_0(s)),
v = a/(2R̃_1(s)), z = a/(2s) are taken at the point of expansion: the same a for
all users and s = max(0.5, f·min(S_0, S_1)).
"""

from dataclasses import dataclass

import numpy as np

from scenario import Curves


@dataclass(frozen=True)
class Subproblem:
    """P2 with its auxiliary variables, one array entry per user."""

    local: Curves
    edge: Curves
    u: np.ndarray
    v: np.ndarray
    z: np.ndarray
    reward: np.ndarray
    step_budget: float
    start_a: np.ndarray
    start_s: np.ndarray

    def objective(self, a, s):
        """The objective above."""
        local, edge = self.local.cost(s), self.edge.cost(s)
        return float(np.sum(
            local**2 * self.u + (1 - a)**2 / (4 * self.u)
            + edge**2 * self.v + a**2 / (4 * self.v) - self.reward * a))

    def budget_use(self, a, s):
        """Σ s²z + a²/(4z)."""
        return float(np.sum(s**2 * self.z + a**2 / (4 * self.z)))


def add_arguments(parser):
    """The options that choose the point of expansion and the penalty."""
    parser.add_argument("--expansion-a", type=float, default=0.5,
                        help="a at the point of expansion, between 0 and 1")
    parser.add_argument("--step-fraction", type=float, default=0.5,
                        help="f, s at the point of expansion over min(S_0, S_1)")
    parser.add_argument("--previous-a", type=float, default=0.5, help="a'")
    parser.add_argument("--tau", type=float, default=0.0, help="τ ≥ 0")


def subproblem(problem, arguments):
    """P2 of a scenario; ``reward`` is τ(2a' − 1)."""
    local = problem.local.shifted(problem.utility_weight)
    edge = problem.edge.shifted(problem.utility_weight)
    a = np.full(problem.count, arguments.expansion_a)
    s = np.maximum(0.5, arguments.step_fraction * np.minimum(local.S, edge.S))
    reward = np.full(problem.count, arguments.tau * (2 * arguments.previous_a - 1))
    return Subproblem(
        local, edge, u=(1 - a) / (2 * local.cost(s)), v=a / (2 * edge.cost(s)),
        z=a / (2 * s), reward=reward, step_budget=problem.step_budget,
        start_a=a, start_s=s)
