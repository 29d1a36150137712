"""P1's dual and P2 by bisection in code compiled with numba.

What a competent person writes in an afternoon: plain loops over the users, Newton
for each user and bisection for the one multiplier that couples them. No SIMD by
hand, no fast-math; ``--parallel`` spreads the users over the threads.

Without ``--p2``, the dual of P1 over the price λ ≥ 0 of an edge step:

    maximise   q(λ) = Σ min(r_n, φ_n(λ)) − λ·S_e
    with       r_n = min R_0(s) over L ≤ s ≤ S_0
               φ_n(λ) = min R_1(s) + λ·s over L ≤ s ≤ S_1

by bisection on Σ s_n(λ) over the users with φ_n < r_n. The plan at the upper end
of the bracket is feasible; its cost is reported as ``planObjective``.

With ``--p2``, the sub-problem P2 of ``p2.py`` by the paper's Algorithm 2 for each
δ: a = clamp(num/den), s the root of Φ(s); where that exceeds the cap, s lies on
the cap and a is the root of ψ(a); and bisection on δ for Σ s²z + a²/(4z) = S_e.
"""

import functools

import peer

np = peer.require("numpy")
p2 = peer.require("p2")
numba = peer.require("numba")


def best_steps(price, A, B, p, D, q, L, S, start):
    """The s in [L, S] of least R(s) + price·s, by Newton on the concave R'.

    A start right of the root first falls left of it and then rises to it.
    """
    s = min(max(start, L), S)
    for _ in range(100):
        error, utility = p * B * np.exp(-p * s), q * D * np.exp(-q * s)
        curvature = p * error + q * utility
        if curvature <= 0.0:
            return L if A + price > 0.0 else s
        following = s - (A + price - error - utility) / curvature
        following = min(max(following, L), S)
        if abs(following - s) <= 1e-12 * (1.0 + s):
            return following
        s = following
    return s


def local_costs(K, A, B, p, D, q, L, S, costs):
    """r_n of every user, +∞ for who must offload."""
    for n in numba.prange(len(K)):
        if L[n] > S[n]:
            costs[n] = np.inf
        else:
            s = best_steps(0.0, A[n], B[n], p[n], D[n], q[n], L[n], S[n], L[n])
            costs[n] = (K[n] + A[n] * s + B[n] * np.exp(-p[n] * s)
                        + D[n] * np.exp(-q[n] * s))


def priced(price, K, A, B, p, D, q, L, S, local, steps):
    """Σ min(r_n, φ_n(λ)), and the steps and costs of the users who offload.

    ``steps`` holds the last roots and is where the next ones start.
    """
    total, demand, plan = 0.0, 0.0, 0.0
    for n in numba.prange(len(K)):
        least, used, paid = local[n], 0.0, local[n]
        if L[n] <= S[n]:
            s = best_steps(price, A[n], B[n], p[n], D[n], q[n], L[n], S[n], steps[n])
            steps[n] = s
            cost = (K[n] + A[n] * s + B[n] * np.exp(-p[n] * s)
                    + D[n] * np.exp(-q[n] * s))
            if cost + price * s < least:
                least, used, paid = cost + price * s, s, cost
        total += least
        demand += used
        plan += paid
    return total, demand, plan


def guarded(following, low, high):
    """A Newton iterate, or the middle of the bracket if it leaves the bracket."""
    if low < following < high:
        return following
    return 0.5 * (low + high)


def decide(decision_weight, ceiling, spread, u, v, z, delta, L, start,
           K0, A0, B0, p0, D0, q0, K1, A1, B1, p1, D1, q1):
    """The a and s of one user for a given δ.

    ``decision_weight`` is num = 1/(2u) + τ(2a' − 1), the cap on s is
    ceiling + a·spread = S_0 + a·(S_1 − S_0).
    """
    den = 0.5 / u + 0.5 / v + 0.5 * delta / z
    a = min(max(decision_weight / den, 0.0), 1.0)
    cap = ceiling + a * spread
    if L <= cap:
        # The cap's multiplier is zero: s is the root of Φ, clamped.
        s = min(max(start, L), cap)
        low, high, phi = -np.inf, np.inf, 0.0
        for _ in range(200):
            phi, slope = stationarity(s, u, v, z, delta, K0, A0, B0, p0, D0, q0,
                                      K1, A1, B1, p1, D1, q1)
            if phi > 0.0:
                high = s
            else:
                low = s
            following = min(max(s - phi / slope, L), cap)
            if abs(following - s) <= 1e-13 * (1.0 + s):
                s = following
                break
            s = guarded(following, low, high)
        if s < cap or phi >= 0.0:
            return a, s
    # The cap binds: s = ceiling + a·spread ≥ L and a is the root of ψ, clamped.
    least, most = 0.0, 1.0
    if spread > 0.0:
        least = max(0.0, (L - ceiling) / spread)
    elif spread < 0.0:
        most = min(1.0, (L - ceiling) / spread)
    a = min(max(a, least), most)
    low, high = -np.inf, np.inf
    for _ in range(200):
        phi, slope = stationarity(ceiling + a * spread, u, v, z, delta, K0, A0, B0, p0,
                                  D0, q0, K1, A1, B1, p1, D1, q1)
        psi = spread * phi + a * den - decision_weight
        if psi > 0.0:
            high = a
        else:
            low = a
        following = min(max(a - psi / (spread * spread * slope + den), least), most)
        if abs(following - a) <= 1e-14:
            a = following
            break
        a = guarded(following, low, high)
    return a, ceiling + a * spread


