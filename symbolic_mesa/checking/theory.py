"""What is derived for a law, and where on the full model it is looked at."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import inf, isfinite, sqrt

import numpy as np

from numeric_check.model.attention import TRAINED, Blocks, Real, blocks_of
from numeric_check.model.scale_flow import ScaleFlow
from numeric_check.sampling.observations import Observed, Sight
from numeric_check.sampling.sampled_scene import SampledFullScene, SampledScene
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.protocol import Rationals
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.results.checks import check
from symbolic_mesa.results.deriving import in_setting
from symbolic_mesa.results.results import Results
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from symbolic_mesa.witness.sampled import END, MASKED_END, Scenes, directions

RATES = {"a": 0.6, "alpha": -0.2, "b": 0.7, "beta": 0.15}  # of the probes, in units of the law
SPREAD = {"a": 0.3, "b": -0.4}  # of the coordinates' own scales about them
START = Fraction(3, 4), Fraction(1, 4)  # where training starts, in units of the root of s
VELOCITY = "flow-a"
COMPARISON = "masked-comparison"
NONE = ScaleFlow(1.0, 1.0, 1)  # of a law without a flow: no claim is in its units


@dataclass(frozen=True)
class Theory:
    """The derivations for a law at one d and T.

    Attributes:
        setting: the law, d and T, all numbers.
    """

    setting: Setting

    def results(self, claims: Collection[str] | None) -> Results:
        """Return the results wanted, checked, for training from a start in general position."""
        return check(in_setting(self._started, claims))

    @property
    def _started(self) -> Setting:
        """The setting with the start of training."""
        return replace(self.setting, init=self._start)

    @property
    def _start(self) -> tuple[Fraction, Fraction]:
        root = sqrt(abs(self.units.growth / self.units.saturation))
        unit = Fraction(f"{root:.2g}")  # short, as it stands in formulas
        a, b = (share * unit for share in START)
        return a, b

    @cached_property
    def _stated(self) -> Results:
        return in_setting(self.setting, [VELOCITY])

    @cached_property
    def units(self) -> ScaleFlow:
        """The derived flow of (a, b), where there is one."""
        velocity = self._stated[VELOCITY]
        if velocity.step.obstacle:
            return NONE
        try:
            growth = velocity(a=0, b=1)
            saturation = growth - velocity(a=1, b=1)
        except OverflowError:
            growth = saturation = inf
        if not (isfinite(growth) and isfinite(saturation) and growth and saturation):
            raise InvalidInput("the law's moments are beyond doubles; scale its tokens")
        return ScaleFlow(growth, saturation, self.setting.dim or 0)

    def moment_errors(self, count: int) -> Mapping[str, Sequence[float]] | None:
        """Return the standard errors of moments of each coordinate, for so many sequences.

        None when they are infinite: when the law has no moments of degree 12.
        """
        coordinates = range(self.setting.dim or 0)
        try:
            return {
                name: [sqrt(self._variance(name, own) / count) for own in coordinates]
                for name in PROBLEM.moments
            }
        except MissingMoment:
            return None

    def _variance(self, name: str, coordinate: int) -> Fraction:
        """Return the variance of what a moment is the mean of."""
        mean, *squares = (
            self.setting.law.coordinate_sum(
                pattern, self.setting.dim or 0, Rationals(), {"j": coordinate}
            )
            for pattern in (PROBLEM.moments[name], *_squared(PROBLEM.moments[name]))
        )
        variance: Fraction = sum(squares) - mean**2
        return variance

    @property
    def _unit(self) -> float:
        """The size of a weight at which a prediction is about as large as a token."""
        law, dim = self.setting.law, self.setting.dim or 0
        if any(isinstance(value, str) for value in law.parameters.values()):
            raise InvalidInput("a parameter of the law is a symbol; give it a number with --param")
        fourth, sixth = (
            sum(law.coordinate_sum(_power(n), dim, Rationals(), {"j": j}) for j in range(dim))
            for n in (4, 6)
        )
        return sqrt(fourth / sixth) if sixth else 1.0

    @cached_property
    def scales(self) -> Mapping[str, float]:
        """The scales of the probes, at which every term of the loss weighs alike."""
        unit = self._unit
        scales = {name: rate * unit for name, rate in RATES.items()}
        for j in range(self.setting.dim or 0):
            for name, spread in SPREAD.items():
                scales[f"{name}_{j + 1}"] = scales[name] * (1 + spread * (-1) ** j / (j + 1))
        return scales

    def sight(self, results: Results) -> Sight:
        """Return where the full model is looked at for these results.

        Second derivatives are taken where training is claimed to end, if their spectrum is claimed.
        """
        dim, length = self.setting.dim or 0, self.setting.length or 0
        if "hessian-spectrum" not in results or results["hessian-spectrum"].step.obstacle:
            return Sight(length, self.places)
        found = in_setting(results.setting, ["limit-a", "limit-b"])
        end = self._symmetric(found["limit-a"].value, found["limit-b"].value)
        return Sight(length, self.places, end, directions(dim))

    @cached_property
    def places(self) -> Mapping[str, Blocks]:
        """Weights at which loss and gradient are looked at, by name."""
        scales, dim = self.scales, self.setting.dim or 0
        found = {
            "diagonal": self._symmetric(a=scales["a"], b=scales["b"]),
            "symmetric": self._symmetric(**{name: scales[name] for name in RATES}),
            "coordinates": blocks_of(
                dim,
                {
                    block: np.diag([scales[f"{name}_{j + 1}"] for j in range(dim)])
                    for block, name in zip(TRAINED, PROBLEM.scales, strict=True)
                },
            ),
        }
        return {**found, **self._ends}

    @property
    def _ends(self) -> Mapping[str, Blocks]:
        """Where training is claimed to end, on the symmetric manifold and masked."""
        claim = in_setting(self._started, [COMPARISON])[COMPARISON]
        if claim.step.obstacle:
            return {}
        stated = claim.value
        root = sqrt(abs(stated["masked-product"])) or 1.0
        end = self._symmetric(**{name: stated[name] for name in RATES})
        return {END: end, MASKED_END: self._symmetric(a=root, b=stated["masked-product"] / root)}

    def _symmetric(self, a: float, b: float, alpha: float = 0.0, beta: float = 0.0) -> Blocks:
        one, ones = np.eye(self.setting.dim or 0), np.ones((self.setting.dim or 0,) * 2)
        forms = (a * one + alpha * (ones - one), b * one + beta * (ones - one))
        return blocks_of(len(one), dict(zip(TRAINED, forms, strict=True)))

    def scenes(self, seen: Observed) -> Scenes:
        """Return what sequences show, in the units of the theory."""
        dim, length = self.setting.dim or 0, self.setting.length or 0
        means, scales = seen.means, self.scales
        return Scenes(
            SampledScene(dim, length, means, {n: scales[n] for n in "ab"}, self.units),
            SampledFullScene(dim, length, means, scales),
        )

    @property
    def loss_weights(self) -> Real:
        """What |x|², Re <x, z> and |z|² count in the loss at the probe."""
        product = self.scales["a"] * self.scales["b"]
        return np.array([0.5, -product, product**2 / 2])


def _power(power: int) -> Pattern:
    return Pattern((("j", power),), ())


def _squared(pattern: Pattern) -> Iterator[Pattern]:
    """Yield the patterns of (Σ x_j^p x_r^q)², r summed or absent: both r the same, or not."""
    pinned = tuple((index, 2 * power) for index, power in pattern.pinned)
    yield Pattern(pinned, tuple(2 * power for power in pattern.free))
    if pattern.free:
        (power,) = pattern.free
        yield Pattern(pinned, (power, power))
