"""Every claim for a law beside a simulation of the full model, under one rate of false alarms."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from numeric_check.attention import Real
from numeric_check.observations import GROUPS, Observed, Sight, observed
from numeric_check.rational_moments import NoNodes
from numeric_check.sampling import drawn_by, sequences
from numeric_check.statistics import FALSE_ALARM, Comparison, exponent, largest_z
from symbolic_mesa.assumptions import Setting
from symbolic_mesa.checking.theory import Theory
from symbolic_mesa.errors import InvalidInput
from symbolic_mesa.record import Step
from symbolic_mesa.training.settings import Samples
from symbolic_mesa.witness.sampled import estimates, is_sampled, missed_tail

FEWEST = 64  # sequences, for a standard error
STRAY = 5  # standard errors that the exponent may be off


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
    def agrees(self) -> bool:
        """Whether nothing speaks against it."""
        return self.step.status != "failed" and all(one.agrees for one in self.numbers)

    @property
    def worst(self) -> Comparison | None:
        """The number that differs most."""
        return max(self.numbers, key=lambda one: abs(one.z), default=None)


@dataclass(frozen=True)
class Checked:
    """A simulation beside the claims.

    Attributes:
        count: how many sequences there are.
        limit: the largest |z| that is no alarm.
        rows: the claims that hold for the law, in the order of their theorems.
        left_out: those that are not made for it.
        rate: the exponent with which the error of the loss falls with m, and its error.
        tail: how many times standard errors were made larger for what the sample lacks of the
            law's tail; infinite when the law has no moments of degree 12, and estimates no
            standard errors.
    """

    count: int
    limit: float
    rows: tuple[Row, ...]
    left_out: tuple[Step, ...]
    rate: tuple[float, float]
    tail: float

    @property
    def false_alarm(self) -> float:
        """The rate at which any number is an alarm though all are right."""
        return FALSE_ALARM

    @property
    def rate_agrees(self) -> bool:
        """Whether the exponent is that of independent sequences, −1/2, within its error."""
        value, error = self.rate
        return abs(value + 0.5) <= STRAY * error

    @property
    def agrees(self) -> bool:
        """Whether nothing is an alarm."""
        return self.rate_agrees and all(row.agrees for row in self.rows)


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
    size, groups = _divided(setting, samples)
    theory = Theory(setting)
    results = theory.results(claims)
    steps = [results[id].step for id in results]
    made = [step for step in steps if not step.obstacle]
    left_out = tuple(step for step in steps if step.obstacle)
    seen, own = _observed(setting, size, groups, seed, theory.sight(results))
    errors = theory.moment_errors(size * groups)
    if errors is None:
        rows = tuple(Row(step, ()) for step in made)
        return Checked(size * groups, largest_z(1), rows, left_out, (0.0, inf), inf)
    rows, tail = _rows(made, theory, seen, errors)
    limit = largest_z(max(1, sum(len(row.numbers) for row in rows)))
    rate = exponent(own @ theory.loss_weights)
    return Checked(size * groups, limit, rows, left_out, rate, tail)


def _rows(
    steps: Sequence[Step], theory: Theory, seen: Sequence[Observed], errors: Mapping[str, float]
) -> tuple[tuple[Row, ...], float]:
    """Return the claims beside the estimates, and how much too small standard errors were."""
    total = _total(seen)
    whole, rest = theory.scenes(total), [theory.scenes(total - one) for one in seen]
    tail = missed_tail(errors, whole, rest)
    found = {step.id: estimates(step, whole, rest) for step in steps if is_sampled(step)}
    limit = largest_z(max(1, sum(map(len, found.values()))))
    rows = []
    for step in steps:
        numbers = (
            Comparison(predicted, one.widened(tail), scale, limit, total.count)
            for predicted, one, scale in found.get(step.id, ())
        )
        rows.append(Row(step, tuple(numbers)))
    return tuple(rows), tail


def _divided(setting: Setting, samples: int) -> tuple[int, int]:
    """Return how many sequences are a group, and how many groups there are, if it can be done."""
    try:
        drawn_by(setting.law)
    except NoNodes as error:
        raise InvalidInput(str(error)) from None
    if setting.dim is None or setting.length is None:
        raise InvalidInput("a simulation needs numbers for d and T; give --dim and --length")
    if samples < FEWEST:
        raise InvalidInput(
            f"--samples {samples}: too few for a standard error; give {FEWEST} or more"
        )
    Samples(samples).check_sizes(setting.dim, setting.length)
    groups = min(GROUPS, samples)
    return samples // groups, groups


def _observed(
    setting: Setting, size: int, groups: int, seed: int, sight: Sight
) -> tuple[list[Observed], Real]:
    drawn = sequences(setting.law, setting.dim or 0, size * groups, seed)
    return observed(drawn, size, sight)


def _total(seen: Sequence[Observed]) -> Observed:
    total = seen[0]
    for one in seen[1:]:
        total += one
    return total
