"""The claims of one derivation in one setting, held against the full model by every route."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from numeric_check.estimates import TOLERANCE, Estimate, relative_error
from numeric_check.nodes import moments_at, table
from numeric_check.prediction_ratio import require_zeros
from numeric_check.rational_moments import NoNodes
from numeric_check.scale_flow import TooFar
from symbolic_mesa import laws
from symbolic_mesa.algebra import Formula, taken_at
from symbolic_mesa.assumptions import MOMENTS, Setting, TokenLaw
from symbolic_mesa.closed import Closed
from symbolic_mesa.errors import MesaError
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.record import Check, Claim, Derivation, Observable, Outcome, Step
from symbolic_mesa.witness.capability import RATIOS
from symbolic_mesa.witness.cases import cases
from symbolic_mesa.witness.limits import MEASURED as AT_ITS_SIZE
from symbolic_mesa.witness.limits import at_its_size
from symbolic_mesa.witness.measures import VERDICTS
from symbolic_mesa.witness.routes import EXACT, LAW_FREE, ROUTES, SECOND_ORDER, Route
from symbolic_mesa.witness.trials import Trial, trials
from symbolic_mesa.witness.verdicts import finite, judged, literal, verdict

Derive = Callable[[Setting], Derivation]

SMALL_DIM = 3  # up to this d a claim about a given d is measured at that d
OF_ONE_LENGTH = frozenset({"conditions"})  # its parts are others at other T
MOST_POINTS = 12  # that are tried for one where two closed forms are real
MANY_SEQUENCES, MOST_SEQUENCES, LONGEST = 600, 5000, 4  # for a Hessian
SMALL_SAMPLE = (24, 2)  # rows and columns of a table of tokens that the full model is run with


@dataclass(frozen=True)
class Witness:
    """What can be measured for a derivation in a setting; computed once, for any claim.

    Attributes:
        derive: the derivation as a function of the setting.
        setting: the setting of the claims.
    """

    derive: Derive
    setting: Setting

    @cached_property
    def reference(self) -> Setting:
        """The setting whose claims can be measured: small d, every T."""
        law, dim = self.setting.law, self.setting.dim
        if isinstance(law, SampleLaw):
            return Setting(law.head(*SMALL_SAMPLE), init=self.setting.init)
        small = dim if dim is not None and dim <= SMALL_DIM else None
        return Setting(law, small, init=self.setting.init)

    def general(self, reference: Setting) -> Derivation:
        """Return the derivation in a reference setting, derived once."""
        if reference.length not in self._general:
            self._general[reference.length] = self.derive(reference)
        return self._general[reference.length]

    @cached_property
    def _general(self) -> dict[int | None, Derivation]:
        return {}

    def trials(self, route: Route, quantity: str) -> tuple[list[Trial], str]:
        """Return the trials by a route, of the setting's law or of laws that show every moment."""
        law, dim = self.reference.law, self.reference.dim
        if quantity in LAW_FREE:
            law = laws.generic() if quantity == "patterns" else laws.exchangeable()
            dim = None
        ready, reason = _trials(ROUTES.index(route), law, dim)
        if quantity in SECOND_ORDER:
            ready = list(_affordable(ready))
        if quantity in RATIOS:
            ready, reason = _with_zeros(ready, reason)
        return ready, reason

    def checks(
        self, step: Step, claim: Claim | None = None, routes: Iterable[Route] = ROUTES
    ) -> tuple[Check, ...]:
        """Return the checks of a step, or of another claim in its place, one for each route.

        A step that states nothing measurable, or that could not be derived, has none.
        """
        if step.observable is None or step.obstacle:
            return ()
        observable = step.observable
        quantity = observable.quantity
        able = [r for r in routes if quantity in r.measures or quantity in r.without_law]
        return tuple(self._check(route, step, claim or step.claim, observable) for route in able)

    def _check(self, route: Route, step: Step, claim: Claim, observable: Observable) -> Check:
        law = self.setting.law
        if observable.quantity in route.without_law:
            gap = route.without_law[observable.quantity](claim)
            return judged(route, gap, "the full model with all six blocks, for every law", "")
        if observable.quantity == "literal":
            return literal(route, claim, self.setting)
        if observable.quantity in AT_ITS_SIZE:
            return at_its_size(route, observable.quantity, claim, self.setting)
        if observable.quantity in VERDICTS:
            return verdict(route, step, claim, self)
        if isinstance(law, SampleLaw) and observable.quantity == "moment":
            return _summed(claim, observable.of, law, route)
        reference = self.reference
        if observable.quantity in OF_ONE_LENGTH:
            reference = replace(reference, length=self.setting.length)
        if reference == self.setting:
            return self._measured(route, claim, observable)
        general = self.general(reference).step(step.id)
        if general.obstacle:  # there is no such claim for every d
            size = f"d = {self.setting.dim} is too large for it"
            return Check(route.kind, "not-run", f"full model not measured: {size}")
        found = self._measured(route, general.claim, observable)
        return _linked(found, route, (claim, self.setting), (general.claim, reference))

    def _measured(self, route: Route, claim: Claim, observable: Observable) -> Check:
        """Compare a claim with the full model trial by trial, until one differs."""
        ready, reason = self.trials(route, observable.quantity)
        if not ready:
            return Check(route.kind, "not-run", f"full model not measured: {reason}")
        worst, where = 0.0, ""
        for trial in ready:
            try:
                error = max(trial.errors(claim, observable), default=0.0)
            except TooFar as far:
                return Check(route.kind, "not-run", f"full model not measured: {far}")
            if error >= worst:
                worst, where = error, trial.words
            if error > route.tolerance:
                break
        stated = ", ".join(dict.fromkeys(trial.case.words for trial in ready if trial.case.words))
        sizes = ", ".join(dict.fromkeys(trial.size for trial in ready))
        what = (
            route.law if observable.quantity == "moment" else "the full model with all six blocks"
        )
        at = f"{what}, at (d,T) = {sizes}" + (f"; {stated}" if stated else "")
        return judged(route, worst, at, where)


