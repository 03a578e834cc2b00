"""Assumption 4.1 of arXiv 2405.16845, taken literally, for a law.

"E[x_{i1} x_{i2}^{r2} ⋯ x_{in}^{rn}] = 0 for any subset of at most 4 indices and r2, …, rn ∈ N", and
κ1, κ2, κ3 are finite and the same for every j.
"""

from fractions import Fraction
from functools import partial

from sympy.polys.fields import FracElement

from derivations.coordinates import Pins, first_difference
from derivations.exceptions import with_exceptions, zeros
from derivations.sharp.off_diagonal import OffDiagonal, off_diagonal
from symbolic_mesa.engine.patterns import Pattern, integer_partitions
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.zero_places import Place
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.models.causal_linear_attention import MOMENTS
from symbolic_mesa.notation.keys import moment_words
from symbolic_mesa.record import Reasoned
from symbolic_mesa.text.errors import MissingMoment, NotApplicable

DEGREE = 6  # of the moments that the gradient depends on
INDICES = "jlrs"  # at most 4 of them are named


def literal_patterns() -> tuple[Pattern, ...]:
    """Return the moments up to degree 6 that the assumption says are 0."""
    partitions = (p for n in range(1, DEGREE + 1) for p in integer_partitions(n))
    return tuple(
        Pattern(tuple(zip(INDICES, (1, *powers[:-1]), strict=False)), ())
        for powers in partitions
        if powers[-1] == 1 and len(powers) <= len(INDICES)
    )


def with_its_exceptions(problem: OffDiagonal) -> Reasoned:
    """Return the verdict with the d and parameters at which it is another.

    Of at most four coordinates the assumption speaks: from d = 4 on it says one thing of a law.

    Raises:
        MissingMoment: when the law gives too few moments to decide.
    """
    general = verdict(problem)
    few = range(1, len(INDICES)) if problem.setting.dim is None else ()
    places: list[Place] = [((problem.field.symbol("d"), Fraction(d)),) for d in few]
    blamed = [part for part in general.reason if isinstance(part, Formula)]
    places += [place for part in blamed for place in _vanishing(problem, part)]
    return with_exceptions(
        general,
        problem.setting,
        problem.field,
        places,
        lambda there: verdict(off_diagonal(there, literal_patterns())),
        lambda place: Reasoned(None, ("it depends on the other moments that are named",)),
    )


def _vanishing(problem: OffDiagonal, value: Formula) -> tuple[Place, ...]:
    return zeros(problem.setting, problem.field).of(value.element)


def _not_zero(problem: OffDiagonal, words: str, value: Formula) -> Reasoned:
    general = " in general" if _vanishing(problem, value) else ""
    return Reasoned(False, (f"{words} = ", value, f" is not 0{general}"))


def verdict(problem: OffDiagonal) -> Reasoned:
    """Return whether the assumption holds, and why.

    Raises:
        MissingMoment: when the law gives too few moments to decide.
    """
    law = problem.setting.law
    if not law.real:
        raise NotApplicable("the assumption is written for real tokens; see emergence-conditions")
    if not law.every_moment_exists:
        return Reasoned(False, ("moments of high order do not exist, and it names every order",))
    unlike = "" if law.exchangeable else _unlike(problem)
    if unlike:
        return Reasoned(False, (unlike,))
    mean = _mean(problem)
    if mean.element:
        return _not_zero(problem, "E[x_j]", mean)
    if problem.setting.dim == 1:
        return Reasoned(True, ("there is one coordinate, and its mean is 0",))
    if law.symmetric:
        return Reasoned(True, ("a coordinate may change its sign: every odd power has mean 0",))
    if law.independent:
        return Reasoned(True, ("coordinates are independent with mean 0, so that E[x_j] factors",))
    return _dependent(problem)


def _mean(problem: OffDiagonal) -> Formula:
    pattern = Pattern((("j", 1),), ())
    if problem.setting.law.symmetric:
        return Formula(problem.field.field.zero, problem.field)
    _, value = first_difference(
        lambda pins: problem.field.field(
            problem.setting.law.coordinate_sum(pattern, problem.field.dim, problem.field, pins)
        ),
        ("j",),
        problem.setting,
    )
    return Formula(value, problem.field)


def _unlike(problem: OffDiagonal) -> str:
    """Return which of κ1, κ2, κ3 is not the same for every coordinate; empty if none."""
    for name in ("kappa_1", "kappa_2", "kappa_3"):
        pattern = MOMENTS[name]
        more = partial(_beyond_the_first, problem, pattern)
        pins, gap = first_difference(more, ("j",), problem.setting)
        if gap:
            return f"{moment_words(pattern)} is not the same at j=1 and j={pins['j'] + 1}"
    return ""


def _beyond_the_first(problem: OffDiagonal, pattern: Pattern, pins: Pins) -> FracElement:
    """Return a moment less the same of the first coordinate."""
    field, law = problem.field, problem.setting.law
    one, first = (law.coordinate_sum(pattern, field.dim, field, at) for at in (pins, {"j": 0}))
    return field.field(one - first)


def _dependent(problem: OffDiagonal) -> Reasoned:
    """A joint law that is not symmetric: look at all moments at once, or at those given."""
    law = problem.setting.law
    if isinstance(law, SampleLaw):
        where = law.not_centred(len(INDICES) - 1)
        if where is None:
            return Reasoned(True, ("each coordinate has mean 0 whatever three others are",))
        words = f"x_{where + 1} has not mean 0 for every value of the other coordinates"
        return Reasoned(False, (words,))
    missing = []
    few = [p for p in literal_patterns() if len(p.pinned) <= (problem.setting.dim or len(INDICES))]
    for pattern in few:
        try:
            value = problem.field.field(
                law.coordinate_sum(pattern, problem.field.dim, problem.field)
            )
        except MissingMoment as error:
            missing.append(error.moment)
            continue
        if value:
            return _not_zero(problem, moment_words(pattern), Formula(value, problem.field))
    raise MissingMoment(
        " and ".join(dict.fromkeys([*missing, "those of higher degree"])),
        "the assumption names every power; write 'symmetric' if a coordinate may change its sign",
    )
