"""The conditions for training to stay on the diagonal, and what a law and the paper say of them."""

from fractions import Fraction
from functools import partial

from derivations.diagonal import ON_DIAGONAL, PAPER
from derivations.exceptions import with_exceptions, zeros
from derivations.sharp import observables
from derivations.sharp.assumption_4_1 import literal_patterns, verdict, with_its_exceptions
from derivations.sharp.invariance import vanishing_conditions
from derivations.sharp.keys import MomentCondition
from derivations.sharp.off_diagonal import (
    DIAGONAL_ENTRY,
    OFF,
    TRAINED,
    OffDiagonal,
    Violation,
    gradient,
    off_diagonal,
    stated,
)
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.engine.velocity_field import COORDINATE
from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.notation.keys import moment_words
from symbolic_mesa.record import Check, Claim, Reasoned, Step, attempted
from symbolic_mesa.text.errors import MissingMoment, NotApplicable

EVERY = "for all a and b"
ONE_COORDINATE = "d = 1: there is no off-diagonal entry"


def assumption(problem: OffDiagonal) -> Step:
    """Whether the paper's assumption holds, as it is written."""
    step = Step(
        "assumption-4.1",
        Claim(
            "Assumption 4.1 as it is written: E[x_i1 x_i2^r2 ... x_in^rn] = 0 for at most 4 "
            "distinct indices and all powers; kappa_1, kappa_2, kappa_3 the same for every j",
            "Assumption 4.1",
            r"\text{Assumption 4.1}",
        ),
        why="moment by moment, or at once by symmetry or independence",
        source=f"{PAPER}, Assumption 4.1",
        observable=observables.AssumptionAsWritten(),
    )
    return attempted(step, lambda: with_its_exceptions(problem))


def conditions(problem: OffDiagonal) -> Step:
    """Each condition with its value, which must be 0."""
    step = Step(
        "emergence-conditions",
        Claim(
            f"what must be 0 for training to stay on the diagonal {EVERY}, "
            + (
                "for every T"
                if problem.setting.length is None
                else f"at T = {problem.setting.length}"
            )
            + "; H is 1 + 1/2 + ... + 1/(T-2), H_2 the same of squares",
            "condition",
            r"\text{condition}",
        ),
        why="an entry vanishes for all a and b when each of its coefficients does: linear "
        "equations between moments, row-reduced; the diagonal entries agree when the same "
        "combinations do not depend on j",
        premises=(
            *(f"moments-{block}-{kind}" for block in TRAINED for kind in ("diagonal", "off")),
        ),
        assumptions=(ON_DIAGONAL,),
        source="Theorem 4.1, sharp form (this derivation)",
        observable=observables.Conditions(problem.setting.length),
    )
    return attempted(step, lambda: _listed(problem))


def _listed(problem: OffDiagonal) -> dict[MomentCondition, Formula] | Reasoned:
    values: dict[MomentCondition, Formula] = {}
    length = problem.setting.length
    for condition in problem.vanishing:
        pins, value = problem.not_vanishing(condition)
        values[stated(condition, length, pins if value.element else {})] = value
    for condition in problem.equal if not problem.setting.law.exchangeable else ():
        pins, value = problem.not_equal(condition)
        values[stated(condition, length, pins if value.element else {}, less_first=True)] = value
    if not values:
        raise NotApplicable("d = 1: there is no off-diagonal entry, and one coordinate only")
    if problem.setting.dim is not None:
        return values
    one = ((Formula(problem.field.symbol("d"), problem.field), Fraction(1)),)
    return Reasoned(values, (), (Exceptional(one, "none", (ONE_COORDINATE,)),))


def emergence(problem: OffDiagonal) -> Step:
    """Whether every condition is met."""
    step = Step(
        "emergence",
        Claim(
            f"training from KQ32 = aI, PV12 = bI stays there {EVERY}"
            + ("" if problem.setting.length is None else f", at T = {problem.setting.length}"),
            "emergence",
            r"\text{emergence}",
        ),
        why="it does exactly when every condition is met",
        premises=("other-blocks", "emergence-conditions", *_off_and_diagonal()),
        assumptions=(ON_DIAGONAL,),
        source="Theorem 4.1, sharp form (this derivation); its claim is Theorem 4.1's (emergence)",
        observable=observables.StaysDiagonal(),
    )
    agree = partial(_entries_agree, problem)
    return attempted(step, lambda: _with_exceptions(problem), agree)


def _with_exceptions(problem: OffDiagonal) -> Reasoned:
    """Return the verdict; where it is false, the d, T and parameters at which no entry is left.

    Where it is true it is so at every d and T: each condition is met whatever they are.
    """
    general = _stays(problem)
    if general.side:
        return general
    known = zeros(problem.setting, problem.field, least_dim=2)
    places = [((problem.field.symbol("d"), Fraction(1)),)] if problem.setting.dim is None else []
    return with_exceptions(
        general,
        problem.setting,
        problem.field,
        [*places, *known.common(problem.coefficients())],
        lambda there: _stays(off_diagonal(there, ())),
        lambda place: Reasoned(True, ("every condition is met there",)),
    )


