"""Few-shot prompts read token by token: what the pairs that are none cost.

Statement. One gradient step of size η on the neighbours in x_1, y_1, …, x_N, y_N, q, y = W x, sees
besides N true pairs N − 1 spurious (y_i, x_{i+1}) and (y_N, q). For Gaussian x and q they add no
bias, and to the variance d |W|² η² each, and (d + 2) |W|² η² for the query's.

Proof. Σ x_{i+1} y_i^T = X S X^T W^T and y_N = W X e, S the shift of N samples and e the last of
them: the mean squared error is the expectation of traces of words in X and q. A bias is that of two
predictions with one query and independent prompts. What is left are traces in S and e, which
count pairs; they are polynomials in N.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial

from sympy.polys.fields import FracElement

from derivations.exact_checks import vanishes
from derivations.von_oswald.observables import FewShot
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.word_fields import element, word_field
from symbolic_mesa.models.few_shot import PROBLEM
from symbolic_mesa.record import Assumption, Claim, Derivation, Obligation, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.letters import Alphabet, Letter
from symbolic_mesa.words.matrices import Matrix, matrix
from symbolic_mesa.words.samples import counted, every, last, shift
from symbolic_mesa.words.values import Value
from symbolic_mesa.words.wick import Expectation

ID = "von-oswald-few-shot"
TITLE = "few-shot prompts read token by token: what spurious pairs cost, and separators"
SOURCE = "von Oswald et al. 2023, few-shot prompts (this derivation)"

GAUSSIAN: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
LETTERS = Alphabet(
    (
        Letter("W", "d", "d"),
        Letter("X", "d", "N", covariances=GAUSSIAN),
        Letter("Y", "d", "N", covariances=GAUSSIAN),
        Letter("q", "d", "1", covariances=GAUSSIAN),
        Letter("S", "N", "N"),
        Letter("e", "N", "1"),
        Letter("o", "N", "1"),
        Letter("c", "d", "1"),
    ),
    {"d": "d", "N": "N"},
)
AMONG = Expectation(LETTERS, ("d", "N", "eta"))
SHIFT, LAST, EVERY = "S", "e", "o"  # x_i to x_{i+1}; the last sample; all of them, added up
BETWEEN = {SHIFT: shift, LAST: last, EVERY: every}

TRUTH, TRUE, INNER, QUERY, CLOSED, OPENED = "truth", "true", "inner", "query", "closed", "opened"
PROMPT = (TRUE, INNER, QUERY)
SEPARATED = (TRUE, CLOSED, OPENED)
KNOWN = Assumption("x_1..x_N and q are independent N(0, I)")


def term(kind: str, prompt: str) -> Matrix:
    """Return what pairs of a kind add to the prediction, η apart, for the inputs of a letter."""
    inputs, word = (prompt, f"{prompt}'"), partial(matrix, AMONG)
    if kind == TRUTH:
        return word("W", "q")
    if kind == TRUE:
        return word("W", *inputs, "q")
    if kind == INNER:
        return word(prompt, SHIFT, f"{prompt}'", "W'", "q")
    if kind == QUERY:
        return word("q", LAST + "'", f"{prompt}'", "W'", "q")
    if kind == CLOSED:  # (y_i, c)
        return word("c", EVERY + "'", f"{prompt}'", "W'", "q")
    # (c, x_{i+1}) and (c, q): x_2 + … + x_N + q has the key c
    return word(prompt, SHIFT, EVERY, "c'", "q") + word("q", "c'", "q")


@cache  # pure
def overlap(left: str, right: str, same_prompt: bool) -> Value:
    """Return E l^T r, of one prompt or of two with the same query."""
    other = "X" if same_prompt else "Y"
    product = term(left, "X").T @ term(right, other)
    return counted(AMONG.of(product.as_value()), AMONG, BETWEEN, "N")


@dataclass(frozen=True)
class Prompts:
    """The prompts in a setting.

    Attributes:
        setting: the dimension.
    """

    setting: Setting

    @cached_property
    def field(self) -> Algebra:
        """Where the formulas live."""
        kinds = dict.fromkeys((*PROMPT, *SEPARATED))
        values = [overlap(left, right, True) for left in kinds for right in kinds]
        return word_field(PROBLEM, self.setting, AMONG, [*values, overlap(TRUTH, TRUTH, True)])

    @property
    def size(self) -> FracElement:
        """η."""
        return self.field.symbol("eta")

    def of(self, left: str, right: str, same_prompt: bool = True) -> FracElement:
        """Return E l^T r as an element."""
        return element(overlap(left, right, same_prompt), AMONG, self.field)

    def squares(self, weights: Mapping[str, FracElement], same_prompt: bool) -> FracElement:
        """Return E of the square of a weighted sum of terms, or of two of them."""
        total = self.field.field.zero
        for left, first in weights.items():
            for right, second in weights.items():
                total = total + first * second * self.of(left, right, same_prompt)
        return total

    def error(self, kinds: tuple[str, ...]) -> FracElement:
        """Return E |prediction − W q|²."""
        return self.squares({TRUTH: -self.field.field.one, **dict.fromkeys(kinds, self.size)}, True)

    def bias(self, kinds: tuple[str, ...]) -> FracElement:
        """Return E |E[prediction | q] − W q|²."""
        weights = {TRUTH: -self.field.field.one, **dict.fromkeys(kinds, self.size)}
        return self.squares(weights, False)

    def variance(self, kinds: tuple[str, ...]) -> FracElement:
        """Return E |prediction − E[prediction | q]|² of these terms alone."""
        weights = dict.fromkeys(kinds, self.size)
        return self.squares(weights, True) - self.squares(weights, False)

    def formula(self, value: FracElement) -> Formula:
        """Return an element on its way out."""
        return Formula(value, self.field)

    def best(self, kinds: tuple[str, ...]) -> tuple[FracElement, FracElement]:
        """Return the size at which the error is least, and what it is there."""
        error, size = self.error(kinds), self.size
        slope = error.diff(size)
        rise = slope.diff(size)
        start = slope - size * rise
        at_zero = error - size * start - size**2 * rise / 2
        return -start / rise, at_zero - start**2 / (2 * rise)


def derive(setting: Setting) -> Derivation:
    """Return the derivation; it holds for every W, N and d."""
    prompts = Prompts(setting)
    return Derivation(ID, TITLE, (*_parts(prompts), *_sums(prompts), *_least(prompts)))


def _step(id: str, statement: str, name: str, latex: str, why: str) -> Step:
    return Step(
        id,
        Claim(statement, name, latex),
        why=why,
        assumptions=(KNOWN,),
        source=SOURCE,
        observable=FewShot(id),
    )


def _parts(prompts: Prompts) -> tuple[Step, ...]:
    """The bias, and the variance that pairs of each kind add."""
    bias = _step(
        "few-shot-bias",
        "squared bias: E|E[prediction | q] - W q|^2, spurious pairs and all",
        "bias^2",
        r"\text{bias}^2",
        "the mean product of two predictions of independent prompts with one query",
    )
    kinds = (
        ("true-pairs-variance", (TRUE,), "of the N pairs (x_i, y_i)"),
        ("inner-pairs-variance", (INNER,), "of the N - 1 spurious pairs (y_i, x_{i+1})"),
        ("query-pair-variance", (QUERY,), "of the spurious pair (y_N, q)"),
    )
    return (
        attempted(
            bias,
            lambda: prompts.formula(prompts.bias(PROMPT)),
            vanishes("it less that of the true pairs", partial(_less_bias, prompts)),
        ),
        *(_variance(prompts, *one) for one in kinds),
    )


def _less_bias(prompts: Prompts, stated: FracElement) -> FracElement:
    """The bias less that of true pairs alone, of which |W q|² has the mean |W|²."""
    return stated - prompts.bias((TRUE,))


def _variance(prompts: Prompts, id: str, kinds: tuple[str, ...], words: str) -> Step:
    step = _step(
        id,
        f"variance of the prediction {words}",
        "Var",
        r"\operatorname{Var}",
        "the mean square of these terms less the mean product of two with one query, as words",
    )
    others = tuple(one for one in PROMPT if one not in kinds)
    rest = vanishes(
        "it less the variance of all pairs without that of the others",
        lambda stated: stated - prompts.variance(PROMPT) + prompts.variance(others),
    )
    return attempted(step, lambda: prompts.formula(prompts.variance(kinds)), rest)


def _sums(prompts: Prompts) -> tuple[Step, ...]:
    """The errors of prompts: with spurious pairs, without, and with separators."""
    kinds = (
        ("few-shot-error", PROMPT, "of the prompt as it is read"),
        ("clean-error", (TRUE,), "of the true pairs alone"),
        ("separator-error", SEPARATED, "with a separator c after every y_i, and neighbours of it"),
    )
    return tuple(_error(prompts, *one) for one in kinds)


def _error(prompts: Prompts, id: str, kinds: tuple[str, ...], words: str) -> Step:
    step = _step(
        id,
        f"mean squared error |prediction - W q|^2 {words}",
        "E",
        "E",
        "the expectation of the square as words",
    )
    both = vanishes(
        "it less squared bias and variance",
        lambda stated: stated - prompts.bias(kinds) - prompts.variance(kinds),
    )
    return attempted(step, lambda: prompts.formula(prompts.error(kinds)), both)


def _least(prompts: Prompts) -> tuple[Step, ...]:
    """The best size and the least error, of the prompt and of the true pairs alone."""
    kinds = (("few-shot", PROMPT, "of the prompt"), ("clean", (TRUE,), "of the true pairs alone"))
    return tuple(step for one in kinds for step in _best(prompts, *one))


def _best(prompts: Prompts, id: str, kinds: tuple[str, ...], words: str) -> tuple[Step, ...]:
    size = _step(
        f"{id}-best-size",
        f"the step size at which the error {words} is least",
        "eta^*",
        r"\eta^*",
        "the error is a parabola in eta",
    )
    least = _step(
        f"{id}-least-error", f"the least error {words}", "E^*", "E^*", "the error at that size"
    )
    return (
        attempted(size, lambda: prompts.formula(prompts.best(kinds)[0]), _at_rest(prompts, kinds)),
        attempted(least, lambda: prompts.formula(prompts.best(kinds)[1]), _there(prompts, kinds)),
    )


def _coefficients(prompts: Prompts, kinds: tuple[str, ...]) -> tuple[FracElement, ...]:
    """Return E |W q|², E ⟨W q, p⟩ and E |p|² for the prediction η p."""
    one = prompts.field.field.one
    cross = sum((prompts.of(TRUTH, kind) for kind in kinds), prompts.field.field.zero)
    return prompts.of(TRUTH, TRUTH), cross, prompts.squares(dict.fromkeys(kinds, one), True)


def _at_rest(prompts: Prompts, kinds: tuple[str, ...]) -> Obligation:
    def slope(stated: FracElement) -> FracElement:
        _, cross, square = _coefficients(prompts, kinds)
        return stated * square - cross

    return vanishes("the slope of the error there", slope)


def _there(prompts: Prompts, kinds: tuple[str, ...]) -> Obligation:
    def less(stated: FracElement) -> FracElement:
        whole, cross, square = _coefficients(prompts, kinds)
        return stated - whole + cross**2 / square

    return vanishes("it less E|Wq|^2 - (E<Wq, p>)^2/E|p|^2, eta p the prediction", less)
