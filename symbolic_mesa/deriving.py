"""The public joint: name a law, get results, checked."""

from collections.abc import Iterable
from dataclasses import replace

from derivations import REGISTRY, Entry
from symbolic_mesa.assumptions import Setting, TokenLaw
from symbolic_mesa.errors import InvalidInput, MissingMoment
from symbolic_mesa.exact import quoted
from symbolic_mesa.record import Derivation
from symbolic_mesa.results import Derived, Results

INDISPENSABLE = ("loss", "fixed-point")  # a law that gives neither has nothing to be said of


def derive(
    law: TokenLaw,
    dim: int | None = None,
    length: int | None = None,
    results: Iterable[str] | None = None,
    check: bool = True,
) -> Results:
    """Derive results about training from diagonal initialization for a law of the initial token.

    Args:
        law: a law from `symbolic_mesa.laws`.
        dim: the dimension d; None leaves it a symbol.
        length: the length T; None leaves it a symbol.
        results: the ids of the results wanted; None for all.
        check: whether to check each against the full model.

    Raises:
        InvalidInput: when there is no such law, dimension, length or result.
        MissingMoment: when the law gives too few moments for the loss and for the fixed point.

    >>> from symbolic_mesa import laws
    >>> derive(laws.gaussian(sigma=1), dim=5, length=100)["fixed-point"].value
    0.191905088525588...
    """
    if not hasattr(law, "coordinate_sum"):
        raise InvalidInput(f"law={quoted(str(law))}: no law; take one from symbolic_mesa.laws")
    setting = Setting(law, dim, length)
    known = tuple(id for entry in REGISTRY.values() for id in entry.results)
    ids = known if results is None else tuple(dict.fromkeys(results))
    for id in ids:
        if id not in known:
            raise InvalidInput(f"result {quoted(id)}: choose from {', '.join(known)}")
    entries = [entry for entry in REGISTRY.values() if set(ids) & set(entry.results)]
    derived = (_derived(entry, setting, ids, check) for entry in entries)
    return Results(setting, ids, tuple(derived))


def _derived(entry: Entry, setting: Setting, ids: tuple[str, ...], check: bool) -> Derived:
    derivation = entry.derive(setting)
    mine = [id for id in ids if id in entry.results]
    _require(derivation, mine)
    if not check:
        return Derived(entry, derivation)
    from symbolic_mesa.witness.comparison import Witness  # here, so that NumPy loads only to check

    return _checked(Derived(entry, derivation, Witness(entry.derive, setting)), mine)


def _require(derivation: Derivation, ids: list[str]) -> None:
    """Refuse a law of which neither the loss nor the fixed point can be derived."""
    wanted = [derivation.step(id) for id in ids]
    if all(step.obstacle is None for step in wanted):
        return
    blocked = [step.obstacle for step in derivation.steps if step.id in INDISPENSABLE]
    errors = [obstacle.error for obstacle in blocked if obstacle]
    if len(errors) == len(INDISPENSABLE) and isinstance(errors[-1], MissingMoment):
        raise errors[-1]


def _checked(one: Derived, ids: Iterable[str]) -> Derived:
    """Return the derivation with the steps `ids` checked."""
    wanted = set(ids)
    if one.witness is None:
        return one
    witness = one.witness
    steps = tuple(
        step.checked(witness.checks(step)) if step.id in wanted else step
        for step in one.derivation.steps
    )
    return replace(one, derivation=replace(one.derivation, steps=steps))


def explained(results: Results) -> Results:
    """Return the results with all steps that they rest on, checked too if the results were."""
    derived = (_explained(one, results.ids) for one in results.derived)
    return replace(results, derived=tuple(derived))


def _explained(one: Derived, ids: tuple[str, ...]) -> Derived:
    """Return the steps that results rest on; every step when every result is wanted."""
    derivation = one.derivation
    every = set(one.entry.results) <= set(ids)
    mine = [step.id for step in derivation.steps if every or step.id in ids]
    needed = derivation.resting_on(mine)
    one = _checked(one, [id for id in needed if not derivation.step(id).checks])
    steps = tuple(map(one.derivation.step, needed))
    return replace(one, derivation=replace(one.derivation, steps=steps))


def proved(results: Results) -> Results:
    """Return the results with the word of a proof kernel added to their steps' checks.

    Where ``coqc`` is not installed the checks say that it was not run.
    """
    derived = (_proved(one, results.setting) for one in results.derived)
    return replace(results, derived=tuple(derived))


def _proved(one: Derived, setting: Setting) -> Derived:
    from symbolic_mesa.kernel.coq import coq_file
    from symbolic_mesa.kernel.coqc import kernel_checks

    if one.entry.lemmas is None:
        return one
    found = kernel_checks(coq_file(one.derivation, setting, *one.entry.kernel_lemmas))
    steps = tuple(
        replace(step, checks=(*step.checks, *found.get(step.id, ())))
        for step in one.derivation.steps
    )
    return replace(one, derivation=replace(one.derivation, steps=steps))