def _stays(problem: OffDiagonal) -> Reasoned:
    violation = next(problem.violations(), None)
    if violation is not None:
        return Reasoned(False, (*_reason(problem, violation), *_literally(problem)))
    if not problem.has_entries:
        return Reasoned(True, (ONE_COORDINATE,))
    return Reasoned(True, ("every condition is met", *_literally(problem)))


def _off_and_diagonal() -> tuple[str, ...]:
    return tuple(f"gradient-{block}-{kind}" for block in TRAINED for kind in ("diagonal", "off"))


def _reason(problem: OffDiagonal, violation: Violation) -> tuple[str | Formula, ...]:
    """Name the moment, its value, its coefficient and the gradient entry that it moves."""
    where = f" at {violation.where}" if violation.where else ""
    sometimes = zeros(problem.setting, problem.field, least_dim=2).of(violation.value.element)
    general = " in general" if sometimes else ""
    start = (f"{violation.words}{where} = ", violation.value, f" is not 0{general}")
    entry = OFF if violation.condition in problem.vanishing else DIAGONAL_ENTRY
    for block in reversed(TRAINED):
        total = problem.gradient(block, entry)
        moments = [p for p, _ in violation.condition.terms if p in total.patterns]
        moved = moments and _moved(problem, block, entry, violation)
        if moved:
            name = f"dL/d{block}[{','.join(entry)}]"
            coefficient = Formula(problem.field.coefficient(total, moments[0]), problem.field)
            has = f"; {moment_words(moments[0])} has in {name} the coefficient "
            return (*start, has, coefficient, f", and {name}{where} = ", moved)
    return start


def _moved(
    problem: OffDiagonal, block: str, entry: tuple[str, str], violation: Violation
) -> Formula | None:
    """Return the entry where the condition fails, if it is not as it must be for training to stay.

    That is 0 off the diagonal, and the entry of the first coordinate on it.
    """
    total = problem.gradient(block, entry)
    try:
        value = problem.value(total, violation.pins)
        wanted = problem.field.field.zero if entry == OFF else problem.value(total, {COORDINATE: 0})
    except MissingMoment:
        return None
    return Formula(value, problem.field) if value != wanted else None


def _literally(problem: OffDiagonal) -> tuple[str | Formula, ...]:
    """Say what Assumption 4.1 has to do with it."""
    try:
        holds = verdict(problem).side
    except (MissingMoment, NotApplicable):
        return ()
    return (f"; Assumption 4.1 as written {'holds' if holds else 'does not hold'}",)


def _entries_agree(problem: OffDiagonal, claim: Claim) -> Check:
    """The verdict by another way: every entry itself, not the conditions."""
    try:
        stays = problem.entries_agree()
    except MissingMoment as error:
        return Check("symbolic-zero", "not-run", f"the off-diagonal entries: {error}")
    if not problem.has_entries:
        return Check("symbolic-zero", "not-run", "d = 1: there is no other entry to compare")
    verb = "are 0 off the diagonal and agree on it" if stays else "are not those of a multiple of I"
    detail = f"the gradient's entries at (aI, bI) {verb}"
    return Check.decided("symbolic-zero", claim.value is stays, detail)


def not_needed() -> Step:
    """Which of the literal conditions matter: an entry depends on the moment, or it does not."""
    needed = {p.powers for p in _moments_that_matter()}
    return Step(
        "literal-conditions",
        Claim(
            "which moments that Assumption 4.1 sets to 0 the off-diagonal gradient depends on at "
            "KQ32 = aI, PV12 = bI; "
            "those of degree above 6 it cannot depend on; in a dimension with so many coordinates",
            "needed",
            r"\text{needed}",
            parts={p: p.powers in needed for p in literal_patterns()},
        ),
        why="L has degree 6 in x_1; the list of moments in the entries names those that count",
        premises=tuple(f"moments-{block}-off" for block in TRAINED),
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, Assumption 4.1",
        observable=observables.Response(),
    )


def not_named() -> Step:
    """What the literal assumption leaves out."""
    literal = {p.powers for p in literal_patterns()}
    missing = [p for p in _moments_that_matter() if p.powers not in literal]
    return Step(
        "missing-conditions",
        Claim(
            "which moments the off-diagonal gradient at KQ32 = aI, PV12 = bI depends on and "
            "Assumption 4.1 does not name, in a dimension with so many coordinates",
            "needed",
            r"\text{needed}",
            parts=dict.fromkeys(missing, True),
        ),
        why="they are in the list, and have no power 1",
        premises=tuple(f"moments-{block}-off" for block in TRAINED),
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, Assumption 4.1",
        observable=observables.Response(),
    )


def _moments_that_matter() -> list[Pattern]:
    """Return the moments in the conditions for the off-diagonal entries to vanish at every T."""
    conditions = vanishing_conditions([gradient(block, OFF).real for block in TRAINED])
    return [pattern for condition in conditions for pattern, _ in condition.terms]
