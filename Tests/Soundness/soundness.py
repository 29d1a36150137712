"""Recompute the claims of plan files in fifty digits: is every lower bound one?

    soundness.py STEPWELL [SCENARIO...]

Every scenario (default: the reference set, the examples, and hard ones made here) is solved with real and with whole steps. From
scenario and plan file alone, in arithmetic of fifty digits and without any tolerance:

- the certificate's tree is followed, with exact minima of the curves at its prices, and must prove the claimed lower bound;
- the stated objective must be that of the plan, to the rounding of its summation;
- the plan must be feasible, exactly.

The scenario is folded into curves in double precision, in the order of operations that Stepwell documents; what those curves
mean is then taken exactly. How far the folding itself moves the bound is reported as well.
"""

import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

from mpmath import mp, mpf

mp.dps = 50
ROOT = pathlib.Path(__file__).resolve().parents[2]
FIELDS = (
    "localStepTime edgeStepTime localPowerCoefficient localFrequency edgeFrequency initialError errorDecay utilityRate "
    "localStepLimit edgeStepLimit"
).split()


class Curve:
    """K + A s + B exp(-p s) + D exp(-q s) on [least, most]."""

    def __init__(self, K, A, B, p, D, q, least, most):
        self.key = (K, A, B, p, D, q, least, most)
        self.K, self.A, self.B, self.p, self.D, self.q = (mpf(x) for x in (K, A, B, p, D, q))
        self.least, self.most = mpf(least), mpf(most)

    def value(self, s):
        return self.K + self.A * s + self.B * mp.exp(-self.p * s) + self.D * mp.exp(-self.q * s)

    def slope(self, s, price):
        return (
            self.A + price - self.p * self.B * mp.exp(-self.p * s) - self.q * self.D * mp.exp(-self.q * s)
        )

    def limited(self, budget):
        """The same curve with no more steps than the budget."""
        return Curve(*self.key[:-1], min(self.key[-1], budget))

    def limits(self, whole):
        least, most = (mp.ceil(self.least), mp.floor(self.most)) if whole else (self.least, self.most)
        return (least, most) if least <= most else None

    def minimum(self, price, whole):
        """min R(s) + price * s over the limits, exact to fifty digits; None if there are none."""
        limits = self.limits(whole)
        if limits is None:
            return None
        least, most = limits
        priced = lambda s: self.value(s) + price * s
        if self.slope(least, price) >= 0:
            return priced(least)
        if self.slope(most, price) <= 0:
            return priced(most)
        # The slope is concave and increasing: from the left Newton's method never passes the root.
        s = least
        for _ in range(100000):
            fall = self.p**2 * self.B * mp.exp(-self.p * s) + self.q**2 * self.D * mp.exp(-self.q * s)
            step = -self.slope(s, price) / fall
            if step <= mpf(10) ** -40 * (1 + s):
                break
            s = min(s + step, most)
        if whole:
            below = mp.floor(s)
            return min(priced(below), priced(min(below + 1, most)))
        # Between two points that enclose the root, a convex function is not below either tangent; at this distance
        # the difference is far below what fifty digits show.
        return priced(s)


