"""Reads ``stepwell-scenario/1`` files into the columns of problem P1.

Every user n has one convex cost curve per site r (0 = device, 1 = edge server),

    R_r(s) = K + A·s + B·exp(−p·s) + D·exp(−q·s),   L ≤ s ≤ S,

with

    A = ω1·(c1·Δt_r + c3·P_r·Δt_r),   P_0 = k_n·f_n³,  P_1 = k_e·g_n³
    B = ω1·c2·(ε_r − floor_r),         p = C1_r
    D = ω2,                            q = C2_r
    K = −ω2 + ω1·c2·floor_r            (edge: + ω1·(c1·T_uplink + c3·E_uplink))

and the problem is P1: choose a site and a number of steps for every user at
least total cost, such that the steps taken at the edge add up to S_e at most.
"""

import json
import sys
from dataclasses import dataclass

import numpy as np

FORMAT = "stepwell-scenario/1"
REQUIRED = (
    "localStepTime", "edgeStepTime", "localPowerCoefficient", "localFrequency",
    "edgeFrequency", "initialError", "errorDecay", "utilityRate",
    "localStepLimit", "edgeStepLimit",
)
CONSTANT_DEFAULTS = {
    "minimumSteps": 0.0, "deadline": np.inf, "uplinkTime": 0.0,
    "uplinkEnergy": 0.0, "errorFloor": 0.0, "edgeErrorFloor": 0.0,
}
SAME_AS_LOCAL = {
    "edgeInitialError": "initialError", "edgeErrorDecay": "errorDecay",
    "edgeUtilityRate": "utilityRate",
}


class ScenarioError(ValueError):
    """A file that is not a scenario."""


class Infeasible(ValueError):
    """A scenario that no plan satisfies."""


@dataclass(frozen=True)
class Curves:
    """The cost curves of all users at one site, one array of N per letter."""

    K: np.ndarray
    A: np.ndarray
    B: np.ndarray
    p: np.ndarray
    D: np.ndarray
    q: np.ndarray
    L: np.ndarray
    S: np.ndarray

    def cost(self, steps):
        """R(s) of every user; ``steps`` is broadcast over the users."""
        return (self.K + self.A * steps + self.B * np.exp(-self.p * steps)
                + self.D * np.exp(-self.q * steps))

    def slope(self, steps):
        """R'(s) of every user."""
        return (self.A - self.p * self.B * np.exp(-self.p * steps)
                - self.q * self.D * np.exp(-self.q * steps))

    def curvature(self, steps):
        """R''(s) of every user."""
        return (self.p**2 * self.B * np.exp(-self.p * steps)
                + self.q**2 * self.D * np.exp(-self.q * steps))

    def best_steps(self, price=0.0):
        """The s in [L, S] of least R(s) + price·s.

        R' is increasing and concave, so Newton's method from the left rises
        to the root of R'(s) + price without overshooting. NaN where L > S.
        """
        steps = self.L.astype(float)
        for _ in range(200):
            slope = self.slope(steps) + price
            curvature = self.curvature(steps)
            with np.errstate(divide="ignore", invalid="ignore"):
                move = np.where(slope < 0, -slope / curvature, 0.0)
            following = np.minimum(steps + move, np.maximum(self.S, self.L))
            if np.all(following - steps <= 1e-14 * (1 + steps)):
                steps = following
                break
            steps = following
        return np.where(self.L <= self.S, steps, np.nan)

    def shifted(self, amount):
        """The curves R + amount."""
        return Curves(self.K + amount, self.A, self.B, self.p, self.D, self.q,
                      self.L, self.S)

    def subset(self, chosen):
        """The curves of some users."""
        return Curves(*(getattr(self, letter)[chosen] for letter in "KABpDqLS"))

    def columns(self):
        """The eight arrays as a tuple, contiguous, for compiled code."""
        return tuple(np.ascontiguousarray(getattr(self, letter), dtype=float)
                     for letter in "KABpDqLS")


