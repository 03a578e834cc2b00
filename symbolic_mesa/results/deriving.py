"""The public joint: name a law, get results, checked."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from derivations import REGISTRY
from derivations.lookup import (
    Entries,
    by_default,
    every_result,
    extended,
    named,
    of_model,
    of_theorem,
    owners,
    registered,
)
from symbolic_mesa import laws
from symbolic_mesa.laws.assumptions import assuming
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.fixed import with_matrices
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.results import checks
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.results.prompt_points import PromptPoint, dimension_of, point_of
from symbolic_mesa.results.results import Results
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from symbolic_mesa.text.exact_numbers import Number, Whole, exact, whole
from symbolic_mesa.text.quoting import quoted

DEFAULT = by_default(REGISTRY)


def derive(
    law: TokenLaw | None = None,
    dim: Whole | None = None,
    length: Whole | None = None,
    results: Iterable[str] | None = None,
    check: bool = True,
    init: tuple[Number, ...] | None = None,
    test_length: Whole | None = None,
    theorem: str | None = None,
    modules: Iterable[str] = (),
    assume: Iterable[str] = (),
    model: Problem | None = None,
    samples: Whole | None = None,
    test_samples: Whole | None = None,
    covariance: Any = None,
    numbers: Mapping[str, Number] | None = None,
    fixed: Mapping[str, Any] | None = None,
) -> Results:
    """Derive results about training from diagonal initialization for a law of the initial token.

    Args:
        law: a law from `symbolic_mesa.laws`; None for any, or for what the theorem assumes.
        dim: the dimension d; None leaves it a symbol.
        length: the length T; None leaves it a symbol.
        results: the ids of the results wanted; None for all of the theorem or, where none is
            named, for all of this package's theorems about the first paper and of the modules'.
        check: whether to check them against the full model, as `symbolic_mesa.check` does.
        init: the initial point, exact, a number for each scale: (a_0, b_0); None leaves it symbols.
        test_length: the length T_test of tests of the trained model; None leaves it a symbol.
        theorem: the id of the theorem whose results are meant; None for whichever has them.
        modules: modules with ENTRIES of your own, whose theorems can be named besides.
        assume: what symbols of the law satisfy, as ``"q > 1"``.
        model: a stated model, from `symbolic_mesa.load_model`; its results are meant.
        samples: the number of samples N of a prompt; None leaves it a symbol. A model in words is
            derived for it; claims of theorems stay, and `Result.there` is what they say there.
        test_samples: the number of samples M of a test prompt, for `Result.there` too.
        covariance: of a prompt's tokens, likewise: ``isotropic``, a matrix, its text or file.
        numbers: numbers of further symbols of claims about prompts, likewise.
        fixed: the matrix of each block of a model that is not trained: d rows of d exact numbers,
            or an array (d, d), whose doubles are taken as they are; d is then given.

    Raises:
        InvalidInput: when there is no such law, dimension, length, theorem, result or matrix, when
            several theorems have the result, or when a module is broken.
        MissingMoment: when the law gives too few moments for all that is indispensable.

    >>> from symbolic_mesa import laws
    >>> results = derive(laws.gaussian(sigma=1), dim=5, length=100, theorem="theorem-4.1")
    >>> results["fixed-point"].value
    0.191905088525588...
    """
    stated = _with_matrices(model, fixed, dim, law)
    ids = None if results is None else tuple(results)
    entries = extended(_meant(stated, theorem, modules, ids is None, samples), ids or ())
    point = point_of(None if model else samples, test_samples, covariance, numbers or {})
    law = assuming(_law(law, ids, entries), assume)
    setting = setting_of(law, dimension_of(point, dim), length, init, test_length)
    return _finished(in_setting(setting, ids, entries), point, check)


def _finished(found: Results, point: PromptPoint | None, check: bool) -> Results:
    """Return results at a covariance and numbers, where they are given; checked, where asked."""
    if point is not None:
        from symbolic_mesa.results.looking import looked_at  # loads what words need

        found = looked_at(found, point)
    return checks.check(found) if check else found


def _meant(
    model: Any,
    theorem: str | None,
    modules: Iterable[str],
    every_result: bool,
    samples: Whole | None,
) -> Entries:
    """Return what is derived of a stated model, or the theorems that are meant without one."""
    if model is not None:
        return of_model(model, theorem, modules, samples)
    if theorem is not None:
        return of_theorem(theorem, modules)
    return by_default(named(modules)) if every_result else registered(modules)


def _with_matrices(
    model: Any, fixed: Mapping[str, Any] | None, dim: Whole | None, law: TokenLaw | None
) -> Any:
    """Return a stated model with the matrices of its fixed blocks; what is none stays as it is."""
    if model is None and fixed is not None:
        raise InvalidInput("fixed: matrices belong to a model; give one too, or leave them out")
    if not isinstance(model, Problem):
        return model
    size = getattr(law, "dim", None) if dim is None else whole(dim, "dim")
    return with_matrices(model, fixed or {}, size)


def _law(law: TokenLaw | None, ids: Iterable[str] | None, entries: Entries) -> TokenLaw:
    """Return the law that is given, or the one that is meant where none is.

    Raises:
        InvalidInput: when results assume different data, or other data than the law's.
    """
    meant = entries if ids is None else owners(ids, entries)
    assumed = {entry.id: entry.law for entry in meant.values()}
    if len({*assumed.values()}) > 1:
        raise InvalidInput(
            f"results of {' and '.join(assumed)}: they assume different data; ask for each alone"
        )
    stated = next(iter(assumed.values()), None)
    if stated is None:
        return laws.generic() if law is None else law
    if law not in (None, stated):
        given, id = quoted(str(getattr(law, "name", law))), next(iter(assumed))
        raise InvalidInput(f"law={given}: {id} is about {stated.phrase}; leave the law out")
    return stated


def setting_of(
    law: TokenLaw,
    dim: Whole | None,
    length: Whole | None,
    init: tuple[Number, ...] | None,
    test_length: Whole | None = None,
) -> Setting:
    """Return the setting that a person names, as `derive` takes it.

    Raises:
        InvalidInput: when there is no such law, dimension or length.
    """
    if not hasattr(law, "coordinate_sum"):
        raise InvalidInput(f"law={quoted(str(law))}: no law; take one from symbolic_mesa.laws")
    sizes: tuple[Any, Any, Any] = dim, length, test_length  # the setting makes integers of them
    start = None if init is None else _start(init)
    return Setting(law, sizes[0], sizes[1], start, sizes[2])


def _start(init: Iterable[Number]) -> tuple[Fraction, ...]:
    return tuple(exact(value, f"init: number {k}") for k, value in enumerate(init, start=1))


def in_setting(
    setting: Setting, ids: Iterable[str] | None = None, entries: Entries = DEFAULT
) -> Results:
    """Return results of theorems in a setting, not checked.

    Args:
        setting: what they are derived for.
        ids: the ids of the results; None for all.
        entries: the theorems that may have them; this package's if none are given.

    Raises:
        InvalidInput: when no theorem has such a result, or several have.
        MissingMoment: when the law gives too few moments for all that is indispensable.
    """
    owner = owners(every_result(entries) if ids is None else ids, entries)
    having = {entry.id for entry in owner.values()}
    derived = tuple(Derived(entry, setting) for entry in entries.values() if entry.id in having)
    found = Results(setting, tuple(owner), derived)
    for one in derived:
        one.entry.problem.refuse(setting.length, setting.init)
    for one in derived:
        _require_moments(one, found.ids)
    return found


def _require_moments(one: Derived, ids: Iterable[str]) -> None:
    """Refuse a law for want of a moment, if nothing that is indispensable can be derived."""
    indispensable = one.entry.indispensable
    wanted = [id for id in ids if id in one.entry.results]
    if not indispensable:
        return
    obstacles = {id: one.derivation.step(id).obstacle for id in (*wanted, *indispensable)}
    errors = [obstacle.error for id in indispensable if (obstacle := obstacles[id])]
    short = len(errors) == len(indispensable) and isinstance(errors[-1], MissingMoment)
    if short and any(obstacles[id] for id in wanted):
        raise errors[-1]
