"""What is compared with what of few-shot prompts: every prompt of a finite law, as it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from derivations.von_oswald import observables as of
from numeric_check.model.few_shot import NODES, RATIONAL, Law, Prompt, mean_products, squared
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.witness.judging import judged
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.routes import ENUMERATION, QUADRATURE, Route, exact_error

CASES = (
    Prompt(((3,),), (2,), 2),
    Prompt(((-2,),), (1,), 3),
    Prompt(((1, 2), (-3, 1)), (1, -2), 1),
    Prompt(((1, 2), (-3, 1)), (2, 1), 2),
)
SIZE = Fraction(2, 7)
ROUTES = (
    replace(ENUMERATION, model="prompts of a finite law with the Gaussian's moments"),
    replace(QUADRATURE, model="prompts at Gauss's nodes"),
)
FULL, TRUE, SEPARATED = ("true", "inner", "query"), ("true",), ("true", "closed", "opened")
VARIANCES = {
    "true-pairs-variance": TRUE,
    "inner-pairs-variance": ("inner",),
    "query-pair-variance": ("query",),
}
ERRORS = {"few-shot-error": FULL, "clean-error": TRUE, "separator-error": SEPARATED}
BEST = {"few-shot-best-size": FULL, "clean-best-size": TRUE}
LEAST = {"few-shot-least-error": FULL, "clean-least-error": TRUE}


def _measured(what: str, prompt: Prompt, law: Law) -> Any:
    """Return the number that a step names, at a prompt and a size."""
    same, apart = mean_products(prompt, law)
    if what in VARIANCES:
        weights = dict.fromkeys(VARIANCES[what], SIZE)
        return squared(same, weights) - squared(apart, weights)
    if what in ERRORS:
        return squared(same, {"truth": Fraction(-1), **dict.fromkeys(ERRORS[what], SIZE)})
    if what in BEST or what in LEAST:
        size, least = _parabola(same, (BEST | LEAST)[what])
        return size if what in BEST else least
    return squared(apart, {"truth": Fraction(-1), **dict.fromkeys(FULL, SIZE)})


def _parabola(same: Any, kinds: tuple[str, ...]) -> tuple[Any, Any]:
    """Return where the error is least, and what it is there, from its values at three sizes."""
    zero, one, back = (
        squared(same, {"truth": Fraction(-1), **dict.fromkeys(kinds, Fraction(size))})
        for size in (0, 1, -1)
    )
    slope, rise = (one - back) / 2, one + back - 2 * zero
    return -slope / rise, zero - slope**2 / (2 * rise)


def _point(prompt: Prompt) -> Mapping[str, Any]:
    """Return the numbers of a formula's symbols at a prompt."""
    w, c = prompt.weights, prompt.separator
    turned = [sum(x * y for x, y in zip(row, c, strict=True)) for row in w]
    return {
        "d": prompt.dim,
        "N": Fraction(prompt.pairs),
        "eta": SIZE,
        "trace_W_W_T": Fraction(sum(x**2 for row in w for x in row)),
        "form_c_T_c": Fraction(sum(x**2 for x in c)),
        "form_c_T_W_c": Fraction(sum(x * y for x, y in zip(c, turned, strict=True))),
    }


def _gap(observable: of.FewShot, route: Route, claim: Claim) -> float | None:
    """Return the largest relative difference over the prompts of the claim's dimension."""
    dim = claim.value.algebra.dim
    cases = [one for one in CASES if not isinstance(dim, int) or one.dim == dim]
    return max((_error(observable, route, claim, one) for one in cases), default=None)


def _error(observable: of.FewShot, route: Route, claim: Claim, prompt: Prompt) -> float:
    measured = _measured(observable.what, prompt, RATIONAL if route.exact else NODES)
    try:
        stated = claim.value.at(_point(prompt))
    except MesaError:  # the formula is not defined there
        return 1.0
    return exact_error(stated, measured) if route.exact else _relative(stated, measured)


def _relative(stated: Fraction, measured: float) -> float:
    """Return the difference beside what is measured, or beside 1 where that is less."""
    return abs(float(stated) - measured) / max(abs(measured), 1.0)


@dataclass(frozen=True)
class _Enumerated:
    """Claims of prompts, each about the number that its observable names."""

    routes: tuple[Route, ...]

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of the claim by its largest gap."""
        observable = step.observable
        gap = _gap(observable, route, claim) if isinstance(observable, of.FewShot) else None
        return judged(route, gap, f"{route.model}, for every W", "")


MEASURES: Mapping[type, Measure] = {of.FewShot: _Enumerated(ROUTES)}
"""The measure of each type of observable."""
