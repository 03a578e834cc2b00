"""What the flow of (a, b) does from a start, integrated."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import mpmath

from tests.oracle.cases import Case
from tests.oracle.numbers import Claim, Number, differs, evaluated, real
from tests.oracle.reading import Judge, about, equal, number, verdict

CLOSE = 1e-18  # of integrated numbers; Taylor series carry 30 digits, and a start near the saddle
# line loses some
TIMES = (Fraction(0), Fraction(1, 3), Fraction(2))  # in units of 1/rate
LONG = (10**6, 10**9, 10**12)  # lengths at which an expansion is held against the truth
BOUNDED = 30.0  # by how much an error over (log T/T)³ may change: it is a polynomial in 1/log T


def _conserved(case: Case, claim: Claim) -> Iterator[str]:
    said = number(case, claim)
    _, *rest = case.flow.path
    a, b = rest[len(rest) // 2][1:] if rest else case.start
    for x, y in (case.start, (a, b)):
        size = abs(real(x)) ** 2 + abs(real(y)) ** 2
        yield from differs(said, x**2 - y**2, CLOSE, "on the way", size)


def _times(case: Case) -> list[Fraction]:
    rate = Fraction(str(mpmath.nstr(case.flow.rate, 15)))
    return [time / rate for time in TIMES]


def _trajectory(of: Callable[[Any, Any], Any]) -> Judge:
    def judge(case: Case, claim: Claim) -> Iterator[str]:
        for tau in _times(case):
            a, b = case.flow.at(tau)
            size = abs(of(abs(a), abs(b)))
            found = number(case, claim, tau=tau)
            yield from differs(found, of(a, b), CLOSE, f"at tau = {float(tau):.3g}", size)

    return judge


def _end(of: Callable[[Any, Any], Any]) -> Judge:
    def judge(case: Case, claim: Claim) -> Iterator[str]:
        size = real(case.product) ** 0.5
        yield from differs(number(case, claim), of(*case.flow.end), CLOSE, "", size)

    return judge


def _pl_constant(case: Case, claim: Claim) -> Iterator[str]:
    """½‖∇L‖²/(L − min L) at its smallest: both sides measured on the model at ab = 0, and scaled.

    ‖∇L‖² is (a² + b²) d (B − C ab)², L − min L a multiple of (ab − s)².
    """
    a, b = case.start
    if a * b == case.product:
        yield "the start is a minimum: every mu will do, and there is no largest"
        return
    slope = case.dim * case.saturation**2 / (2 * _curvature(case))
    wanted = real(slope) * case.flow.smallest_size
    yield from differs(number(case, claim), wanted, CLOSE, "", real(case.saturation) * 1e-10)


def _curvature(case: Case) -> Fraction:
    """Return the coefficient of (ab − s)² in the loss."""
    one = Fraction(1)
    return Fraction((case.loss(case.product + 1, one) - case.least) / 1)


def precisions(case: Case) -> list[Fraction]:
    """Return some ε for which |ab − s| = ε s lies ahead of the start."""
    a, b = case.start
    far = abs(a * b - case.product) / case.product
    if not far:
        return []
    if a + b == 0:
        return [(1 + far) / 2] if far > 1 else []
    return [far * Fraction(99, 100), far / 2, far / 10**6]


def _time_to(case: Case, claim: Claim) -> Iterator[str]:
    wanted = precisions(case)
    if not wanted:
        yield "ab never comes nearer to s from there"
    a0, b0 = case.start
    for epsilon in wanted:
        time = number(case, claim, epsilon=epsilon)
        if time < 0:
            yield f"at epsilon = {epsilon} the time is {mpmath.nstr(real(time), 8)} < 0"
            continue
        a, b = case.flow.at(time)
        found, aim = a * b - real(case.product), epsilon * case.product
        yield from differs(abs(found), aim, 1e-12, f"|ab - s| at that time, epsilon = {epsilon}")
        if found * (a0 * b0 - case.product) < 0:
            yield f"at epsilon = {epsilon} ab is on the other side of s"


def _long_flow(case: Case, length: int) -> dict[str, Any]:
    """Return the truth at a long T: B and C are linear in T and H, measured at T = 3 and 4."""
    short = [replace(case, length=T) for T in (3, 4)]
    growth = [one.growth for one in short]
    first, second = (one.saturation for one in short)
    by_step, by_harmonic = 2 * second - 3 * first, 2 * (2 * first - second)  # H is 1 and 3/2
    steps, harmonic = length - 2, mpmath.digamma(length - 1) + mpmath.euler
    speed = steps * real(by_step) + harmonic * real(by_harmonic)
    s = steps * real(growth[0]) / speed
    a0, b0 = map(real, case.start)
    delta, root = a0**2 - b0**2, mpmath.sqrt((a0**2 - b0**2) ** 2 + 4 * s**2)
    total = mpmath.sqrt(root + 2 * s) * (1 if a0 + b0 > 0 else -1)  # (a + b)² = a² + b² + 2ab
    ends = {"a": (total + delta / total) / 2, "b": (total - delta / total) / 2}
    return {"ab": s, **ends, "rate": speed * root}


def _asymptotic(case: Case, claim: Claim) -> Iterator[str]:
    """The error times (T/log T)³ stays bounded as T grows; with T given nothing can be judged."""
    if "length" in case.told:
        return
    scaled: dict[str, list[Number]] = {}
    with mpmath.workdps(60):
        for T in LONG:
            true = _long_flow(case, T)
            for name, side in about(case, claim).items():
                found = evaluated(side, {**case.numbers, "T": Fraction(T)})
                error = abs(real(found) / true[name] - 1) * (T / mpmath.log(T)) ** 3
                scaled.setdefault(name, []).append(error)
        for name, errors in scaled.items():
            if errors[-1] > BOUNDED * errors[0] + mpmath.mpf(10) ** -15:
                shown = ", ".join(mpmath.nstr(one, 4) for one in errors)
                yield f"{name}: the error times (T/log T)^3 grows: {shown}"


JUDGES: Mapping[str, Judge] = {
    "conserved": _conserved,
    "trajectory-a": _trajectory(lambda a, b: a),
    "trajectory-b": _trajectory(lambda a, b: b),
    "trajectory-ab": _trajectory(lambda a, b: a * b),
    "limit-a": _end(lambda a, b: a),
    "limit-b": _end(lambda a, b: b),
    "basin": verdict(lambda case: "saddle" if case.flow.ends_in_saddle else "minimum"),
    "rate": equal(lambda case: case.flow.rate, CLOSE),
    "pl-constant": _pl_constant,
    "time-to": _time_to,
    "asymptotic-fixed-point": _asymptotic,
}
