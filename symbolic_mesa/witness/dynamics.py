"""What the flow of (a, b) does from a start, held against the flow measured on the full model."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import inf, prod
from typing import TYPE_CHECKING, Any, TypeAlias

import mpmath

from derivations.dynamics import observables as states
from derivations.dynamics.cases import Case
from numeric_check.estimates import Estimate
from numeric_check.laws.mixed_moments import of_moduli
from numeric_check.laws.rational_moments import pair_moments
from numeric_check.model.moments import MOMENTS
from numeric_check.model.scale_flow import Point, ScaleFlow, TooFar, double, root
from symbolic_mesa.formulas.formula import real
from symbolic_mesa.record import Claim
from symbolic_mesa.text.surds import Exact, Surd
from symbolic_mesa.witness.measured import Pairs

if TYPE_CHECKING:
    from symbolic_mesa.witness.trials import Trial

# in units of half the root of s
STARTS = (
    (3, 1),
    (4, 3),
    (3, 4),
    (2, -1),
    (-3, 2),
    (1, 3),
    (-1, 2),
    (1, 1),
    (-1, -1),
    (1, -1),
)
TIMES = (Fraction(2, 5), Fraction(5, 2))  # in units of 1/(C (a² + b²))
SCALES = ("a", "b")
LONG, STEPS = 10**20, 12  # Newton's method settles in 8
LEFT = (Fraction(1, 2), Fraction(1, 100))  # of the way to s, in what is timed
NEAREST = 1e-10  # to s, beside it: nearer, doubles do not tell a start from where it ends
Start = tuple[Fraction, Fraction]
OfFlow: TypeAlias = (
    states.Conserved
    | states.Trajectory
    | states.Limit
    | states.Basin
    | states.Rate
    | states.LojasiewiczConstant
    | states.TimeTo
)


def pairs(trial: "Trial", claim: Claim, of: OfFlow) -> Pairs:
    """Yield what a claim says of the flow from each start, and what the measured flow does."""
    flow, units = trial.scene.flow, trial.scene.units
    for a, b in starts_of(units, of.init):
        side = side_of(claim, (a, b), units)
        if side is not None:
            yield from MEASURED[type(of)](of, trial, side, (a, b), flow)


def expansions(trial: "Trial", claim: Claim, of: states.Expansion) -> Pairs:
    """The same of expansions for long sequences."""
    for start in starts_of(trial.scene.units, of.init):
        yield from _expansions(trial, claim, start)


def starts_of(flow: ScaleFlow, init: tuple[Fraction, ...] | None) -> list[Start]:
    """Return the start that is given, else stated ones in units of the flow."""
    if init:
        a, b = init
        return [(a, b)]
    unit = (root(abs(flow.product)) / 2).limit_denominator(1000)
    unit = unit or Fraction(1, 1000)
    return [(a * unit, b * unit) for a, b in STARTS]


def side_of(claim: Claim, start: Start, flow: ScaleFlow) -> Any:
    """Return the right-hand side for a start: the part whose condition it meets."""
    if not claim.parts:
        return claim.value
    a, b = start
    s = flow.product
    met = {
        Case.POSITIVE: abs(a) > abs(b),
        Case.NEGATIVE: abs(a) < abs(b),
        Case.ZERO: abs(a) == abs(b),
        Case.OUTSIDE: a + b != 0,
        Case.ON_LINE: a + b == 0,
        Case.ABOVE: a + b > 0,
        Case.BELOW: a + b < 0,
        Case.CROSSING: a * b < 0,
        Case.SLOW: 0 <= a * b <= s,
        Case.FAST: a * b > s,
        Case.SHORT: a * b < s and a + b != 0,
        Case.NEAR: abs(a * b) <= s,
        Case.FAR: abs(a * b) > s,
    }
    return next((side for case, side in claim.parts.items() if met[case]), None)


def value_at(trial: "Trial", side: Any, start: Start, **more: Any) -> Any:
    """Return a side's value at a trial and a start, and at more numbers."""
    return trial.at(side, {"a_0": start[0], "b_0": start[1], **more})


def point_of(start: Start) -> Point:
    """Return a start in doubles."""
    return double(start[0]), double(start[1])


def _size(number: Any) -> Estimate:
    return Estimate(double(number), abs(double(number)))


def _conserved(
    of: states.Conserved, trial: "Trial", side: Any, start: Start, flow: ScaleFlow
) -> Pairs:
    a, b = flow.at(start, _times(trial, start)[0])
    yield value_at(trial, side, start), Estimate(double(a**2 - b**2), double(a**2 + b**2))


def _times(trial: "Trial", start: Start) -> list[Fraction]:
    """Return times in the units of the scene, which do not differ between samples."""
    a, b = start
    units = trial.scene.units
    size = Fraction(units.saturation) * (a * a + b * b + 2 * abs(units.product))
    return [time / size for time in TIMES]


def _trajectory(
    of: states.Trajectory, trial: "Trial", side: Any, start: Start, flow: ScaleFlow
) -> Pairs:
    for time in _times(trial, start):
        there = flow.at(start, time)
        value = prod((there[SCALES.index(scale)] for scale in of.scales), start=Fraction(1))
        size = (abs(there[0]) + abs(there[1])) ** len(of.scales)
        yield value_at(trial, side, start, tau=time), Estimate(double(value), double(size))


def _limit(of: states.Limit, trial: "Trial", side: Any, start: Start, flow: ScaleFlow) -> Pairs:
    there = flow.limit(start)
    size = sum(abs(x) for x in there)
    yield value_at(trial, side, start), Estimate(there[SCALES.index(of.scale)], size or 1.0)


