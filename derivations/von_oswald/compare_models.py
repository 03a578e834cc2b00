"""What k layers of gradient descent leave of the next token, on the process of Theorem 4.1.

Statement. After t tokens k steps of size η/(t−1) on the in-context least-squares problem, from 0,
have the mean squared error E x_t^* (I − η A/(t−1))^{2k} x_t, A = Σ_{s<t} x_s x_s^*. For k = 1 its
least is d (m2 − κ1²/(κ2 + κ3/(t−1))), at η = κ1/(κ2 + κ3/(t−1)). The least-squares solution itself,
as its ridge falls to 0, is exact from t = d + 1 on, whatever the law.

Proof. A prediction is Σ_m C(k,m) (−1)^{m−1} (η/(t−1))^m Σ x_{s1+1} ⟨x_{s1}, x_{s2}⟩ ⋯ ⟨x_{sm},
x_t⟩: the error is read off its contractions, and checked by closed chains, as W is unitary. Tokens
are columns of a Vandermonde matrix with distinct λ_j: r coordinates that are not 0 make any r of
them independent, and no more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from math import comb

from sympy.polys.fields import FracElement

from derivations.exact_checks import vanishes
from derivations.von_oswald.gradient_layers import chains, overlaps
from derivations.von_oswald.observables import LayersBestSize, LayersError, LayersLeast, MesaExact
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.laws.protocol import seen
from symbolic_mesa.models.causal_linear_attention import MOMENTS, PROBLEM
from symbolic_mesa.record import Assumption, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting

ID = "compare-models"
TITLE = "one layer beside deeper ones and the mesa-layer: what each leaves of the next token"
SOURCE = "von Oswald et al. 2023, on the process of Theorem 4.1 (this derivation)"
TEST, SIZE = "T_test", "eta"
DEPTHS = {1: "one", 2: "two", 3: "three"}
SMALL_RIDGE = Assumption("the ridge of the mesa-layer falls to 0")


@dataclass(frozen=True)
class Layers:
    """A law, d and the time t = T_test of a prediction.

    Attributes:
        setting: the law and the numbers.
    """

    setting: Setting

    @cached_property
    def field(self) -> Algebra:
        """Where the formulas live."""
        names = (SIZE,) if self.setting.test_length is not None else (SIZE, TEST)
        sums = [chains(power) for power in range(2 * max(DEPTHS) + 1)]
        return field_of(PROBLEM, self.setting, names, sums, MOMENTS.values())

    @property
    def test(self) -> FracElement:
        """T."""
        given = self.setting.test_length
        return self.field.symbol(TEST) if given is None else self.field.field(given)

    @property
    def size(self) -> FracElement:
        """η."""
        return self.field.symbol(SIZE)

    def last(self, total: MomentSum) -> FracElement:
        """Return the last term, at t = T_test, of a sum over t."""
        law, field = self.setting.law, self.field
        terms = [
            (
                field.field(law.coordinate_sum(pattern, field.dim, field, {})),
                field.field(count.at(self.test, field.harmonics.__getitem__, field.number)),
            )
            for (_, pattern), count in seen(law, total).last_step.entries
        ]
        return field.added_up(terms)

    def over_pairs(self, totals: Iterable[tuple[int, int, MomentSum]]) -> FracElement:
        """Return Σ factor (−η/(t−1))^m × the last term of a sum, of triples of a factor, m, it."""
        step = -self.size / (self.test - 1)
        terms = (step**power * self.last(total) * factor for factor, power, total in totals)
        return sum(terms, self.field.field.zero)

    def formula(self, element: FracElement) -> Formula:
        """Return an element on its way out."""
        return Formula(element, self.field)


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension and a time of the prediction."""
    layers = Layers(setting)
    errors = (_error(layers, depth) for depth in DEPTHS)
    return Derivation(ID, TITLE, (*errors, _best_size(layers), _least(layers), _exact(layers)))


@cache  # pure: the engine's answers, which hold for every law
def _literal(depth: int) -> tuple[tuple[int, int, MomentSum], ...]:
    return tuple(overlaps(depth))


