"""Long sequences: the fixed point, where a and b end, and the rate."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import product

import mpmath
from sympy.polys.fields import FracElement

from derivations.diagonal import ON_DIAGONAL
from derivations.dynamics.cases import Case, Expanded
from derivations.dynamics.ends import ABOVE, BELOW, ON_LINE, signs
from derivations.dynamics.observables import Expansion
from derivations.dynamics.problem import POSITIVE, START, ZERO, Dynamics, dynamics
from derivations.dynamics.series import Series, constant
from derivations.dynamics.steps import SOURCE, passed
from derivations.dynamics.truncation import IN_WORDS, LOGARITHMIC, bound, first_length, largest
from symbolic_mesa.formulas.closed_forms import Closed, Definition, closed
from symbolic_mesa.formulas.formula import Formula, real
from symbolic_mesa.record import Check, Claim, Step, attempted
from symbolic_mesa.text.errors import MesaError, NotApplicable

MOMENTS_OF_S = ("kappa_1", "kappa_2", "kappa_3")
LONG = 10**40  # a length at which an expansion is looked at: a wrong term shows there
SPARE = 40  # digits beyond those of the error at that length
SHIFTS = range(0, 40, 8)  # of the numbers for symbols, until the moments are those of some law
Numbers = Mapping[str, Fraction | int]
_substituted = partial(Check.decided, "substitution")


def expansion(problem: Dynamics) -> Step:
    """All of it from s = (κ1/κ2)/(1 + (κ3/κ2) H/(T−2)) as a series in 1/T."""
    step = Step(
        "asymptotic-fixed-point",
        Claim(
            "long sequences: the fixed point of ab, where a and b end, and the rate, each up to a "
            f"relative error of at most {IN_WORDS}, where that is less than 1",
            "",
            "",
        ),
        why="H = log T + gamma - 3/(2T) + O(1/T^2) and 1/(T-2) = 1/T + 2/T^2 + O(1/T^3) put into "
        "s = (kappa_1/kappa_2)/(1 + (kappa_3/kappa_2) H/(T-2)), and that into limits and rate",
        premises=("limit-a", "limit-b", "rate"),
        assumptions=(ON_DIAGONAL, problem.diagonal.stays),
        source=SOURCE,
        observable=Expansion(problem.setting.init),
    )

    def value() -> Mapping[Expanded, Closed]:
        _require_range(problem)
        return dict(_expanded(problem))

    return attempted(step, value, lambda _: _remainder(problem), partial(_near, problem))


def _require_range(problem: Dynamics) -> None:
    """Raise `NotApplicable` where the bound on the error says nothing."""
    length, ratio = problem.setting.length, Formula(_ratio(problem), problem.field)
    if length is None or ratio.symbols:
        return
    error = bound(ratio.at({}), length)
    if error >= 1:
        raise NotApplicable(
            f"at T = {length} the bound on its relative error is {mpmath.nstr(error, 3)}, so that "
            f"it says nothing; it does from T = {first_length(ratio.at({}))} on, fixed-point at "
            "every T"
        )


def _ratio(problem: Dynamics) -> FracElement:
    """Return κ3/κ2."""
    return problem.moment("kappa_3") / problem.moment("kappa_2")


def _expanded(problem: Dynamics) -> Iterator[tuple[Expanded, Closed]]:
    """Yield the expansions by name; of a and b for each sign of a₀ + b₀ that is possible.

    With s(1 + u) for ab they are series in u, and u is one in 1/T; log T counts as a constant. What
    the sign decides is the same for a and b, which stand together.
    """
    s, small, one = *problem.names("s", "u"), problem.number(1)
    where = [*_definitions(problem)]
    if not where[-1].of.element:  # no mixed moment: s does not depend on T
        small = problem.number(0)
    yield Expanded("ab"), closed(Formula(s * (1 + small), problem.field), where)
    ends = [sign for sign in signs(problem) if sign != ON_LINE]
    for sign, scale in product(ends, ("a", "b")):
        series = _end(problem)[scale == "b"].at(small)
        key = Expanded(scale, None if len(ends) == 1 else sign)
        yield key, closed(Formula(series, problem.field), [*where, *_limits(problem, sign)])
    if ends:
        size = Series(problem.delta**2 + 4 * s**2, 8 * s**2, 4 * s**2).root(_root(problem))
        per_growth = (size * Series(s, s, 0 * one).inverse()).at(small)
        growth = (problem.field.length - 2) * problem.moment(
            "kappa_1"
        )  # B; C (a² + b²) is B (a² + b²)/s
        yield Expanded("rate"), closed(Formula(growth * per_growth, problem.field), where)


def _end(problem: Dynamics) -> tuple[Series, Series]:
    """Return the series of a and of b in u: ab = s (1 + u), a² − b² = Δ, order by order."""
    a, b, s = problem.names("a_1", "b_1", "s")
    size = _root(problem)  # a² + b²

    def solved(product: FracElement, half: FracElement) -> tuple[FracElement, FracElement]:
        """Return x, y with b x + a y = product and a x − b y = half."""
        return (b * product + a * half) / size, (a * product - b * half) / size

    x, y = solved(s, 0 * s)
    more, less = solved(-x * y, (y**2 - x**2) / 2)
    return Series(a, x, more), Series(b, y, less)


def _root(problem: Dynamics) -> FracElement:
    return problem.root(ZERO if problem.cases == (ZERO,) else POSITIVE)


def _definitions(problem: Dynamics) -> Iterator[Definition]:
    """Yield s and D for T → ∞, log T, Euler's constant, and u."""
    s, log, gamma = problem.names("s", "Z", "gamma")
    yield problem.defined("s", "value", problem.moment("kappa_1") / problem.moment("kappa_2"))
    if problem.cases != (ZERO,):
        yield problem.defined("D", "sqrt", problem.delta**2 + 4 * s**2)
    yield problem.defined("Z", "log", problem.number(1) * problem.field.length)
    yield problem.defined("gamma", "euler", problem.field.field.zero)
    zero, one = problem.number(0), problem.number(1)
    harmonic = Series(log + gamma, -3 * one / 2, zero)
    shorter = Series(zero, one, 2 * one)  # 1/(T − 2)
    grown = (constant(one) + (harmonic * shorter).scaled(_ratio(problem))).inverse() + constant(
        -one
    )
    yield problem.defined("u", "value", grown.at(1 / (one * problem.field.length)))


