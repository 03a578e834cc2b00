"""What a derivation gives to a person: results by id, each a formula or a verdict, with checks."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

import sympy

from derivations import Entry
from derivations.observables import Moment
from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.brief import claim_line
from symbolic_mesa.notation.names import Spelled, spelled
from symbolic_mesa.notation.sides import side_latex, side_value, sides
from symbolic_mesa.notation.words import in_words
from symbolic_mesa.record import Assumption, Check, Claim, Derivation, Status, Step, Trust
from symbolic_mesa.results import notebooks
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.results.evaluation import Evaluation
from symbolic_mesa.results.prompt_points import PromptPoint, where
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

MOST_IDS = 9  # that are listed in a line


@dataclass(frozen=True, repr=False)
class Result:
    """One result of a derivation in a setting: a formula, its status and its checks.

    `expr`, `latex` and `value` raise the error that is the reason where there is no formula.
    """

    step: Step
    setting: Setting
    entry: Entry
    point: PromptPoint | None = None

    def __repr__(self) -> str:
        line = "" if self.step.obstacle else f": {claim_line(self.step.claim)}"
        trust = f" ({self.trust})" if self.status == "verified" else ""
        return f"<{self.id}{line}; {self.status}{trust}>"

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
    def trust(self) -> Trust:
        """How far it is known to be true of the model."""
        return self.step.trust

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What it assumes, each with whether that holds here."""
        return self.step.assumptions

    @property
    def caveats(self) -> tuple[str, ...]:
        """What is to be said of assumptions that do not hold here, or are not decided."""
        return self.step.caveats

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks that were run."""
        return self.step.checks

    @property
    def formula(self) -> Formula | Closed | None:
        """The right-hand side as a formula or a closed form; None for several parts, or a verdict.

        Raises:
            MissingMoment, CoordinatesDiffer, NotApplicable: when it could not be derived.
        """
        side = self._side
        return side if isinstance(side, Formula | Closed) else None

    @property
    def parts(self) -> Mapping[str, Any] | None:
        """The right-hand sides by name; None for a result of one.

        Numbers of a numerical solution are decimals as text, all digits that are known.
        """
        named = {name: side for name, side in sides(self.step.claim).items() if name}
        return named or None

    @property
    def reason(self) -> str | None:
        """Why a verdict is as it is."""
        return in_words(self.step.claim.reason) or None

    @property
    def exceptions(self) -> tuple[Exceptional, ...]:
        """At which d, T or parameters a claim about every one says something else."""
        return self.step.claim.exceptions

    @property
    def expr(self) -> sympy.Expr | None:
        """The right-hand side as a SymPy expression, arranged for reading."""
        formula = self.formula
        return arranged(formula).expr if isinstance(formula, Formula) else formula and formula.expr

    @property
    def latex(self) -> str | None:
        """The right-hand side in LaTeX."""
        with spelled(self.entry.problem.spelled):
            return side_latex(self._side)

    @property
    def value(self) -> Any:
        """The number, when no symbol is left; a verdict; the numbers of a numerical solution."""
        return side_value(self._side)

    @property
    def there(self) -> Claim | None:
        """What it says, exactly, at a covariance and numbers that were given; None without any."""
        if self.point is None:
            return None
        from symbolic_mesa.results.specialising import specialised  # loads what words need

        return specialised(self.step, self.entry, self.setting, self.point)

    @property
    def where(self) -> str:
        """Where that is, in words; empty for nowhere."""
        return where(self.point, self.entry, self.step)

    @property
    def _side(self) -> Any:
        if self.step.obstacle:
            raise self.step.obstacle.error
        return self.step.claim.value

    @property
    def standard_error(self) -> float | None:
        """The standard error of a moment that is averaged over coordinates of data."""
        law, observable = self.setting.law, self.step.observable
        if not isinstance(law, SampleLaw) or not law.permuted:
            return None
        if not isinstance(observable, Moment) or len(law.rows) < 2:
            return None
        error = law.standard_error(self.entry.problem.moments[observable.name])
        return error if isfinite(error) else None

    def __call__(self, **numbers: Any) -> Any:
        """Evaluate at numbers; d and T may be given anew.

        Args:
            numbers: a value for each symbol that is left, for d or T, and an array for each matrix;
                a_0 and b_0 for a result that depends on where training starts. Values are exact
                numbers, or arrays of them, which are broadcast against each other.

        Returns:
            A number, exact to the last digit of a double, or by part; arrays where one was given.

        Raises:
            InvalidInput: when a symbol has no number, a name is none, or it is beyond doubles.
        """
        return Evaluation(self.step, self.setting, self.entry).at(numbers)

    def _repr_latex_(self) -> str:
        """Return the equation for a notebook, or one for each part."""
        with spelled(self.entry.problem.spelled):
            return notebooks.equations(self)


Checks = Mapping[tuple[str, str], tuple[Check, ...]]
"""Checks of steps, by the id of the theorem and that of the step."""


@dataclass(frozen=True, repr=False)
class Results(Mapping[str, Result]):
    """The results of theorems in one setting, by id.

    Attributes:
        setting: the law, d and T.
        ids: the ids of the results.
        derived: the theorems that they come from.
        checks: the checks of the steps that were checked.
        kernel: the word of a proof kernel on steps.
        point: where claims about prompts are looked at besides; None for nowhere.
    """

    setting: Setting
    ids: tuple[str, ...]
    derived: tuple[Derived, ...]
    checks: Checks = field(default_factory=dict)
    kernel: Checks = field(default_factory=dict)
    point: PromptPoint | None = None

    def __repr__(self) -> str:
        counts = Counter(result.status for result in self.values())
        statuses = ", ".join(f"{count} {status}" for status, count in counts.items())
        listed = ", ".join([*self.ids[:MOST_IDS], *["…"][: len(self) > MOST_IDS]])
        return f"<{len(self)} results of {self.setting!r}: {listed}; {statuses}>"

    @property
    def sizes(self) -> Mapping[str, int | None]:
        """The sizes that the theorems have, each with its number; None for a symbol."""
        known = {name for one in self.derived for name in one.entry.problem.sizes}
        every = {"d": self.setting.dim, "T": self.setting.length}
        return {name: size for name, size in every.items() if name in known}

    def _repr_html_(self) -> str:
        """Return a table of id, formula, value and status for a notebook."""
        sizes = self.sizes.items()
        given = "".join(f"; {name} = {size}" for name, size in sizes if size is not None)
        with spelled(self.spelled):
            return notebooks.html(f"{self.setting.law!r}: {self.setting.law.phrase}{given}", self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Return the results as text and as a table; which of them is shown is up to a notebook."""
        return {"text/plain": repr(self), "text/html": self._repr_html_()}

    def to_frame(self) -> Any:
        """Return a pandas data frame: a row for each part of each result.

        Raises:
            InvalidInput: when pandas is not installed.
        """
        with spelled(self.spelled):
            return notebooks.frame(self)

    def __getitem__(self, id: str) -> Result:
        if id not in self.ids:
            there = ", ".join(self.ids) + nearest(str(id), self.ids)
            raise KeyError(f"no result {quoted(str(id))} here; there are {there}")
        one = next(one for one in self.derived if id in one.entry.results)
        return Result(self.step(one, id), self.setting, one.entry, self.point)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def step(self, one: Derived, id: str) -> Step:
        """Return a step of a theorem with the checks that were run."""
        step, key = one.derivation.step(id), (one.entry.id, id)
        checks = (*self.checks.get(key, step.checks), *self.kernel.get(key, ()))
        return replace(step, checks=checks) if checks else step

    @property
    def spelled(self) -> Spelled:
        """The symbols that models set otherwise than their names read, with their LaTeX."""
        return tuple(pair for one in self.derived for pair in one.entry.problem.spelled)

    @property
    def titles(self) -> tuple[str, ...]:
        """The derivations by name and phrase."""
        return tuple(f"{one.entry.id}: {one.entry.phrase}" for one in self.derived)

    @property
    def wanted(self) -> Iterator[tuple[Derived, tuple[str, ...]]]:
        """Each theorem with the ids of its results, in the order in which they are wanted."""
        for one in self.derived:
            ids = tuple(id for id in self.ids if id in one.entry.results)
            if ids:
                yield one, ids

    @property
    def explained(self) -> tuple[Derivation, ...]:
        """The derivations with all steps that the results rest on."""
        return tuple(
            replace(one.derivation, steps=tuple(self.step(one, id) for id in one.resting_on(ids)))
            for one, ids in self.wanted
        )

    @property
    def failed(self) -> tuple[Step, ...]:
        """The steps of which a check failed: results, and what they rest on."""
        keys = dict.fromkeys([*self.checks, *self.kernel])
        steps = (
            self.step(one, id) for one in self.derived for name, id in keys if name == one.entry.id
        )
        return tuple(step for step in steps if step.status == "failed")