class Problem:
    def __init__(self, path, exactly=False):
        """exactly: fold the scenario in fifty digits rather than in double precision."""
        number = mpf if exactly else float
        document = json.loads(pathlib.Path(path).read_text())
        self.count = document["count"]
        w = {key: number(value) for key, value in document["weights"].items()}
        users = document["users"]
        power_coefficient = number(document["edge"]["powerCoefficient"])
        self.budget = mpf(float(document["edge"]["stepBudget"]))

        def entry(key, user, default=None):
            value = users.get(key)
            if isinstance(value, list):
                value = value[user]
            return number(value) if value is not None else default

        self.local, self.edge = [], []
        for n in range(self.count):
            zero = number(0)
            floor_l, floor_e = entry("errorFloor", n, zero), entry("edgeErrorFloor", n, zero)
            error_factor = w["cost"] * w["error"]

            def step_cost(time, coefficient, frequency):
                power = coefficient * (frequency * frequency * frequency)
                return w["cost"] * (w["time"] * time + w["energy"] * power * time)

            def cap(limit, time, slack):
                if slack is None:
                    return limit
                if not slack >= 0:
                    return number(-1)
                return min(limit, slack / time) if time > 0 else limit

            def quality(start, floor, p, q):
                """K without the uplink, B and D; terms of rate 0 are constants."""
                B = zero if p == 0 else error_factor * (start - floor)
                D = zero if q == 0 else w["utility"]
                return error_factor * (start if p == 0 else floor) - D, B, D

            least = entry("minimumSteps", n, zero)
            deadline = entry("deadline", n)
            uplink = entry("uplinkTime", n, zero)
            start = entry("initialError", n)
            p, q = entry("errorDecay", n), entry("utilityRate", n)
            K, B, D = quality(start, floor_l, p, q)
            self.local.append(
                Curve(
                    K,
                    step_cost(entry("localStepTime", n), entry("localPowerCoefficient", n), entry("localFrequency", n)),
                    B,
                    p,
                    D,
                    q,
                    least,
                    cap(entry("localStepLimit", n), entry("localStepTime", n), deadline),
                )
            )
            has_uplink = "uplinkTime" in users or "uplinkEnergy" in users
            p, q = entry("edgeErrorDecay", n, p), entry("edgeUtilityRate", n, q)
            K, B, D = quality(entry("edgeInitialError", n, start), floor_e, p, q)
            if has_uplink:
                K += (w["cost"] * w["time"]) * uplink + (w["cost"] * w["energy"]) * entry("uplinkEnergy", n, zero)
            self.edge.append(
                Curve(
                    K,
                    step_cost(entry("edgeStepTime", n), power_coefficient, entry("edgeFrequency", n)),
                    B,
                    p,
                    D,
                    q,
                    least,
                    cap(
                        entry("edgeStepLimit", n),
                        entry("edgeStepTime", n),
                        None if deadline is None else deadline - uplink,
                    ),
                )
            )
        self.minima = {}

    def minimum(self, curve, price, whole):
        key = (curve.key, price, whole)
        if key not in self.minima:
            self.minima[key] = curve.minimum(price, whole)
        return self.minima[key]