def _limits(problem: Dynamics, sign: Case) -> Iterator[Definition]:
    """Yield where a and b end for T → ∞."""
    s, half = problem.names("s", "R_1")
    yield problem.defined("R_1", "sqrt", 2 * s + _root(problem))
    signed = (1 if sign == ABOVE else -1) * half
    yield problem.defined("a_1", "value", (signed + problem.delta / signed) / 2)
    yield problem.defined("b_1", "value", (signed - problem.delta / signed) / 2)


def _remainder(problem: Dynamics) -> Check:
    """What the proof of the bound uses: the error of ab, and bounds of three derivatives."""
    first, z, rho = problem.names("a_1", "b_1", "u")  # three names for y_1, z and rho
    u = -first + first**2 - z
    error = (1 + u) * (1 + first + z + rho) - 1
    stated = first * (first**2 - 2 * z) + z * (first**2 - z) + (1 + u) * rho
    allowed = (1, 2, 6)
    beyond = [
        size > most for one in LOGARITHMIC for size, most in zip(largest(one), allowed, strict=True)
    ]
    return passed(
        [error - stated, *beyond], "the error of ab less its terms, and what exceeds a bound,"
    )


def _near(problem: Dynamics, claim: Claim) -> Check:
    """At the claim's T, and at one so long that a wrong term shows: the error beside its bound.

    A claim about a given T is the one about every T, taken there.
    """
    every = dynamics(replace(problem.setting, length=None))
    given = problem.setting.length
    forms = claim.parts if given is None else dict(_expanded(every))
    if list(forms) != list(claim.parts):
        return _substituted(False, "the parts are others than those at every T")
    point = _point(every, forms)
    if point is None:
        return _substituted(None, "no numbers were found for the symbols of the law")
    ratio = Formula(_ratio(every), every.field).at(point)
    long = LONG * (1 + int(ratio)) ** 2
    length = given or first_length(ratio)
    with mpmath.workdps(3 * len(str(long)) + SPARE):
        try:
            errors = [_beyond(every, forms, numbers, long) for numbers in _starts(point)]
            for numbers in _starts(point):
                errors.append(_beyond(every, claim.parts, numbers, length))
                errors.append(_apart(forms, claim.parts, {**numbers, "T": length}))
        except MesaError as error:
            return _substituted(False, f"the expansion: {error}")
        worst, very_long = max(errors), mpmath.nstr(mpmath.mpf(long), 3)
        return _substituted(
            bool(worst <= 1),
            f"the error at T = {length} and T = {very_long}, from what is exact, is "
            f"{mpmath.nstr(worst, 3)} of its bound",
        )


