"""The public joint: name a law, get the theorem's results, checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sympy

from derivations import REGISTRY, Entry
from symbolic_mesa.algebra import Formula
from symbolic_mesa.assumptions import Setting, TokenLaw
from symbolic_mesa.errors import InvalidInput, MissingMoment
from symbolic_mesa.exact import Number, exact, quoted
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.printing import latex
from symbolic_mesa.record import Check, Derivation, Status, Step

if TYPE_CHECKING:
    from symbolic_mesa.witness.comparison import Witness

INDISPENSABLE = ("loss", "fixed-point")  # a law that gives neither has nothing to be said of


@dataclass(frozen=True)
class Result:
    """One result of a derivation in a setting: a formula, its status and its checks.

    `expr`, `latex` and `value` raise `MissingMoment` or `CoordinatesDiffer` where that is why there
    is no formula.
    """

    step: Step
    setting: Setting
    entry: Entry

    @property
    def id(self) -> str:
        """The id by which the result is asked for."""
        return self.step.id

    @property
    def statement(self) -> str:
        """What the result is, in words."""
        return self.step.claim.statement

    @property
    def source(self) -> str:
        """Where the paper states it."""
        return self.step.source

    @property
    def status(self) -> Status:
        """What the checks show."""
        return self.step.status

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks that were run."""
        return self.step.checks

    @property
    def formula(self) -> Formula | None:
        """The right-hand side as an element of its field; None for a result of several parts.

        Raises:
            MissingMoment, CoordinatesDiffer: when it could not be derived.
        """
        if self.step.obstacle:
            raise self.step.obstacle.error
        formula: Formula | None = self.step.claim.value
        return formula

    @property
    def parts(self) -> Mapping[str, Formula] | None:
        """The right-hand sides by name; None for a result of one formula."""
        return self.step.claim.parts or None

    @property
    def expr(self) -> sympy.Expr | None:
        """The right-hand side as a SymPy expression, arranged for reading."""
        return None if self.formula is None else arranged(self.formula).expr

    @property
    def latex(self) -> str | None:
        """The right-hand side in LaTeX."""
        return None if self.formula is None else latex(arranged(self.formula))

    @property
    def value(self) -> float | None:
        """The number, when no symbol is left."""
        return None if self.formula is None else self.formula.value

    @property
    def standard_error(self) -> float | None:
        """The standard error of a moment that is estimated from symmetrized data."""
        law, observable = self.setting.law, self.step.observable
        if not isinstance(law, SampleLaw) or not law.symmetrized:
            return None
        if observable is None or observable.quantity != "moment" or len(law.rows) < 2:
            return None
        return law.standard_error(observable.of)

    def __call__(self, **numbers: Number) -> float:
        """Evaluate at numbers; d and T may be given anew.

        Args:
            numbers: a value for each symbol that is left, and for d or T.

        Raises:
            InvalidInput: when a symbol has no number, or a name is none.
        """
        values = {name: exact(number, name) for name, number in numbers.items()}
        result = self._at(values)
        if result.formula is None:
            raise InvalidInput(f"{self.id} has several parts; evaluate one of .parts")
        left = [name for name in result.formula.symbols if name not in values]
        if left:
            raise InvalidInput(f"{self.id} depends on {left[0]}; give it a number, {left[0]}=2")
        return float(result.formula.at(values))

    def _at(self, values: Mapping[str, Any]) -> "Result":
        """Return the same result with d, T and the law's symbols replaced where given."""
        known = {"d", "T", *self.formula.symbols} if self.formula else {"d", "T"}
        for name in values:
            if name not in known:
                raise InvalidInput(
                    f"{quoted(name)} is no symbol of {self.id}; it has {', '.join(sorted(known))}"
                )
        sizes = {name: _whole(name, values[name]) for name in ("d", "T") if name in values}
        setting = Setting(
            self.setting.law.at(values),
            sizes.get("d", self.setting.dim),
            sizes.get("T", self.setting.length),
        )
        step = self.entry.derive(setting).step(self.id)
        return replace(self, step=step, setting=setting)

    def _repr_latex_(self) -> str:
        """Return the equation for a notebook, or one for each part."""
        left = self.step.claim.latex
        if self.step.obstacle:
            return rf"$\displaystyle {left}: \text{{{self.status}}}$"
        if self.parts is None:
            return rf"$\displaystyle {left} = {self.latex}$"
        lines = [rf"{left} &= {latex(arranged(side))}" for side in self.parts.values()]
        body = r" \\ ".join(lines)
        return rf"$\displaystyle \begin{{aligned}} {body} \end{{aligned}}$"


