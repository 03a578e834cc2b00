"""Every claim for a law beside a simulation of the full model, under one rate of false alarms."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.sampling.jackknife import Jackknifed
from numeric_check.sampling.observations import GROUPS, Observed, observed
from numeric_check.sampling.sampling import drawn_by, sequences
from numeric_check.sampling.statistics import Comparison, exponent, largest_z
from symbolic_mesa.checking.courses import ModelTraining, PromptCourse
from symbolic_mesa.checking.theory import Theory
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.record import Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.settings import Samples
from symbolic_mesa.trust import all_of
from symbolic_mesa.witness.sampled import Scenes, estimates, is_sampled, is_theorems, missed_tail

FEWEST = 64  # sequences, for a standard error
LONGEST_TAIL = 5.0  # times that standard errors may be too small, and still mean something
NO_ERRORS = "the law has no moments of degree 12, and estimates no standard errors"
TOO_RARE = "so few sequences do not show what is rare in the law; give more"


@dataclass(frozen=True)
class Row:
    """A claim beside what was found.

    Attributes:
        step: the claim, with the checks by quadrature and the others.
        numbers: what it says beside what sequences show; empty where they show nothing.
    """

    step: Step
    numbers: tuple[Comparison, ...]

    @property
    def agrees(self) -> bool | None:
        """Whether nothing speaks against it; None where nothing was compared."""
        decided = [check.outcome == "passed" for check in self.step.checks if check.decides]
        return all_of([*decided, *(one.agrees for one in self.numbers)])

    @property
    def verdict(self) -> bool | None:
        """What is derived, where that is a verdict."""
        value = self.step.claim.value
        return value if isinstance(value, bool) else None

    @property
    def of_the_theorem(self) -> bool:
        """Whether sequences are held against the theorem's word, not the verdict."""
        return is_theorems(self.step)

    @property
    def worst(self) -> Comparison | None:
        """The number that differs most."""
        return max(self.numbers, key=lambda one: (abs(one.z), one.gap), default=None)


@dataclass(frozen=True)
class Simulation:
    """What holds of the simulation as a whole.

    Attributes:
        count: how many sequences there are.
        limit: the largest |z| that is no alarm.
        rate: the exponent with which the error of the loss falls with m, and its error.
        tail: how many times standard errors were made larger for what the sequences lack of the
            law's tail.
    """

    count: int
    limit: float
    rate: tuple[float, float]
    tail: float

    @property
    def agrees(self) -> bool:
        """Whether the exponent is that of independent sequences, −1/2, within its error."""
        value, error = self.rate
        return abs(value + 0.5) <= self.limit * error


@dataclass(frozen=True)
class Checked:
    """A simulation beside the claims.

    Attributes:
        rows: the claims that are made for the law, in the order of their theorems.
        left_out: those that are not.
        simulation: what holds of it; None when sequences show nothing that has a standard error.
        why: why they do not.
    """

    rows: tuple[Row, ...]
    left_out: tuple[Step, ...]
    simulation: Simulation | ModelTraining | PromptCourse | None
    why: str = ""

    @property
    def agrees(self) -> bool | None:
        """Whether nothing is an alarm; None where nothing was compared."""
        whole = None if self.simulation is None else self.simulation.agrees
        found = [whole, *(row.agrees for row in self.rows)]
        return all_of([one for one in found if one is not None])


def checked(
    setting: Setting, samples: int, seed: int, claims: Collection[str] | None = None
) -> Checked:
    """Return the claims beside estimates from random sequences; groups of them are of one size.

    Args:
        setting: a law, d and T, all numbers.
        samples: how many sequences, less what does not fill the last group.
        seed: the same seed gives the same sequences.
        claims: the ids of the results wanted; None for all.

    Raises:
        InvalidInput: when a number is missing, a claim is unknown, or the law cannot be sampled.
    """
    drawing = Samples(samples, seed)
    size, groups = _divided(setting, drawing)
    theory = Theory(setting)
    results = theory.results(claims)
    steps = [results[id].step for id in results]
    made = [step for step in steps if not step.obstacle]
    left_out = tuple(step for step in steps if step.obstacle)
    errors = theory.moment_errors(size * groups)
    bare = tuple(Row(step, ()) for step in made)
    if errors is None:
        return Checked(bare, left_out, None, NO_ERRORS)
    drawn = sequences(setting.law, setting.dim or 0, size * groups, drawing.seed)
    seen, own = observed(drawn, size, theory.sight(results))
    whole, rest = theory.scenes(_total(seen)), _without_each(theory, seen)
    tail = missed_tail(errors, whole, rest)
    if tail > LONGEST_TAIL:
        return Checked(bare, left_out, None, TOO_RARE)
    found = {step.id: estimates(step, whole, rest) for step in made if is_sampled(step)}
    limit = largest_z(1 + sum(map(len, found.values())))  # the rate is one more number
    simulation = Simulation(size * groups, limit, exponent(own @ theory.loss_weights), tail)
    rows = tuple(_row(step, found.get(step.id, ()), simulation) for step in made)
    return Checked(rows, left_out, simulation)


def _row(
    step: Step, found: Iterable[tuple[float, Jackknifed, float]], simulation: Simulation
) -> Row:
    limit, count = simulation.limit, simulation.count
    numbers = (
        Comparison(predicted, one.widened(simulation.tail), scale, limit, count)
        for predicted, one, scale in found
    )
    return Row(step, tuple(numbers))


def _divided(setting: Setting, samples: Samples) -> tuple[int, int]:
    """Return how many sequences are a group, and how many groups there are, if it can be done."""
    if setting.dim is None or setting.length is None:
        raise InvalidInput("a simulation needs numbers for d and T; give --dim and --length")
    refuse_unseen(setting.law, samples, setting.dim, setting.length)
    size = -(-samples.count // GROUPS)
    return size, samples.count // size


def refuse_unseen(law: TokenLaw, samples: Samples, dim: int, length: int) -> None:
    """Refuse sequences that cannot be drawn, or show nothing with a standard error.

    Raises:
        InvalidInput: when the law cannot be sampled, or there are too few, or too many.
    """
    try:
        drawn_by(law)
    except NoNodes as error:
        raise InvalidInput(str(error)) from None
    if samples.count < FEWEST:
        raise InvalidInput(
            f"--samples {samples.count}: too few for a standard error; give {FEWEST} or more"
        )
    samples.check_sizes(dim, length)


def _total(seen: Sequence[Observed]) -> Observed:
    total = seen[0]
    for one in seen[1:]:
        total += one
    return total


def _without_each(theory: Theory, seen: Sequence[Observed]) -> list[Scenes]:
    total = _total(seen)
    return [theory.scenes(total - one) for one in seen]