class Proof:
    """Follows a certificate's tree with exact numbers and returns the bound that it proves."""

    def __init__(self, problem, steps, claim, whole, version=1):
        self.problem, self.steps, self.claim, self.whole = problem, steps, claim, whole
        self.version = version
        self.budget = mp.floor(problem.budget) if whole else problem.budget
        self.r = [problem.minimum(c, mpf(0), whole) for c in problem.local]
        # Nobody can take more steps than there are.
        self.edge = [c.limited(problem.budget) for c in problem.edge]

    def reduced(self, sides):
        """The sides by the reductions of version 2, and what they cost by the rounding of the numbers that they rest on."""
        loss, sides = mpf(0), list(sides)
        for n in range(self.problem.count):
            if sides[n] != "open":
                continue
            local, edge = self.problem.local[n], self.edge[n]
            size = sum(abs(c.K) + c.B + c.D for c in (local, edge)) + local.A * max(local.least, mpf(0))
            excess = edge.K + edge.B + edge.D - self.r[n]
            if edge.least <= 0 <= edge.most and excess <= mpf(2) ** -44 * size:
                loss += max(excess, mpf(0))
                sides[n] = "edge"
            elif self.problem.minimum(edge, mpf(0), self.whole) >= self.r[n]:
                sides[n] = "local"
        return sides, loss

    def spendable(self, sides):
        """What of the budget can be spent; by version 2 what lies on the lattice of whole steps."""
        if self.version < 2:
            return self.budget
        least, divisor = 0, 0
        for n in range(self.problem.count):
            if sides[n] == "local":
                continue
            low, high = self.edge[n].limits(self.whole)
            if low != mp.floor(low) or (high > low and not self.whole):
                return self.budget
            divisor = 1 if high > low else divisor
            if sides[n] == "edge":
                least += int(low)
            else:
                divisor = math.gcd(divisor, int(low))
        if self.budget < least:
            return mpf(0)
        return mpf(least + ((int(self.budget) - least) // divisor * divisor if divisor else 0))

    def core(self, sides, fewest, most, prices):
        """The bound of a core step, by a list of undominated choices."""
        if fewest > most:
            return mp.inf
        found = [self.offers(sides, 0, self.problem.count, p) for p in prices]
        if max(f[0] for f in found) >= self.claim:
            return max(f[0] for f in found)
        sides = list(sides)
        for total, costs, _, _, _ in found:
            for cost, n in costs:
                if sides[n] == "open" and total + abs(cost) >= self.claim:
                    sides[n] = "edge" if cost < 0 else "local"
        better = [self.offers(sides, 0, self.problem.count, p)[0] for p in prices]
        best = max(range(len(prices)), key=lambda k: better[k])
        if better[best] >= self.claim:
            return self.claim
        price, gap, budget = prices[best], self.claim - better[best], self.spendable(sides)
        rests, capacity, choices = [-p * budget for p in prices], budget, [(mpf(0), mpf(0))]
        for n in range(self.problem.count):
            if sides[n] == "local":
                rests = [rest + self.r[n] for rest in rests]
                continue
            curve = self.edge[n]
            low, high = curve.limits(self.whole)
            if sides[n] == "edge" and not self.whole:
                rests = [r + self.problem.minimum(curve, p, False) for r, p in zip(rests, prices)]
                capacity -= low
                continue
            if not self.whole:
                assert low == high or curve.slope(low, min(prices)) >= 0, f"user {n} of a core is elastic"
            options = [(mpf(0), self.r[n])] if sides[n] == "open" else []
            steps = [low + k for k in range(int(high - low) + 1)] if self.whole else [low]
            options += [(s, curve.value(s) + price * s) for s in steps]
            least = min(value for _, value in options)
            rests = [rest + least for rest in rests]
            reached = sorted(
                (w + s, z + value - least) for w, z in choices for s, value in options if z + value - least < gap
            )
            choices, cheapest = [], mp.inf
            for w, z in reached:
                if z - price * w < cheapest:
                    cheapest = z - price * w
                    choices.append((w, z))
        bound = self.claim
        for w, z in choices:
            if w <= capacity:
                rest = (
                    rests[best] + price * (budget - w)
                    if self.whole
                    else max(r + (p - price) * w for r, p in zip(rests, prices))
                )
                bound = min(bound, rest + z)
        return bound

    def offers(self, sides, fewest, most, price):
        total, forced, costs = -price * self.spendable(sides), 0, []
        for n in range(self.problem.count):
            if sides[n] == "local":
                total += self.r[n]
                continue
            phi = self.problem.minimum(self.edge[n], price, self.whole)
            if sides[n] == "edge":
                total += phi
                forced += 1
            else:
                total += self.r[n]
                costs.append((phi - self.r[n], n))
        fewest, most = max(fewest - forced, 0), min(most - forced, len(costs))
        if fewest > most:
            return mp.inf, [], 0, None, None
        costs.sort()
        taken = min(max(sum(cost < 0 for cost, _ in costs), fewest), most)
        total += sum((cost for cost, _ in costs[:taken]), mpf(0))
        last_in = costs[taken - 1][0] if taken > 0 else -mp.inf
        first_out = costs[taken][0] if taken < len(costs) else mp.inf
        entering = max(mpf(0), last_in) if taken < most else last_in
        leaving = min(mpf(0), first_out) if taken > fewest else first_out
        return total, costs, taken, entering, leaving

    def bound(self):
        count = self.problem.count
        sides = ["open"] * count
        for n in range(count):
            if self.r[n] is None:
                sides[n] = "edge"
            if self.edge[n].limits(self.whole) is None:
                sides[n] = "local"
        sides, loss = self.reduced(sides) if self.version >= 2 else (sides, 0)
        open_regions = [(sides, 0, count, -mp.inf)]
        bound = mp.inf
        steps = iter(self.steps)
        while open_regions:
            sides, fewest, most, known = open_regions.pop()
            step = next(steps)
            (kind, argument), = step.items()
            if kind == "price":
                bound = min(bound, max(known, self.offers(sides, fewest, most, mpf(argument))[0]))
            elif kind == "fixing":
                total, costs, taken, entering, leaving = self.offers(sides, fewest, most, mpf(argument))
                sides = list(sides)
                for position, (cost, n) in enumerate(costs):
                    if position < taken and total + (leaving - cost) >= self.claim:
                        sides[n] = "edge"
                    elif position >= taken and total + (cost - entering) >= self.claim:
                        sides[n] = "local"
                # What was left out costs at least the claim.
                bound = min(bound, self.claim)
                open_regions.append((sides, fewest, most, max(known, total)))
            elif kind == "core":
                prices = [mpf(p) for p in argument["prices"]]
                bound = min(bound, max(known, self.core(sides, fewest, most, prices)))
            elif kind == "count":
                open_regions.append((sides, max(fewest, argument + 1), most, known))
                open_regions.append((sides, fewest, min(most, argument), known))
            else:
                user, limit = argument
                twins = [
                    n
                    for n in range(count)
                    if self.problem.local[n].key == self.problem.local[user].key
                    and self.problem.edge[n].key == self.problem.edge[user].key
                ]
                below, above = (list(sides), fewest, most), (list(sides), fewest, most)
                below = self.forced(below, twins[limit:], "local")
                above = self.forced(above, twins[: limit + 1], "edge")
                open_regions.append((*above, known))
                open_regions.append((*below, known))
        assert next(steps, None) is None, "steps follow the end of the tree"
        return bound - loss

    @staticmethod
    def forced(region, users, side):
        sides, fewest, most = region
        for n in users:
            if sides[n] == "open":
                sides[n] = side
            elif sides[n] != side:
                most = -1
        return sides, fewest, most


def check(problem, plan):
    """Returns (slack of the bound, error of the objective), both relative to the sum of magnitudes; raises on a lie."""
    whole = plan["steps"] == "integer"
    offloaded, steps = plan["users"]["offloaded"], plan["users"]["steps"]
    used, objective, magnitude = mpf(0), mpf(0), mpf(0)
    for n in range(problem.count):
        curve = problem.edge[n] if offloaded[n] else problem.local[n]
        limits = curve.limits(whole)
        s = mpf(steps[n])
        assert limits and limits[0] <= s <= limits[1], f"user {n}: {steps[n]} steps"
        assert not whole or s == mp.floor(s), f"user {n}: {steps[n]} is not whole"
        used += s if offloaded[n] else 0
        objective += curve.value(s)
        magnitude += abs(curve.K) + curve.A * s + curve.B + curve.D
    assert used <= problem.budget, f"{mp.nstr(used, 20)} edge steps of {mp.nstr(problem.budget, 20)}"
    error = abs(objective - mpf(plan["objective"]))
    assert error <= mpf(2) ** -49 * magnitude + mpf(2) ** -1000, f"objective off by {mp.nstr(error, 3)}"
    claim = mpf(plan["lowerBound"])
    assert claim <= objective + mpf(2) ** -52 * abs(objective), "the bound is above the plan's own cost"
    proof = plan.get("certificate") or [{"price": plan["price"] or 0}]
    proven = Proof(problem, proof, claim, whole, plan.get("certificateVersion", 1)).bound()
    assert claim <= proven, f"bound {plan['lowerBound']!r} claimed, {mp.nstr(proven, 20)} is true"
    scale = magnitude if magnitude > 0 else mpf(1)
    return (proven - claim) / scale, error / scale


def hard_scenarios(folder):
    """Scenarios after what is hard for floating point, with sizes at which exact arithmetic is still quick."""
    generator = random.Random(20240607)
    for number in range(40):
        count = generator.choice([1, 2, 5, 12, 40])
        decay = [10 ** generator.uniform(-4, 0.5) for _ in range(count)]
        kind = number % 8
        rate = {
            0: [p for p in decay],
            1: [p * (1 + 2**-52) for p in decay],
            2: [p * (1 + 10 ** generator.uniform(-15, -3)) for p in decay],
            3: [0] * count,
        }.get(kind, [10 ** generator.uniform(-4, 0.5) for _ in range(count)])
        scale = 10.0 ** generator.choice([-250, -30, 0, 0, 0, 20]) if kind == 4 else 1
        error = [generator.uniform(0.01, 1) * (10 ** generator.uniform(-12, 12) if kind == 5 else 1) for _ in decay]
        limit = [generator.choice([0, 1, generator.uniform(1, 60)]) for _ in decay]
        edge_limit = [generator.uniform(0, 90) for _ in decay]
        users = {
            "localStepTime": [10 ** generator.uniform(-5, -1) for _ in decay],
            "edgeStepTime": [10 ** generator.uniform(-5, -1) for _ in decay],
            "localPowerCoefficient": 0,
            "localFrequency": 1,
            "edgeFrequency": 1,
            "initialError": error,
            "errorDecay": decay,
            "utilityRate": rate,
            "localStepLimit": limit,
            "edgeStepLimit": edge_limit,
        }
        if kind == 6:
            # Alternating uplink energies of large magnitude: the constants nearly cancel in no sum, and dwarf the rest.
            users["uplinkEnergy"] = [10 ** generator.uniform(0, 9) if n % 2 else 0 for n in range(count)]
        if kind == 7:
            users["minimumSteps"] = [min(a, b) * generator.uniform(0, 1) for a, b in zip(limit, edge_limit)]
        document = {
            "format": "stepwell-scenario/1",
            "name": f"hard {number}",
            "count": count,
            "weights": {"time": scale, "error": scale, "energy": scale, "cost": 0.5, "utility": 0.5 * scale},
            "edge": {
                "stepBudget": generator.choice([0, 0.3, 0.6, 2]) * sum(edge_limit),
                "powerCoefficient": 0,
            },
            "users": users,
        }
        path = folder / f"hard-{number}.json"
        path.write_text(json.dumps(document))
        yield path


def main():
    stepwell, *paths = sys.argv[1:]
    worst_slack, worst_error, failures, checked, trees = mpf(0), mpf(0), 0, 0, 0
    least_slack = mpf(1)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        if not paths:
            reference = sorted((ROOT / "Tests/TestSupport/Reference").glob("*.json"))
            paths = [p for p in reference if p.stem not in ("optima", "p2")]
            paths += sorted((ROOT / "Examples").glob("*.json"))
            paths += list(hard_scenarios(folder))
        for path in map(pathlib.Path, paths):
            problem, exact = Problem(path), Problem(path, exactly=True)
            for rule in ("continuous", "integer"):
                output = folder / "plan.json"
                command = [stepwell, "solve", path, "--steps", rule, "-q", "--output", output]
                run = subprocess.run(command, capture_output=True, text=True)
                plan = json.loads(output.read_text())
                if plan["status"] == "infeasible":
                    continue
                checked += 1
                trees += len(plan["certificate"] or []) > 1
                name = f"{path.stem}, {rule}, {plan['status']}"
                try:
                    assert run.returncode == 0, f"exit status {run.returncode}: {run.stderr.strip()}"
                    slack, error = check(problem, plan)
                    worst_slack, worst_error = max(worst_slack, slack), max(worst_error, error)
                    least_slack = min(least_slack, slack)
                    moved = Proof(
                        exact, plan["certificate"] or [{"price": plan["price"] or 0}], mpf(plan["lowerBound"]), rule == "integer"
                    ).bound()
                    if moved < mpf(plan["lowerBound"]):
                        print(f"{name}: folding moves the bound by {mp.nstr(moved - mpf(plan['lowerBound']), 3)}")
                except AssertionError as broken:
                    failures += 1
                    print(f"{name}: {broken}")
    print(
        f"{checked} plans, {trees} with a tree, {failures} broken; the exact bound exceeds the claimed one by "
        f"{mp.nstr(least_slack, 3)} to {mp.nstr(worst_slack, 3)} of the magnitudes, objectives err by {mp.nstr(worst_error, 3)}"
    )
    sys.exit(1 if failures or not checked else 0)


if __name__ == "__main__":
    main()