def stationarity(s, u, v, z, delta, K0, A0, B0, p0, D0, q0, K1, A1, B1, p1, D1, q1):
    """Φ(s) = 2R̃_0R̃_0'u + 2R̃_1R̃_1'v + 2δsz and Φ'(s)."""
    e0, f0 = B0 * np.exp(-p0 * s), D0 * np.exp(-q0 * s)
    e1, f1 = B1 * np.exp(-p1 * s), D1 * np.exp(-q1 * s)
    r0, r1 = K0 + A0 * s + e0 + f0, K1 + A1 * s + e1 + f1
    d0, d1 = A0 - p0 * e0 - q0 * f0, A1 - p1 * e1 - q1 * f1
    c0, c1 = p0 * p0 * e0 + q0 * q0 * f0, p1 * p1 * e1 + q1 * q1 * f1
    value = 2.0 * (r0 * d0 * u + r1 * d1 * v + delta * s * z)
    slope = 2.0 * ((d0 * d0 + r0 * c0) * u + (d1 * d1 + r1 * c1) * v + delta * z)
    return value, slope


def budget_use(delta, reward, u, v, z, a, s, K0, A0, B0, p0, D0, q0, L0, S0,
               K1, A1, B1, p1, D1, q1, L1, S1):
    """Solves every user for a given δ and returns Σ s²z + a²/(4z)."""
    used = 0.0
    for n in numba.prange(len(u)):
        a[n], s[n] = decide(
            0.5 / u[n] + reward[n], S0[n], S1[n] - S0[n], u[n], v[n], z[n], delta,
            L0[n], s[n], K0[n], A0[n], B0[n], p0[n], D0[n], q0[n],
            K1[n], A1[n], B1[n], p1[n], D1[n], q1[n])
        used += s[n] * s[n] * z[n] + a[n] * a[n] / (4.0 * z[n])
    return used


# One user is compiled once; the loops over users twice, with and without threads.
stationarity = numba.njit(stationarity, fastmath=False)
best_steps = numba.njit(best_steps, fastmath=False)
guarded = numba.njit(guarded, fastmath=False)
decide = numba.njit(decide, fastmath=False)
LOOPS = {
    parallel: {loop.__name__: numba.njit(loop, parallel=parallel, fastmath=False)
               for loop in (local_costs, priced, budget_use)}
    for parallel in (False, True)
}


def bisect(value_at, target, rounds=200):
    """The multiplier where a non-increasing function falls to ``target``.

    Returns the ends of the bracket, the upper one with a value of at most
    ``target``, or None if it stays above for every finite multiplier.
    """
    if value_at(0.0) <= target:
        return 0.0, 0.0
    low, high = 0.0, 1e-3
    while value_at(high) > target:
        low, high = high, 4 * high
        if high > 1e12:
            return None
    for _ in range(rounds):
        middle = 0.5 * (low + high)
        if high - low <= 1e-13 * high or not low < middle < high:
            break
        if value_at(middle) > target:
            low = middle
        else:
            high = middle
    return low, high


def solve_dual(problem, loops):
    """The largest q(λ) met by the bisection, and the plan at its upper end."""
    edge, local = problem.edge.columns(), np.empty(problem.count)
    passes = 0
    loops["local_costs"](*problem.local.columns(), local)
    steps = problem.edge.L.copy()

    def demand(price):
        nonlocal passes
        passes += 1
        return loops["priced"](price, *edge, local, steps)[1]

    ends = bisect(demand, problem.step_budget)
    if ends is None:
        return peer.Outcome(peer.INFEASIBLE)
    values = [loops["priced"](price, *edge, local, steps) for price in ends]
    bounds = [total - price * problem.step_budget
              for price, (total, _, _) in zip(ends, values)]
    return peer.Outcome(
        peer.OPTIMAL, objective=max(bounds),
        details={"price": ends[1], "passes": passes + 2, "planObjective": values[1][2]})


def solve_p2(sub, loops):
    """The least δ ≥ 0, to rounding, at which the budget row holds."""
    columns = sub.local.columns() + sub.edge.columns()
    a, s = np.empty_like(sub.u), sub.start_s.copy()
    passes = 0

    def use(delta):
        nonlocal passes
        passes += 1
        return loops["budget_use"](delta, sub.reward, sub.u, sub.v, sub.z, a, s, *columns)

    ends = bisect(use, sub.step_budget)
    if ends is None:
        return peer.Outcome(peer.INFEASIBLE)
    use(ends[1])
    return peer.Outcome(
        peer.OPTIMAL, objective=sub.objective(a, s),
        details={"delta": ends[1], "passes": passes,
                 "budgetViolation": max(0.0, sub.budget_use(a, s) - sub.step_budget),
                 "solution": {"a": a, "s": s}})


def add_arguments(parser):
    """Which problem, and whether on all threads."""
    parser.add_argument("--p2", action="store_true", help="solve P2, not P1's dual")
    parser.add_argument("--parallel", action="store_true",
                        help="spread the users over --threads threads")
    p2.add_arguments(parser)


def prepare(problem, arguments):
    """Compiles, by solving once, so that the timed run is of compiled code."""
    loops = LOOPS[arguments.parallel]
    numba.set_num_threads(min(arguments.threads, numba.config.NUMBA_NUM_THREADS))
    if arguments.p2:
        sub = p2.subproblem(problem, arguments)
        run = functools.partial(solve_p2, sub, loops)
    else:
        run = functools.partial(solve_dual, problem, loops)
    if not loops["priced"].signatures and not loops["budget_use"].signatures:
        run()
    return run


if __name__ == "__main__":
    peer.main(__doc__, prepare, f"numba {numba.__version__}", add_arguments)