@lru_cache(maxsize=16)  # pure; what several derivations measure of one law is measured once
def _trials(route: int, law: TokenLaw, dim: int | None) -> tuple[list[Trial], str]:
    return trials(ROUTES[route], cases(law), dim)


def _affordable(ready: list[Trial]) -> Iterator[Trial]:
    """Yield the trials at which a Hessian, 12 d² runs over all sequences, is measured.

    At a size that takes long it is measured for one law: the last, whose moments are not 1.
    """
    long: set[str] = set()
    for trial in reversed(ready):
        if trial.scene.sequences > MOST_SEQUENCES or trial.scene.length > LONGEST:
            continue
        if trial.size in long:
            continue
        yield trial
        if trial.scene.sequences > MANY_SEQUENCES:
            long.add(trial.size)


def _with_zeros(ready: list[Trial], reason: str) -> tuple[list[Trial], str]:
    """Return the trials whose nodes are 0 as often as the law."""
    kept: list[Trial] = []
    for trial in ready:
        try:
            require_zeros(trial.case.law, trial.scene.nodes)
        except NoNodes as error:
            reason = str(error)
        else:
            kept.append(trial)
    return kept, reason


def _summed(claim: Claim, moment: str, law: SampleLaw, route: Route) -> Check:
    """Compare a moment of a table of tokens with its mean over the whole table."""
    if route in EXACT:
        return _added_up(claim, moment, law)
    nodes = table(law)
    found = [moments_at(nodes, coordinate)[moment] for coordinate in range(law.dim)]
    if law.symmetrized:
        found = [Estimate(sum(e.value for e in found), sum(e.scale for e in found))]
    factor = law.dim if law.symmetrized else 1
    worst = max(
        relative_error(float(factor * side), e)
        for side, e in zip(_sides(claim, len(found)), found, strict=True)
    )
    outcome: Outcome = "passed" if worst <= TOLERANCE else "failed"
    return Check(route.kind, outcome, f"the mean over all {len(law.rows)} tokens", finite(worst))


