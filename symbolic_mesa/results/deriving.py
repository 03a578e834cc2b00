"""The public joint: name a law, get results, checked."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from derivations import REGISTRY
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.record import Derivation
from symbolic_mesa.results.results import Derived, Results
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from symbolic_mesa.text.exact_numbers import Number, exact
from symbolic_mesa.text.quoting import quoted

INDISPENSABLE = ("loss", "fixed-point")  # a law that gives neither has nothing to be said of


def derive(
    law: TokenLaw,
    dim: int | None = None,
    length: int | None = None,
    results: Iterable[str] | None = None,
    check: bool = True,
    init: tuple[Number, ...] | None = None,
    test_length: int | None = None,
) -> Results:
    """Derive results about training from diagonal initialization for a law of the initial token.

    Args:
        law: a law from `symbolic_mesa.laws`.
        dim: the dimension d; None leaves it a symbol.
        length: the length T; None leaves it a symbol.
        results: the ids of the results wanted; None for all.
        check: whether to check each against the full model.
        init: the initial point, exact, a number for each scale: (a_0, b_0); None leaves it symbols.
        test_length: the length T_test at which the trained model is tested; None leaves it a
            symbol.

    Raises:
        InvalidInput: when there is no such law, dimension, length or result.
        MissingMoment: when the law gives too few moments for the loss and for the fixed point.

    >>> from symbolic_mesa import laws
    >>> derive(laws.gaussian(sigma=1), dim=5, length=100)["fixed-point"].value
    0.191905088525588...
    """
    if not hasattr(law, "coordinate_sum"):
        raise InvalidInput(f"law={quoted(str(law))}: no law; take one from symbolic_mesa.laws")
    setting = Setting(law, dim, length, _start(init), test_length)
    known = tuple(id for entry in REGISTRY.values() for id in entry.results)
    ids = known if results is None else tuple(dict.fromkeys(results))
    for id in ids:
        if id not in known:
            raise InvalidInput(f"result {quoted(id)}: choose from {', '.join(known)}")
    entries = [entry for entry in REGISTRY.values() if set(ids) & set(entry.results)]
    for entry in entries:
        entry.problem.refuse(setting.length, setting.init)
    found = Results(setting, ids, tuple(Derived(entry, setting, check) for entry in entries))
    _require(found)
    return found


def _start(init: tuple[Number, ...] | None) -> tuple[Fraction, ...] | None:
    if init is None:
        return None
    return tuple(exact(value, f"init: number {k}") for k, value in enumerate(init, start=1))


def _require(found: Results) -> None:
    """Refuse a law of which neither the loss nor the fixed point can be derived."""
    for one in found.derived:
        if not set(INDISPENSABLE) <= set(one.entry.results):
            continue
        wanted = [id for id in found.ids if id in one.entry.results]
        blocked = [one.derivation.step(id).obstacle for id in (*wanted, *INDISPENSABLE)]
        errors = [obstacle.error for obstacle in blocked[-len(INDISPENSABLE) :] if obstacle]
        short = len(errors) == len(INDISPENSABLE) and isinstance(errors[-1], MissingMoment)
        if short and any(blocked[: len(wanted)]):
            raise errors[-1]


def explained(results: Results) -> tuple[Derivation, ...]:
    """Return the derivations with all steps that the results rest on, checked if these are."""
    return tuple(_explained(one, results.ids) for one in results.derived)


def _explained(one: Derived, ids: tuple[str, ...]) -> Derivation:
    """Return the steps that results rest on; every step when every result is wanted."""
    derivation = one.derivation
    every = set(one.entry.results) <= set(ids)
    mine = [step.id for step in derivation.steps if every or step.id in ids]
    return replace(derivation, steps=tuple(map(one.step, derivation.resting_on(mine))))


def proved(results: Results) -> Results:
    """Return the results with the word of a proof kernel added to their steps' checks.

    Where ``coqc`` is not installed the checks say that it was not run.
    """
    return replace(results, derived=tuple(map(_proved, results.derived)))


def _proved(one: Derived) -> Derived:
    from symbolic_mesa.kernel.coq import coq_file
    from symbolic_mesa.kernel.coqc import kernel_checks

    if one.entry.lemmas is None:
        return one
    file = coq_file(one.derivation, one.entry.problem, one.setting, *one.entry.kernel_lemmas)
    found = replace(one, kernel=kernel_checks(file))
    for id in found.kernel:  # what the kernel refuses is a failure, wanted or not
        found.step(id)
    return found