@dataclass(frozen=True)
class Results(Mapping[str, Result]):
    """The results of one derivation in one setting, by id.

    Attributes:
        derivation: the steps; those of `ids` are checked.
        setting: the law, d and T.
        entry: the registry's entry.
        ids: the ids of the results.
        witness: what the claims were held against; None when they were not.
    """

    derivation: Derivation
    setting: Setting
    entry: Entry
    ids: tuple[str, ...]
    witness: "Witness | None" = None

    def __getitem__(self, id: str) -> Result:
        if id not in self.ids:
            raise KeyError(f"no result {id!r} here; there are {', '.join(self.ids)}")
        return Result(self.derivation.step(id), self.setting, self.entry)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def failed(self) -> tuple[Step, ...]:
        """The steps of which a check failed."""
        return tuple(step for step in self.derivation.steps if step.status == "failed")


def derive(
    law: TokenLaw,
    dim: int | None = None,
    length: int | None = None,
    results: Iterable[str] | None = None,
    check: bool = True,
) -> Results:
    """Derive the results of Theorem 4.1 (arXiv 2405.16845) for a law of the initial token.

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
    entry = REGISTRY["theorem-4.1"]
    ids = entry.results if results is None else tuple(dict.fromkeys(results))
    for id in ids:
        if id not in entry.results:
            raise InvalidInput(f"result {quoted(id)}: choose from {', '.join(entry.results)}")
    derivation = entry.derive(setting)
    _require(derivation, ids)
    if not check:
        return Results(derivation, setting, entry, ids)
    from symbolic_mesa.witness.comparison import Witness  # here, so that NumPy loads only to check

    witness = Witness(entry.derive, setting)
    return Results(_checked(derivation, ids, witness), setting, entry, ids, witness)


def explained(results: Results) -> Results:
    """Return the results with all steps that they rest on, checked too if the results were."""
    derivation = results.derivation
    every = results.ids == results.entry.results
    ids = derivation.resting_on([s.id for s in derivation.steps] if every else results.ids)
    if results.witness is not None:
        rest = [id for id in ids if not derivation.step(id).checks]
        derivation = _checked(derivation, rest, results.witness)
    steps = tuple(map(derivation.step, ids))
    return replace(results, derivation=replace(derivation, steps=steps))


def proved(results: Results) -> Results:
    """Return the results with the word of a proof kernel added to their steps' checks.

    Where ``coqc`` is not installed the checks say that it was not run.
    """
    from symbolic_mesa.kernel.coq import coq_file
    from symbolic_mesa.kernel.coqc import kernel_checks

    file = coq_file(results.derivation, results.setting, *results.entry.kernel_lemmas)
    found = kernel_checks(file)
    steps = (
        replace(step, checks=(*step.checks, *found.get(step.id, ())))
        for step in results.derivation.steps
    )
    return replace(results, derivation=replace(results.derivation, steps=tuple(steps)))


def _require(derivation: Derivation, ids: tuple[str, ...]) -> None:
    """Refuse a law of which neither the loss nor the fixed point can be derived."""
    wanted = [derivation.step(id) for id in ids]
    if all(step.obstacle is None for step in wanted):
        return
    blocked = [derivation.step(id).obstacle for id in INDISPENSABLE]
    errors = [obstacle.error for obstacle in blocked if obstacle]
    if len(errors) == len(blocked) and isinstance(errors[-1], MissingMoment):
        raise errors[-1]


def _checked(derivation: Derivation, ids: Iterable[str], witness: "Witness") -> Derivation:
    wanted = set(ids)
    steps = (
        step.checked(witness.checks(step)) if step.id in wanted else step
        for step in derivation.steps
    )
    return replace(derivation, steps=tuple(steps))


def _whole(name: str, value: Any) -> int:
    if value.denominator != 1:
        raise InvalidInput(f"{name}={value}: not a whole number; give an integer")
    return int(value)