def _added_up(claim: Claim, moment: str, law: SampleLaw) -> Check:
    """The same by adding up integers, one token and one coordinate after the other."""
    ((_, own),), free = MOMENTS[moment].pinned, MOMENTS[moment].free
    totals = [0] * law.dim
    for row in law.rows:
        for j, x in enumerate(row):
            rest = [y ** free[0] for r, y in enumerate(row) if r != j] if free else [1]
            totals[j] += x**own * sum(rest)
    unit = Fraction(1, 2 ** (law.exponent * (own + sum(free))) * len(law.rows))
    values = [total * unit for total in totals]
    if law.symmetrized:
        values = [sum(values, Fraction(0)) / law.dim]
    equal = _sides(claim, len(values)) == values
    outcome: Outcome = "passed" if equal else "failed"
    return Check(EXACT[0].kind, outcome, f"all {len(law.rows)} tokens added up in integers")


def _sides(claim: Claim, count: int) -> list[Any]:
    """Return the numbers that a claim about a moment states, one for each coordinate."""
    return [side.at({}) for side in claim.parts.values()] or [claim.value.at({})] * count


def _linked(
    check: Check, route: Route, here: tuple[Claim, Setting], everywhere: tuple[Claim, Setting]
) -> Check:
    """Return the check of the general claim as a check of this one: it must be its case."""
    (claim, setting), (general, reference) = here, everywhere
    if setting.law != reference.law:
        size = f"{SMALL_SAMPLE[0]} tokens and {SMALL_SAMPLE[1]} coordinates"
        return replace(check, detail=f"{check.detail}; for the first {size} of the data")
    if not _is_case_of((claim, setting), general, route):
        what = "the formula differs from the one for every d and T, taken here"
        return Check(route.kind, "failed", what)
    every = ["d"] if reference.dim is None and setting.dim is not None else []
    every += ["T"] if setting.length is not None else []
    every += ["T_test"] if setting.test_length is not None else []
    if check.outcome == "not-run" or not every:
        return check
    taken = f"the formula for every {' and '.join(every)}, which gives this"
    return replace(check, detail=f"{check.detail}; {taken}")


def _is_case_of(here: tuple[Claim, Setting], general: Claim, route: Route) -> bool:
    claim, setting = here
    if set(claim.parts) - set(general.parts):
        return False
    if claim.value is not None and general.parts:  # the numbers decide which part it is
        parts = general.parts.values()
        return any(_agree((claim.value, setting), part, route) for part in parts)
    pairs = [(claim.value, general.value)]
    pairs += [(side, general.parts[name]) for name, side in claim.parts.items()]
    return all(_agree((one, setting), other, route) for one, other in pairs if one is not None)


def _agree(special: tuple[Any, Setting], everywhere: Any, route: Route) -> bool:
    """Whether a formula is a general one taken at its d and T: as an element, or as a number."""
    here, setting = special
    if isinstance(here, Closed):
        sizes = {"d": setting.dim, "T": setting.length, "T_test": setting.test_length}
        return _close(here, everywhere, {k: n for k, n in sizes.items() if n is not None})
    if not isinstance(here, Formula):
        return bool(here == everywhere)
    there = taken_at(everywhere, here.algebra, {"T_test": setting.test_length})
    if route in EXACT:
        return bool(here.element == there.element)
    return _close(here, there, {})


def _close(here: Formula | Closed, there: Formula | Closed, sizes: Mapping[str, int]) -> bool:
    """Whether two sides agree at the first stated point where both are real.

    The second one's d and T are `sizes` there. Names that both define have the same values.
    """
    names = sorted({*here.symbols, *there.symbols})
    for shift in range(MOST_POINTS):
        point: Mapping[str, Fraction] = {
            name: Fraction(2 * k + 3 + 5 * shift * (k % 2), k * k + 5 + 3 * shift)
            for k, name in enumerate(names)
        }
        try:
            one, other = _values(here, point), _values(there, {**point, **sizes})
        except MesaError:
            continue
        gaps = ((one[name], other[name]) for name in one.keys() & other.keys())
        return all(abs(x - y) * 10**12 <= max(abs(x), abs(y)) for x, y in gaps)
    return False


def _values(side: Formula | Closed, point: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the value of a side, under no name, and of what it defines."""
    named = side.values(point) if isinstance(side, Closed) else {}
    return {**named, "": side.at(point)}
