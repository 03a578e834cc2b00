"""The record of a derivation: claims, checks, steps. A leaf: it knows no mathematics and no format.

A step's status is computed from its checks; nothing can be declared verified.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, TypeAlias, get_args

from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.text.errors import CoordinatesDiffer, InvalidInput, MissingMoment, NotApplicable
from symbolic_mesa.trust import Check, Kind, Outcome, Status, Trust, instead_of, status_of, trust_of

__all__ = [
    "STANDINGS",
    "Assumption",
    "Check",
    "Claim",
    "Derivation",
    "Kind",
    "Letter",
    "Obligation",
    "Obstacle",
    "Outcome",
    "Reasoned",
    "Standing",
    "Status",
    "Step",
    "Trust",
    "attempted",
]

Standing = Literal["holds", "fails", "not-decided"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True, slots=True)
class Assumption:
    """What a claim assumes, and whether it is so.

    Attributes:
        statement: the assumption in words.
        status: whether it holds in the setting of the claim.
        instead: what the claim says where it does not hold.
    """

    statement: str
    status: Standing = "holds"
    instead: str = ""

    @property
    def caveat(self) -> str:
        """What is to be said of it beside the claim; nothing where it holds.

        >>> Assumption("it is so", "fails", "the claim is about another model").caveat
        'assumes that it is so, which fails here: the claim is about another model'
        """
        if self.status == "holds":
            return ""
        known = "fails here:" if self.status == "fails" else "is not decided here; where it fails,"
        return f"assumes that {self.statement}, which {known} {self.instead}"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a step says.

    Attributes:
        statement: the claim in words.
        name: the left-hand side as plain text, such as ``L`` or ``a'``.
        latex: the left-hand side in LaTeX.
        value: the right-hand side, when there is one: a formula, a verdict, a number.
        parts: the right-hand sides by key, when there are several: a name, a pattern, a case;
            notation alone makes words of a key.
        reason: why a verdict is as it is: words and formulas, in the order of reading.
        exceptions: at which d, T or parameters it says something else.
    """

    statement: str
    name: str
    latex: str
    value: Any = None
    parts: Mapping[Any, Any] = field(default_factory=dict)
    reason: tuple[Any, ...] = ()
    exceptions: tuple[Exceptional, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that a reason uses and no claim introduces.

    Attributes:
        name: the letter, as it stands in the reason.
        value: the formula that it stands for.
    """

    name: str
    value: Any


Obligation: TypeAlias = Callable[[Claim], Check]
"""A check of a step itself, as a function of the claim to be checked."""


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A right-hand side with the reason for it, words and formulas, and with its exceptions."""

    side: Any
    reason: tuple[Any, ...]
    exceptions: tuple[Exceptional, ...] = ()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a claim could not be derived: the status that it gives, and the error that says why."""

    status: Literal["missing-moment", "coordinates-differ", "not-applicable"]
    error: MissingMoment | CoordinatesDiffer | NotApplicable


@dataclass(frozen=True, slots=True, repr=False)
class Step:
    """One step of a derivation.

    Attributes:
        id: the name by which other steps and users refer to it.
        claim: what it says.
        why: how it follows from its premises.
        letters: what the letters stand for that are in this reason alone.
        premises: the ids of the steps that it rests on.
        assumptions: what it assumes of the model and the law, each with its standing.
        source: the paper's equation or statement.
        obligations: checks of the step itself; steps that differ in them alone are equal.
        observable: what the claim says of the model, a frozen value; the theorem's witness has a
            measure for its type. None when nothing can be measured.
        checks: the checks that were run.
        obstacle: why there is no claim, when there is none.

    A pickled step carries its checks, not its obligations, which are functions of the problem that
    it was derived in: in their place stand checks that are not run. A copy is the step itself.
    """

    id: str
    claim: Claim
    why: str
    premises: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    source: str = ""
    obligations: tuple[Obligation, ...] = field(default=(), compare=False)
    observable: Hashable | None = None
    checks: tuple[Check, ...] = ()
    obstacle: Obstacle | None = None
    letters: tuple[Letter, ...] = ()

    def __repr__(self) -> str:
        return f"Step({self.id}: {self.claim.statement}; {self.status})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what is pickled."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        values["obligations"] = (_left_behind,) * len(self.obligations)
        return Step, tuple(values.values())

    def __copy__(self) -> "Step":
        """Return the step, which nothing changes."""
        return self

    def __deepcopy__(self, memo: object) -> "Step":
        """Return the step, which nothing changes."""
        return self

    @property
    def caveats(self) -> tuple[str, ...]:
        """What is to be said of assumptions that do not hold, or are not decided."""
        return tuple(one.caveat for one in self.assumptions if one.caveat)

    @property
    def trust(self) -> Trust:
        """How far the claim is known to be true of the model."""
        return trust_of(self.checks)

    @property
    def instead(self) -> str:
        """What the model was run with in place of the law; nothing where it was the law."""
        return instead_of(self.checks)

    @property
    def status(self) -> Status:
        """What the checks show, or the obstacle."""
        return self.obstacle.status if self.obstacle else status_of(self.checks)

    def checked(self, more: Iterable[Check] = ()) -> "Step":
        """Return the step with its obligations discharged on its claim, and further checks."""
        if self.obstacle:
            return self
        own = (obligation(self.claim) for obligation in self.obligations)
        return replace(self, checks=(*self.checks, *own, *more))


def _left_behind(claim: Claim) -> Check:
    """Stand in a pickled step for an obligation."""
    return Check("symbolic-zero", "not-run", "left behind where the step was derived; derive it")


def attempted(
    step: Step,
    value: Callable[[], Any],
    *obligations: Obligation,
    letters: Callable[[], tuple[Letter, ...]] = tuple,
) -> Step:
    """Return the step with its claim's right-hand side, or with the obstacle that stops it.

    Args:
        step: the step with a claim that has no right-hand side yet.
        value: computes the right-hand side; a mapping becomes the claim's parts, a `Reasoned` value
            gives the claim its reason too.
        obligations: further checks of the step itself.
        letters: computes what the letters of its reason stand for.
    """
    step = replace(step, obligations=(*step.obligations, *obligations))
    try:
        found = value()
        step = replace(step, letters=letters())
    except MissingMoment as error:
        return replace(step, obstacle=Obstacle("missing-moment", error))
    except CoordinatesDiffer as error:
        return replace(step, obstacle=Obstacle("coordinates-differ", error))
    except NotApplicable as error:
        return replace(step, obstacle=Obstacle("not-applicable", error))
    if isinstance(found, Reasoned):
        claim = replace(step.claim, reason=found.reason, exceptions=found.exceptions)
        found, step = found.side, replace(step, claim=claim)
    side = {"parts": found} if isinstance(found, Mapping) else {"value": found}
    return replace(step, claim=replace(step.claim, **side))


@dataclass(frozen=True, slots=True, repr=False)
class Derivation:
    """A theorem as steps, each after the steps that it rests on.

    Raises:
        InvalidInput: when two steps share an id, or a premise is not an earlier step (so that
            none dangles and no circle closes).
    """

    id: str
    title: str
    steps: tuple[Step, ...]

    def __repr__(self) -> str:
        return f"Derivation({self.id}: {len(self.steps)} steps)"

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for step in self.steps:
            if step.id in seen:
                raise InvalidInput(f"{self.id}: two steps are called {step.id!r}; rename one")
            for premise in step.premises:
                if premise not in seen:
                    raise InvalidInput(
                        f"{self.id}: step {step.id!r} rests on {premise!r}, which is no earlier "
                        "step; add it, or put it before"
                    )
            seen.add(step.id)

    def resting_on(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of these steps and of all that they rest on, in order."""
        wanted = set(ids)
        for step in reversed(self.steps):
            if step.id in wanted:
                wanted.update(step.premises)
        return tuple(step.id for step in self.steps if step.id in wanted)

    def step(self, id: str) -> Step:
        """Return the step called `id`.

        Raises:
            InvalidInput: when there is none.
        """
        for step in self.steps:
            if step.id == id:
                return step
        known = ", ".join(step.id for step in self.steps)
        raise InvalidInput(f"{self.id} has no step {id!r}; choose from {known}")