def _starts(point: Numbers) -> Iterator[Numbers]:
    """Yield the numbers, and with a_0 and b_0 exchanged where they are among them."""
    yield point
    if set(START) <= set(point):
        first, second = START
        yield {**point, first: point[second], second: point[first]}


def _apart(
    forms: Mapping[Expanded, Closed], parts: Mapping[Expanded, Closed], point: Numbers
) -> mpmath.mpf:
    """Return how far the parts are from what the forms for every T are there, beside rounding."""
    gaps = (abs(parts[name].at(point) / form.at(point) - 1) for name, form in forms.items())
    return max(gaps) * mpmath.mpf(10) ** (mpmath.mp.dps - SPARE // 2)


def _point(every: Dynamics, forms: Mapping[Expanded, Closed]) -> Numbers | None:
    """Return numbers for all symbols but T, at which moments are those of a law."""
    moments = [Formula(every.moment(name), every.field) for name in MOMENTS_OF_S]
    every_side: tuple[Formula | Closed, ...] = (*forms.values(), *moments)
    names = sorted({name for one in every_side for name in one.symbols} - {"T"})
    for shift in SHIFTS:
        point = {name: shift + Fraction(7 + n, 3 + n) for n, name in enumerate(names)}
        try:
            first, second, third = (moment.at(point) for moment in moments)
        except MesaError:
            continue
        if first > 0 and second > 0 and third >= 0:
            return point
    return None


def _beyond(
    every: Dynamics, forms: Mapping[Expanded, Closed], point: Numbers, length: int
) -> mpmath.mpf:
    """Return the largest error of the parts at a length, in units of the bound."""
    numbers = {**point, "T": length}
    exact = _exact(every, numbers)
    ratio = Formula(_ratio(every), every.field).at(numbers)
    allowed = bound(ratio, length) + mpmath.mpf(10) ** (SPARE // 2 - mpmath.mp.dps)
    gaps = []
    for key, form in forms.items():
        wanted = exact[key.name] * (-1 if key.sign == BELOW else 1)
        gaps.append(abs(form.at(numbers) / wanted - 1))
    return max(gaps) / allowed


def _exact(every: Dynamics, point: Numbers) -> Mapping[str, mpmath.mpf]:
    """Return s, the end of a and of b, and the rate, for a sum a_0 + b_0 > 0 where both occur."""
    moments = [Formula(every.moment(name), every.field).at(point) for name in MOMENTS_OF_S]
    first, second, third = map(real, moments)
    length = point["T"]
    saturation = (length - 2) * second + third * (mpmath.digamma(length - 1) + mpmath.euler)
    s = (length - 2) * first / saturation
    delta = real(Formula(every.delta, every.field).at(point))
    root = mpmath.sqrt(delta**2 + 4 * s**2)
    larger = mpmath.sqrt((root + abs(delta)) / 2) * (-1 if signs(every) == (BELOW,) else 1)
    a, b = (larger, s / larger) if delta > 0 else (s / larger, larger)
    return {"ab": s, "a": a, "b": b, "rate": saturation * root}
