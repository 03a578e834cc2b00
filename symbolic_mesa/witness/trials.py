"""A law without symbols at a dimension and a length, ready to be measured by one route."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import inf
from typing import Any

from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.rational_moments import rational_moments
from numeric_check.model.prediction_ratio import require_zeros
from symbolic_mesa.laws.parameters import at_size
from symbolic_mesa.laws.protocol import moment_powers
from symbolic_mesa.laws.unlike.diagonal import trace_power
from symbolic_mesa.record import Claim
from symbolic_mesa.text.errors import InvalidInput, MesaError
from symbolic_mesa.text.surds import Exact
from symbolic_mesa.witness.cases import Case
from symbolic_mesa.witness.measured import Pairs, exact
from symbolic_mesa.witness.routes import Route

MANY_SEQUENCES, MOST_SEQUENCES, LONGEST = 600, 5000, 4  # for a Hessian
FOUR = (4, 3)  # the smallest d and T with four coordinates
NOTHING: Mapping[str, Exact] = {}


@dataclass(frozen=True)
class Trial:
    """A case at a dimension and a length, ready to be measured by one route.

    Attributes:
        route: how it is measured.
        scene: the full model.
        case: the case in that dimension.
        general: the same in every dimension: its law may have d in it.
    """

    route: Route
    scene: Any
    case: Case
    general: Case

    @property
    def size(self) -> str:
        """The dimension and the length."""
        return f"({self.scene.dim},{self.scene.length})"

    @property
    def words(self) -> str:
        """The size and the case, for an error message."""
        return f"(d,T) = {self.size}" + (f", {self.case.words}" if self.case.words else "")

    @cached_property
    def point(self) -> Mapping[str, Exact | int]:
        """The numbers of d, T, the scales and the law's symbols; mixed moments come later."""
        values = self.case.values
        if values is None:
            values = {name: exact(self.scene.moment(name, 0)) for name in self.case.moments}
        scales = {name: Fraction(value) for name, value in self.scene.scales.items()}
        return {**values, "d": self.scene.dim, "T": self.scene.length, **scales}

    def at(self, side: Any, more: Mapping[str, Exact | int] = NOTHING) -> Any:
        """Return the value of a formula at this trial's numbers, and at more of them."""
        return side.at({**self.point, **self._mixed(side.symbols), **more})

    def _mixed(self, names: tuple[str, ...]) -> dict[str, Exact]:
        """Return the moments mu_3_1, … and the traces among these names, as they are there."""
        if self.case.values is not None:
            return {}
        mixed = {name: powers for name in names if (powers := moment_powers(name))}
        means = {name: exact(self.scene.mean(list(powers))) for name, powers in mixed.items()}
        traces = {name: n for name in names if (n := trace_power(name)) is not None}
        return means | {name: self._trace(n) for name, n in traces.items()}

    def _trace(self, power: int) -> Exact:
        """Return tr Λ^power of a diagonal covariance."""
        places, moments = range(self.scene.dim), rational_moments(self.case.law, self.scene.dim)
        variances = (moments(tuple(2 * (k == j) for k in places)) for j in places)
        return sum((variance**power for variance in variances), Fraction(0))

    def errors(
        self, pairs: Callable[..., Pairs], claim: Claim, observable: Hashable | None
    ) -> Iterator[float]:
        """Yield the relative errors of a claim, one for each number that it states."""
        try:
            for predicted, measured in pairs(self, claim, observable):
                yield self.route.error(predicted, measured)
        except MesaError:  # the formula is not defined where the model is
            yield inf


def trials(route: Route, found: list[Case], dim: int | None) -> tuple[list[Trial], str]:
    """Return what can be measured by a route for a given d or for every d; and why not more."""
    sizes = [(dim, length) for length in route.lengths.get(dim, ())] if dim else list(route.sizes)
    ready, reason = trials_at(route, found, sizes)
    if not ready and dim is None:  # a law there is with four coordinates, and not with fewer
        return trials_at(route, found, [FOUR])
    return ready, reason


def trials_at(
    route: Route, found: list[Case], sizes: list[tuple[int, int]]
) -> tuple[list[Trial], str]:
    """Return what can be measured by a route at these sizes; and why not more."""
    ready, reason = [], "no rational point for the law's symbols was found"
    if not sizes:
        reason = "it is too large for it"
    for case in found:
        for size, length in sizes:
            try:
                there = replace(case, law=at_size(case.law, size))
                ready.append(Trial(route, route.scene(there.law, size, length), there, case))
            except (InvalidInput, NoNodes) as error:
                reason = str(error)
    return ready, reason


def once_where_large(ready: list[Trial], many: int) -> list[Trial]:
    """Return the trials; of a size at which more sequences are run over, that of the last law.

    The moments of the last law are not 1.
    """
    last = {trial.size: trial for trial in ready}
    return [t for t in ready if t.scene.sequences <= many or t is last[t.size]]


def affordable(ready: list[Trial], reason: str) -> tuple[list[Trial], str]:
    """Return the trials at which a Hessian is measured, the largest first."""
    able = [
        trial
        for trial in ready
        if trial.scene.sequences <= MOST_SEQUENCES and trial.scene.length <= LONGEST
    ]
    return once_where_large(able, MANY_SEQUENCES)[::-1], reason


def with_four_coordinates(ready: list[Trial], reason: str) -> tuple[list[Trial], str]:
    """Add a trial at d = 4 to those for every d, of the last law that is one for every d.

    A factor d − 2, for coordinates that two others leave, is its own square up to d = 3.
    """
    wide = [trial for trial in ready if trial.scene.dim == 3 and trial.case.law.dim is None]
    if not wide or len({trial.scene.dim for trial in ready}) == 1:
        return ready, reason
    last = wide[-1]
    (more, _) = trials_at(last.route, [last.general], [FOUR])
    return [*ready, *more], reason


def with_zeros(ready: list[Trial], reason: str) -> tuple[list[Trial], str]:
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