def _basin(of: states.Basin, trial: "Trial", side: Any, start: Start, flow: ScaleFlow) -> Pairs:
    saddle = flow.limit(start) == (0, 0)
    yield float(side == ("saddle" if saddle else "minimum")), Estimate(1.0, 1.0)


def _rate(of: states.Rate, trial: "Trial", side: Any, start: Start, flow: ScaleFlow) -> Pairs:
    yield value_at(trial, side, start), _size(flow.slope(start) if sum(start) else flow.growth)


def _pl_constant(
    of: states.LojasiewiczConstant, trial: "Trial", side: Any, start: Start, flow: ScaleFlow
) -> Pairs:
    """The ratio where |ab| is smallest on the way, and nowhere less; in a minimum there is none."""
    first = flow.loss_ratio(start)
    if first is None:
        return
    stated = value_at(trial, side, start)
    ways = (flow.loss_ratio(flow.at(start, time)) for time in _times(trial, start))
    ratios = [real(ratio) for ratio in (first, *ways) if ratio is not None]
    yield float(all(stated <= ratio * (1 + 1e-12) for ratio in ratios)), Estimate(1.0, 1.0)
    a, b = start
    if a * b < 0:
        crossing = root(abs(a * a - b * b)), 0
        yield stated, _size(flow.loss_ratio(crossing))
    else:
        yield stated, _size(first if a * b < flow.product else flow.slope(start))


def _time_to(of: states.TimeTo, trial: "Trial", side: Any, start: Start, flow: ScaleFlow) -> Pairs:
    """The logarithm of what is left then, |1 − ab/s|, beside that of what is claimed to be left."""
    first = abs(1 - start[0] * start[1] / trial.scene.units.product)
    if first < NEAREST:
        return
    if abs(abs(1 - start[0] * start[1] / flow.product) - first) > first / 2:
        raise TooFar("the start is so near to ab = s that this s is another side or distance away")
    nearest = int(sum(start) == 0)  # ab tends to 0 on this line
    for part in LEFT:
        epsilon = nearest + (first - nearest) * part
        time = as_fraction(value_at(trial, side, start, epsilon=epsilon))
        yield float(time > 0), Estimate(1.0, 1.0)
        a, b = flow.at(start, max(time, Fraction(0)))
        left, target = real(abs(1 - a * b / flow.product)), real(epsilon)
        seen = float(mpmath.log(left)) if left else -inf
        yield float(mpmath.log(target)), Estimate(seen, float((2 + target) / target))


def as_fraction(number: Exact | mpmath.mpf) -> Fraction:
    """Return a real number of mpmath as the fraction that it is; a root to sixty digits."""
    if isinstance(number, Fraction):
        return number
    if isinstance(number, Surd):
        return Fraction(number.decimal(60))
    return int(mpmath.sign(number)) * Fraction(int(number.man)) * Fraction(2) ** int(number.exp)


def _moments(trial: "Trial") -> list[Exact]:
    """Return κ1, κ2, κ3: as the claim has them, exact for a law, else as they are in the scene."""
    if trial.case.values is None:
        _, *names = MOMENTS
        return [Fraction(trial.scene.moment(name, 0).value) for name in names]
    dim = trial.scene.dim
    mean = pair_moments(trial.case.law, dim)
    rest = (0,) * (dim - 1)
    first, second = (mean(of_moduli((power, *rest))) for power in (4, 6))
    mixed = (dim - 1) * mean(of_moduli((2, 4, *rest[1:]))) if dim > 1 else Fraction(0)
    return [first, second, mixed]


def _expansions(trial: "Trial", claim: Claim, start: Start) -> Pairs:
    """At a very long length, from the moments of the scene: what is left, times T²."""
    with mpmath.workdps(60):
        k1, k2, k3 = map(real, _moments(trial))
        saturation = (LONG - 2) * k2 + k3 * (mpmath.digamma(LONG - 1) + mpmath.euler)
        s = (LONG - 2) * k1 / saturation
        exact = {"ab": s}
        if sum(start):
            a, b = _end(s, start)
            exact |= {"a": a, "b": b, "rate": saturation * (a * a + b * b)}
        for key, side in claim.parts.items():
            sign = Case.ABOVE if sum(start) > 0 else Case.BELOW
            if key.name in exact and key.sign in (None, sign):
                found = value_at(trial, side, start, T=LONG) / exact[key.name] - 1
                yield 1 + float(found * mpmath.mpf(LONG) ** 2), Estimate(1.0, 1.0)


def _end(s: mpmath.mpf, start: Start) -> tuple[mpmath.mpf, mpmath.mpf]:
    """Return the point of a start's hyperbola where ab = s: Newton's method for a - s²/a = Δ/a."""
    delta = real(start[0] ** 2 - start[1] ** 2)
    larger = mpmath.sqrt(abs(delta) + s)
    for _ in range(STEPS):
        gap = larger**4 - abs(delta) * larger**2 - s**2
        larger -= gap / (4 * larger**3 - 2 * abs(delta) * larger)
    larger *= 1 if sum(start) > 0 else -1
    return (larger, s / larger) if delta > 0 else (s / larger, larger)


MEASURED: Mapping[type, Callable[..., Pairs]] = {
    states.Conserved: _conserved,
    states.Trajectory: _trajectory,
    states.Limit: _limit,
    states.Basin: _basin,
    states.Rate: _rate,
    states.LojasiewiczConstant: _pl_constant,
    states.TimeTo: _time_to,
}
"""The comparisons by the type of what is stated of the flow."""
