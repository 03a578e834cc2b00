"""Checks whose outcome is not a difference of numbers: verdicts, held against the full model."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numeric_check.checks import literal as assumption
from numeric_check.laws.mixed_moments import NoNodes
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.exceptional import said_at
from symbolic_mesa.laws.protocol import Rationals, TokenLaw, moment_powers
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.text.surds import Exact
from symbolic_mesa.witness.cases import Case, cases, cases_in
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.routes import Route
from symbolic_mesa.witness.trials import Trial, trials_at

ANY_DIM = 4  # of the literal assumption: it speaks of four indices at most
LONGEST = 7  # a verdict about a given T is measured there up to this T
DIMS = (1, 2, 3)  # where a verdict is measured
LARGEST = 14  # of the product d T, for a verdict about a given T
MOST_TOKENS = 400  # of a table with which the full model is run


def literal(route: Route, claim: Claim, witness: Measurable) -> Check:
    """Return the check of the verdict on Assumption 4.1 as written, moment by moment."""
    setting, law = witness.setting, witness.setting.law
    try:
        found = [
            (case.law, dim, said_at(claim.value, claim.exceptions, _valued(case, dim)))
            for dim in ([setting.dim] if setting.dim else range(1, ANY_DIM + 1))
            for case in cases_in(dim, law, witness.problem)
        ]
        decided = [
            (holds, said)
            for of, dim, said in found
            if said is not None and (holds := _holds(route, of, dim, said)) is not None
        ]
    except NoNodes as error:
        return Check(route.kind, "not-run", f"moments not looked at: {error}")
    if not decided:
        return Check(route.kind, "not-run", "no law at which it is decided")
    holds = decided[-1][0]
    if all(holds for holds, _ in decided) and not law.every_moment_exists:
        return Check(route.kind, "not-run", "up to degree 6 nothing speaks against the assumption")
    agrees = all(holds is said for holds, said in decided)
    if isinstance(law, SampleLaw):
        which = "every coordinate has" if holds else "coordinates differ, or one has not"
        detail = f"{which} mean 0 for given values of three others"
    else:
        what = "vanishes" if holds else "of those that must vanish does not"
        detail = f"{'every' if holds else 'one'} moment up to degree 6 {what}"
    return _compared(route, agrees, holds, detail)


def _holds(route: Route, law: TokenLaw, dim: int, said: bool | None) -> bool | None:
    """Return what the moments say; None where doubles see 0, and rationals that one is not."""
    if route.exact:
        return assumption.holds(law, dim)
    visible = assumption.visibly_holds(law, dim)
    return None if visible and said is False and not assumption.holds(law, dim) else visible


def _valued(case: Case, dim: int) -> Callable[[Any], Any]:
    """Return what gives a formula its value at a case; moments that are symbols from its law."""

    def value(formula: Any) -> Any:
        names = formula.symbols if case.values is None else ()
        powers = {name: moment_powers(name) for name in names}
        moments = {n: _moment(case.law, found, dim) for n, found in powers.items() if found}
        return formula.at({**moments, **(case.values or {}), "d": dim})

    return value


def _moment(law: TokenLaw, powers: tuple[int, ...], dim: int) -> Exact:
    places = {f"k{n}": n for n in range(len(powers))}
    pattern = Pattern(tuple(zip(places, powers, strict=True)), ())
    return Rationals().number(law.coordinate_sum(pattern, dim, Rationals(), places))


@dataclass(frozen=True)
class AsWritten:
    """A verdict on the assumption about the law as the paper writes it.

    Attributes:
        routes: by which the law's moments are looked at.
    """

    routes: tuple[Route, ...]

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check in the setting."""
        return literal(route, claim, witness)