def _error(layers: Layers, depth: int) -> Step:
    word = DEPTHS[depth]
    plural = "s" if depth > 1 else ""
    step = Step(
        f"{word}-step-error",
        Claim(
            f"mean squared error |ŷ_t - x_{{t+1}}|^2 at t = T_test of {word} step{plural} of "
            "gradient descent, of size eta/(t-1)",
            f"E_{depth}",
            f"E_{{{depth}}}",
        ),
        why="the prediction is a sum of chains of inner products of tokens, a binomial "
        "coefficient and a power of -eta/(t-1) before each; its error is their expectation, pair "
        "by pair",
        source=SOURCE,
        observable=LayersError(depth),
    )
    closed = vanishes(
        "the error less E x_t^* (I - eta A/(t-1))^(2k) x_t, by closed chains",
        lambda error: error - _by_chains(layers, depth),
    )
    return attempted(step, lambda: layers.formula(layers.over_pairs(_literal(depth))), closed)


@lru_cache(maxsize=32)  # pure; many claims are held against one
def _by_chains(layers: Layers, depth: int) -> FracElement:
    powers = range(2 * depth + 1)
    return layers.over_pairs((comb(2 * depth, m), m, chains(m)) for m in powers)


@lru_cache(maxsize=32)  # likewise
def _mean(layers: Layers, power: int) -> FracElement:
    """Return h_m = E x_t^* A^m x_t / (t−1)^m."""
    return layers.last(chains(power)) / (layers.test - 1) ** power


def _best_size(layers: Layers) -> Step:
    step = Step(
        "one-step-best-size",
        Claim("eta of the step eta/(t-1) at which that error is least", "eta^*", r"\eta^*"),
        why="the error of one step is a parabola in eta",
        premises=("one-step-error",),
        source=SOURCE,
        observable=LayersBestSize(),
    )
    at_rest = vanishes(
        "the slope of the error there", lambda size: size * _mean(layers, 2) - _mean(layers, 1)
    )
    return attempted(step, lambda: layers.formula(_parabola(layers)[0]), at_rest)


def _parabola(layers: Layers) -> tuple[FracElement, FracElement]:
    """Return where the error of one step is least, and what it is there."""
    error, size = layers.over_pairs(_literal(1)), layers.size
    slope = error.diff(size)
    rise = slope.diff(size)
    start = slope - size * rise
    at_zero = error - size * start - size**2 * rise / 2
    return -start / rise, at_zero - start**2 / (2 * rise)


def _least(layers: Layers) -> Step:
    step = Step(
        "one-step-least-error",
        Claim("the least of that error", "E_1^*", r"E_1^*"),
        why="the error at the best size",
        premises=("one-step-error", "one-step-best-size"),
        source=SOURCE,
        observable=LayersLeast(),
    )

    by_means = vanishes(
        "the error less h_0 - h_1^2/h_2, h_m = E x_t^* A^m x_t/(t-1)^m",
        lambda error: error - _mean(layers, 0) + _mean(layers, 1) ** 2 / _mean(layers, 2),
    )
    return attempted(step, lambda: layers.formula(_parabola(layers)[1]), by_means)


def _exact(layers: Layers) -> Step:
    step = Step(
        "mesa-exact-from",
        Claim(
            "the least t from which on the mesa-layer predicts x_{t+1} exactly, for every law, "
            "almost surely (earlier where fewer coordinates are not 0)",
            "t_0",
            "t_0",
        ),
        why="x_t is in the span of the tokens before it if these are as many as coordinates of "
        "x_1 are not 0, a Vandermonde determinant: the least-squares solution is W there",
        assumptions=(SMALL_RIDGE,),
        source=SOURCE,
        observable=MesaExact(),
    )
    coordinates = layers.field.field(layers.field.dim)
    spanned = vanishes("the tokens before, less the coordinates", lambda t: t - 1 - coordinates)
    return attempted(step, lambda: layers.formula(coordinates + 1), spanned)
