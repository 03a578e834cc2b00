"""Prompts whose covariance is drawn anew: the best A over all matrices, and what it leaves.

Statement. Let the law of Λ be that of RΛR' for every signed permutation R (such as diagonal with
independent and identical eigenvalues, or that of any rotation). Then the mean loss is least at a
multiple a of I, and nowhere else (`_best`), a ratio of mean traces. As N grows it leaves
½(p_1 − p_2²/p_3) (`_floor`), which is 0 for no law but a fixed multiple of I. For eigenvalues
Exp(1) a is N/(3N + d + 5 + σ²) (`_exponential`); the Γ⁻¹ of the mean covariance is worse than
predicting 0 (`_limits`).

Proof. The mean gradient at a I is the mean of a polynomial in Λ, unchanged by every R, so a
multiple of I: it is 0 where its trace is, and the loss is convex.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import factorial

from sympy.polys.fields import FracElement

from derivations.regression import observables as of
from derivations.regression.keys import Choice
from derivations.regression.prompt import GAUSSIAN
from derivations.regression.reduced import Layer
from derivations.regression.wider import ZERO, Writing, pull, put, scalar, unit, wider, writing
from derivations.words import all_zero
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.words.values import Monomial, Value, is_scalar

SOURCE = "Zhang, Frei and Bartlett 2024, on random covariances"
OWN = "this derivation"
INVARIANT = Assumption(
    "Lambda is drawn for each prompt, with the law of R Lambda R^T for every signed permutation R"
)
EXPONENTIAL = Assumption(
    "Lambda is diagonal with independent Exp(1) entries, drawn for each prompt"
)
TRACES = (1,), (2,), (3,), (1, 2)
"""Powers whose traces are multiplied: p_1, p_2, p_3 and p_1_2 are their means."""


def name(powers: tuple[int, ...]) -> str:
    """Return what the mean of a product of traces of powers of Λ is called."""
    return "_".join(["p", *map(str, powers)])


def steps(layer: Layer) -> tuple[Step, ...]:
    """Return the steps; they rest on the loss and its gradient."""
    mean = Means(layer)
    return tuple(maker(mean) for maker in (_loss, _best, _least, _floor, _exponential, _limits))


@dataclass(frozen=True)
class Means:
    """The mean over covariances of what is said of A = a I.

    Attributes:
        layer: the layer, at one covariance.
    """

    layer: Layer

    @cached_property
    def write(self) -> Writing:
        """Writes what is said of them."""
        return writing(self.layer.setting, scalar("a"), more=tuple(map(name, TRACES)))

    def mean(self, value: Value) -> FracElement:
        """Return the mean of a value, in mean products of traces."""
        total: FracElement = sum(
            (self._term(monomial) * number for monomial, number in value.items()),
            self.write.field.field.zero,
        )
        return total

    def _term(self, monomial: Monomial) -> FracElement:
        traces = sorted(len(word) for word, e in monomial for _ in range(e) if not is_scalar(word))
        rest = self.write.element({tuple((g, e) for g, e in monomial if is_scalar(g)): 1})
        return rest * self.write.field.symbol(name(tuple(traces))) if traces else rest

    @cached_property
    def loss(self) -> FracElement:
        """E L(a I)."""
        return self.mean(put(self.layer.loss, A=unit().times(scalar("a"))))

    @cached_property
    def best(self) -> FracElement:
        """The a at which its slope, that of a parabola, is 0."""
        slope = self.loss.diff(self.write.field.symbol("a"))
        constant = self.at(slope, "a", self.write.field.field.zero)
        return -constant / slope.diff(self.write.field.symbol("a"))

    @property
    def least(self) -> FracElement:
        """The least mean loss."""
        return self.at(self.loss, "a", self.best)

    def at(self, found: FracElement, symbol: str, instead: FracElement) -> FracElement:
        """Return an element with another in the place of a symbol."""
        return self.write.with_symbol(found, symbol, instead)

    def grown(self, found: FracElement) -> FracElement:
        """Return the limit of an element as N grows."""
        place = self.write.field.symbol("N")
        turned = self.at(found, "N", 1 / place)
        return self.at(turned, "N", self.write.field.field.zero)

    def exponential(self, found: FracElement) -> FracElement:
        """Return an element for d independent eigenvalues with the moments n! of Exp(1)."""
        for powers in TRACES:
            found = self.at(found, name(powers), self._power_sums(*powers))
        return found

    def _power_sums(self, first: int, *second: int) -> FracElement:
        """E of Σ_i λ_i^k, or of that times Σ_j λ_j^l: j is i, or another."""
        dim = self.write.field.field(self.write.field.dim)
        if not second:
            return dim * factorial(first)
        (other,) = second
        apart = dim * (dim - 1) * factorial(first) * factorial(other)
        return dim * factorial(first + other) + apart

    @property
    def gamma_of_mean(self) -> FracElement:
        """The one eigenvalue of Γ at Λ = I, the mean of Exp(1)."""
        value = put(wider(self.layer.gamma).trace(), Lambda=unit())
        return self.write.element(value) / self.write.field.field(self.write.field.dim)

    def formula(self, found: FracElement) -> Formula:
        """Return an element as one side of a claim."""
        return Formula(found, self.write.field)


def _loss(mean: Means) -> Step:
    step = Step(
        "random-loss",
        Claim(
            "mean loss at A = a I over random covariances; p_k is the mean of tr(Lambda^k), p_1_2 "
            "that of tr(Lambda) tr(Lambda^2)",
            "E L",
            r"\mathbb{E} L",
        ),
        why="the loss at one covariance, and the mean of each product of traces",
        premises=("loss",),
        assumptions=(GAUSSIAN, ZERO),
        source=SOURCE,
        observable=of.RandomLoss(),
    )
    return attempted(step, lambda: mean.formula(mean.loss))


def _best(mean: Means) -> Step:
    step = Step(
        "random-minimiser",
        Claim(
            "the mean loss over all matrices is least at A = a I with this a, and nowhere else",
            "a",
            "a",
        ),
        why="the mean gradient at a I is that of a polynomial in Lambda, whose law no signed "
        "permutation changes: a multiple of I, that is 0 where its trace is",
        premises=("random-loss", "gradient-A"),
        assumptions=(GAUSSIAN, ZERO, INVARIANT),
        source=SOURCE,
        observable=of.RandomMinimiser(),
    )

    def at_rest(claim: Claim) -> Check:
        slope = pull(mean.layer.gamma, unit().times(scalar("a"))).trace()
        return all_zero(
            "the trace of the mean gradient",
            lambda: [mean.at(mean.mean(slope), "a", claim.value.element)],
        )

    return attempted(step, lambda: mean.formula(mean.best), at_rest)


def _least(mean: Means) -> Step:
    step = Step(
        "random-minimum-loss",
        Claim("least mean loss over all matrices", "min E L", r"\min \mathbb{E} L"),
        why="the mean loss at this a",
        premises=("random-loss", "random-minimiser"),
        assumptions=(GAUSSIAN, ZERO, INVARIANT),
        source=OWN,
        observable=of.RandomLeastLoss(),
    )

    def half(claim: Claim) -> Check:
        field = mean.write.field
        vertex = (field.symbol("p_1") - mean.best * field.symbol("p_2")) / 2
        return mean.write.zero("it less (p_1 - a p_2)/2", claim.value.element - vertex)

    return attempted(step, lambda: mean.formula(mean.least), half)


def _floor(mean: Means) -> Step:
    step = Step(
        "random-floor",
        Claim(
            "what is left of it as N grows: not 0, unless every eigenvalue of Lambda is the same "
            "number in every prompt",
            "lim min E L",
            r"\lim \min \mathbb{E} L",
        ),
        why="p_2^2 <= p_1 p_3 by Cauchy and Schwarz, equal where eigenvalues do not differ",
        premises=("random-minimum-loss",),
        assumptions=(GAUSSIAN, ZERO, INVARIANT),
        source=OWN,
        observable=of.RandomFloor(),
    )

    def of_squares(claim: Claim) -> Check:
        p1, p2, p3 = (mean.write.field.symbol(name(k)) for k in TRACES[:3])
        gap = 2 * p3 * claim.value.element - (p1 * p3 - p2**2)
        return mean.write.zero("it times 2 p_3, less p_1 p_3 - p_2^2", gap)

    return attempted(step, lambda: mean.formula(mean.grown(mean.least)), of_squares)


def _exponential(mean: Means) -> Step:
    step = Step(
        "exponential-minimiser",
        Claim("this a for independent Exp(1) eigenvalues", "a", "a"),
        why="E l^n = n!: p_k = d k!, and tr(Lambda) tr(Lambda^2) has d terms with one eigenvalue "
        "and d (d - 1) with two",
        premises=("random-minimiser",),
        assumptions=(GAUSSIAN, ZERO, EXPONENTIAL),
        source=SOURCE,
        observable=of.ExponentialMinimiser(),
    )

    def at_rest(claim: Claim) -> Check:
        slope = mean.loss.diff(mean.write.field.symbol("a"))
        return all_zero(
            "the slope of the mean loss",
            lambda: [mean.at(mean.exponential(slope), "a", claim.value.element)],
        )

    return attempted(step, lambda: mean.formula(mean.exponential(mean.best)), at_rest)


def _limits(mean: Means) -> Step:
    step = Step(
        "exponential-limits",
        Claim(
            "mean losses for such eigenvalues as N grows: at the best A, at A = 0, and at the "
            "Gamma^-1 of the mean covariance, which is worse than predicting 0",
            "lim E L",
            r"\lim \mathbb{E} L",
        ),
        why="the Gamma^-1 of one covariance goes to its inverse, here to I: it undoes that one "
        "alone",
        premises=("random-floor", "exponential-minimiser", "gamma"),
        assumptions=(GAUSSIAN, ZERO, EXPONENTIAL),
        source=OWN,
        observable=of.ExponentialLimits(),
    )
    one, none = mean.write.field.field.one, mean.write.field.field.zero
    levels = {
        Choice.BEST: mean.best,
        Choice.ZERO: none,
        Choice.OF_MEAN: one / mean.gamma_of_mean,
    }

    def values() -> Mapping[Choice, Formula]:
        at = {key: mean.at(mean.loss, "a", level) for key, level in levels.items()}
        return {key: mean.formula(mean.exponential(mean.grown(x))) for key, x in at.items()}

    return attempted(step, values)