@dataclass(frozen=True)
class Judged:
    """A verdict that the full model gives too.

    Attributes:
        holds: what a scene says.
        vanishes: whether what must vanish for it does so exactly, for a law and a dimension.
        routes: by which it can be measured.
        by_symmetry: whether it is true at every d and T where coordinates are alike.
        kept: which of the trials are taken.
    """

    holds: Callable[[Any], bool]
    vanishes: Callable[[TokenLaw, int], bool]
    routes: tuple[Route, ...]
    by_symmetry: bool = False
    kept: Callable[[list[Trial], str], tuple[list[Trial], str]] | None = None

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of the verdict at the claim's d and T, exceptions included."""
        return _verdict(route, claim, witness, self)


def _verdict(route: Route, claim: Claim, witness: Measurable, judge: Judged) -> Check:
    """Return the check of a verdict that the full model gives too, trial by trial.

    Each trial is held against what the claim says at its d, T and parameters, exceptions included;
    one at which the claim does not decide tells nothing.
    """
    universal = judge.by_symmetry and witness.setting.law.exchangeable
    everywhere = _everywhere(route, witness, judge)
    ready, reason = everywhere if universal else trials_of(route, witness, everywhere)
    pairs = [(trial, said_at(claim.value, claim.exceptions, trial.at)) for trial in ready]
    said_of = [(trial, said) for trial, said in pairs if said is not None]
    if not said_of:
        reason = "the claim decides nothing where it can be" if pairs else reason
        return Check(route.kind, "not-run", f"full model not measured: {reason}")
    found = [(trial, said, bool(judge.holds(trial.scene))) for trial, said in said_of]
    decided = [one for one in found if not _below_rounding(route, judge, *one)]
    if not decided:
        reason = "what it says is not 0 is below the rounding of doubles"
        return Check(route.kind, "not-run", f"full model not decisive: {reason}")
    for trial, said, true in decided:
        if said is not true:
            words = f"the verdict is {str(true).lower()} at {trial.words}"
            return Check(route.kind, "failed", words, None if route.exact else 0.0)
    sizes = ", ".join(dict.fromkeys(trial.size for trial, _, _ in decided))
    at = f"{route.model}, at (d,T) = {sizes}"
    return Check(route.kind, "passed", at, None if route.exact else 0.0)


def _below_rounding(
    route: Route, judge: Judged, trial: Trial, said: bool | None, true: bool
) -> bool:
    """Whether doubles see 0 where a claim says that something is not, and it may not be."""
    if route.exact or said is not False or not true:
        return False
    return not judge.vanishes(trial.case.law, trial.scene.dim)


def _everywhere(route: Route, witness: Measurable, judge: Judged) -> tuple[list[Trial], str]:
    """Return the trials for every d and T."""
    ready, reason = witness.trials(route)
    return judge.kept(ready, reason) if judge.kept else (ready, reason)


def trials_of(
    route: Route, witness: Measurable, everywhere: tuple[list[Trial], str]
) -> tuple[list[Trial], str]:
    """Return the trials at the d and T of a setting, or those for every one; and why not more."""
    setting = witness.setting
    law, dim, length = setting.law, setting.dim, setting.length
    if (dim or 0) > max(DIMS) or (length or 0) > LONGEST:
        return [], f"d = {dim}, T = {length} is too large for it"
    if isinstance(law, SampleLaw) and len(law.rows) > MOST_TOKENS:
        return [], f"{len(law.rows)} tokens are too many for it"
    found = cases(law, witness.problem)
    if length is not None:
        dims = [dim] if dim else list(DIMS)
        return trials_at(route, found, [(size, length) for size in dims if _fits(size, length)])
    if law != witness.reference.law:
        lengths = route.lengths[dim or 2][:2]
        return trials_at(route, found, [(dim or 2, length) for length in lengths])
    ready, reason = everywhere
    if dim is None:  # no route has sizes of d = 1, where much is otherwise
        lengths = route.lengths[1][:2]
        ready = [*trials_at(route, found, [(1, length) for length in lengths])[0], *ready]
    return ready, reason


def _fits(dim: int, length: int) -> bool:
    return dim * length <= LARGEST


def _compared(route: Route, agrees: bool, true: bool, at: str) -> Check:
    words = at if agrees else f"the verdict is {str(true).lower()}: {at}"
    return Check.decided(route.kind, agrees, words, None if route.exact else 0.0)