@dataclass(frozen=True)
class Problem:
    """P1: the curves of both sites and the budget S_e of edge steps."""

    name: str
    local: Curves
    edge: Curves
    step_budget: float
    utility_weight: float

    @property
    def count(self):
        """N."""
        return len(self.local.K)

    @property
    def must_offload(self):
        """The users with L > S_0, who cannot stay on their device."""
        return self.local.L > self.local.S

    @property
    def must_stay(self):
        """The users with L > S_1, whom the edge cannot serve."""
        return self.edge.L > self.edge.S

    def require_feasible(self):
        """Raises ``Infeasible`` if no plan exists."""
        nowhere = np.flatnonzero(self.must_offload & self.must_stay)
        if len(nowhere):
            raise Infeasible(f"user {nowhere[0]} can run nowhere")
        needed = float(np.sum(self.local.L[self.must_offload]))
        if needed > self.step_budget:
            raise Infeasible(f"mandatory offloading needs {needed} edge steps")

    def local_costs(self):
        """r_n = min R_0(s) over L ≤ s ≤ S_0; +∞ for who must offload."""
        steps = self.local.best_steps()
        costs = self.local.cost(np.nan_to_num(steps))
        return np.where(self.must_offload, np.inf, costs)

    def objective(self, offloaded, steps):
        """The objective of P1 (8)."""
        costs = np.where(offloaded, self.edge.cost(steps), self.local.cost(steps))
        return float(np.sum(costs))


def read(path):
    """Reads a scenario file; ``-`` is standard input.

    Raises ``ScenarioError`` for unknown or missing keys and wrong lengths.
    """
    if path == "-":
        document = json.load(sys.stdin)
    else:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    return problem(document)


def problem(document):
    """P1 of a scenario document that has been parsed already."""
    if document.get("format") != FORMAT:
        raise ScenarioError(f"format is {document.get('format')!r}, not {FORMAT!r}")
    columns = _columns(document["users"], document["count"])
    return _fold(document, columns)


def _columns(users, count):
    """All columns of the file with the defaults filled in, as float arrays."""
    known = {*REQUIRED, *CONSTANT_DEFAULTS, *SAME_AS_LOCAL}
    unknown = sorted(set(users) - known)
    if unknown:
        raise ScenarioError(f"unknown key users.{unknown[0]}")
    missing = [key for key in REQUIRED if key not in users]
    if missing:
        raise ScenarioError(f"users.{missing[0]} is missing")
    columns = {}
    for key in (*REQUIRED, *CONSTANT_DEFAULTS, *SAME_AS_LOCAL):
        value = users.get(key)
        if value is None:
            value = (columns[SAME_AS_LOCAL[key]] if key in SAME_AS_LOCAL
                     else CONSTANT_DEFAULTS[key])
        if isinstance(value, list):
            # Only a deadline may be null, for a user who has none.
            value = [np.inf if entry is None and key == "deadline" else entry
                     for entry in value]
        array = np.asarray(value, dtype=float)
        if array.ndim and array.shape != (count,):
            raise ScenarioError(f"users.{key} has {len(array)} entries, not {count}")
        if not np.all(array >= 0):
            raise ScenarioError(f"users.{key} has an entry that is not ≥ 0")
        columns[key] = np.broadcast_to(array, (count,)).astype(float)
    return columns


def _limit(limit, step_time, slack):
    """S lowered to what fits into the time left; −1 where none is left."""
    with np.errstate(divide="ignore", invalid="ignore"):
        fitting = np.where(step_time > 0, slack / step_time, np.inf)
    return np.where(slack >= 0, np.minimum(limit, fitting), -1.0)


def _fold(document, users):
    """Folds the physical quantities into one curve per user and site."""
    weights, edge = document["weights"], document["edge"]
    time = weights["cost"] * weights["time"]
    error = weights["cost"] * weights["error"]
    energy = weights["cost"] * weights["energy"]
    utility = weights["utility"]

    def curves(step_time, watts, floor, initial, decay, rate, fixed, limit):
        ones = np.ones(document["count"])
        return Curves(
            K=-utility + error * floor + fixed,
            A=(time + energy * watts) * step_time,
            B=error * (initial - floor), p=decay,
            D=utility * ones, q=rate,
            L=users["minimumSteps"], S=limit)

    local = curves(
        users["localStepTime"],
        users["localPowerCoefficient"] * users["localFrequency"]**3,
        users["errorFloor"], users["initialError"], users["errorDecay"],
        users["utilityRate"], 0.0,
        _limit(users["localStepLimit"], users["localStepTime"], users["deadline"]))
    remote = curves(
        users["edgeStepTime"],
        edge["powerCoefficient"] * users["edgeFrequency"]**3,
        users["edgeErrorFloor"], users["edgeInitialError"],
        users["edgeErrorDecay"], users["edgeUtilityRate"],
        time * users["uplinkTime"] + energy * users["uplinkEnergy"],
        _limit(users["edgeStepLimit"], users["edgeStepTime"],
               users["deadline"] - users["uplinkTime"]))
    return Problem(document.get("name", ""), local, remote,
                   float(edge["stepBudget"]), float(utility))
