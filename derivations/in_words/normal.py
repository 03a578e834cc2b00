"""Where the gradient in the one weight is linear in it: what the least loss inverts.

A gradient (sum of words) A (word) - (sum of words), or the same from the other side, is
F (Γ A - R) Q with F and Q invertible: it vanishes at A = Γ⁻¹ R, and there alone if Γ is invertible.
The loss is convex where the prediction is affine in A, so that it is least there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from derivations.in_words.alphabets import OVER
from derivations.in_words.stated import Stated
from symbolic_mesa.statement.words import degree
from symbolic_mesa.text.errors import NotApplicable
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix, identity
from symbolic_mesa.words.values import ONE, Value, is_scalar
from symbolic_mesa.words.wick import Expectation


@dataclass(frozen=True)
class Normal:
    """Equations for a weight A: F (Γ A - R) Q = 0, or from the right Q (A Γ - R) F = 0.

    Attributes:
        gamma: Γ.
        right: R.
        outer: F, a multiple of a word.
        inner: Q, a word.
        left: whether Γ stands to the left of A.
    """

    gamma: Matrix
    right: Matrix
    outer: Matrix
    inner: Matrix
    left: bool

    def gradient_at(self, gamma: Matrix, weight: Matrix) -> Matrix:
        """Return F (Γ A - R) Q."""
        if self.left:
            return self.outer @ (gamma @ weight - self.right) @ self.inner
        return self.inner @ (weight @ gamma - self.right) @ self.outer


def normal(model: Stated) -> Normal:
    """Return the equations of the one weight.

    Raises:
        NotApplicable: when the gradient is of another form.
    """
    (weight, *others) = model.model.trained
    if others or weight.scale or weight.is_number:
        raise NotApplicable("there is not one matrix weight by itself")
    if degree(model.model.prediction, weight.name) > 1:
        raise NotApplicable(f"the prediction is not linear in {weight.name}")
    slopes = model.gradients[weight.name]
    constant, around = _parted(slopes, weight.name)
    befores = {before for before, _ in around}
    behinds = {behind for _, behind in around}
    if not around or (len(befores) > 1 and len(behinds) > 1):
        raise NotApplicable(f"the gradient is not a product with {weight.name}, but a sum of some")
    alphabet = slopes.among.alphabet
    (behind, *more), inverses = behinds, alphabet.inverses
    if not more and (len(befores) > 1 or all(code in inverses for code in behind)):
        return _solved(slopes, {b: v for (b, _), v in around.items()}, constant, behind)
    turned = {alphabet.transposed(q): v for (_, q), v in around.items()}
    found = _solved(slopes.T, turned, constant.T, alphabet.transposed(befores.pop()))
    return Normal(found.gamma.T, found.right.T, found.outer.T, found.inner.T, left=False)


def _parted(slopes: Matrix, name: str) -> tuple[Matrix, dict[tuple[Word, Word], Value]]:
    """Return minus what is without a weight, and the coefficients of what stands around it."""
    alphabet = slopes.among.alphabet
    (code,) = alphabet.word(name)
    around: dict[tuple[Word, Word], Value] = {}
    rest: dict[Word, Value] = {}
    for word, value in slopes.terms.items():
        if any(c // 2 == code // 2 for m in value for g, _ in m for c in g):
            raise NotApplicable(f"the gradient has {name} in a trace")
        if code ^ 1 in word:
            raise NotApplicable(f"the gradient has the transpose of {name}")
        if code in word:
            place = word.index(code)
            around[word[:place], word[place + 1 :]] = value
        else:
            rest[word] = value
    return -Matrix(slopes.among, slopes.rows, slopes.columns, rest), around


def _solved(slopes: Matrix, before: dict[Word, Value], constant: Matrix, inner: Word) -> Normal:
    """Return the equations where one word stands behind the weight."""
    among = slopes.among
    gamma = Matrix(among, slopes.rows, _end(slopes, before), before)
    behind = _inverted(inner, among)
    right = constant @ _word(among, behind, slopes.columns)
    outer = _common([*gamma.terms, *right.terms], among)
    undone = _word(among, _inverted(outer, among), slopes.rows)
    scale, over = _scale(undone @ right)
    return Normal(
        (undone @ gamma).times(over),
        (undone @ right).times(over),
        _word(among, outer, slopes.rows).times(scale),
        _word(among, inner, right.columns),
        left=True,
    )


def _scale(right: Matrix) -> tuple[Value, Value]:
    """Return the dimensions before the one word of R, and one over them; 1 where there is more.

    A scalar that is given may be 0, and is not divided by.
    """
    scales = [[*value.items()] for value in right.terms.values()]
    if len(scales) == len(scales[0] if scales else ()) == 1:
        ((monomial, number),) = scales[0]
        if all(is_scalar(generator) for generator, _ in monomial):
            sizes = tuple((g, e) for g, e in monomial if _is_positive(g, right.among))
            over = tuple((generator, -exponent) for generator, exponent in sizes)
            return {sizes: number}, {over: Fraction(1) / number}
    return {ONE: 1}, {ONE: 1}


def _is_positive(scalar: Word, among: Expectation) -> bool:
    """Whether a scalar is a dimension, or one over a sum of dimensions."""
    name = among.scalars[-1 - scalar[0]]
    return name in among.alphabet.sizes or name.startswith(OVER)


def _end(slopes: Matrix, words: Iterable[Word]) -> str:
    """Return the space in which words end that begin in that of the rows."""
    columns = slopes.among.alphabet.columns
    return next((columns[word[-1]] for word in words if word), slopes.rows)


def _common(words: list[Word], among: Expectation) -> Word:
    """Return the longest word that all begin with and that has an inverse."""
    inverses = among.alphabet.inverses
    found: list[int] = []
    for codes in zip(*words, strict=False):
        if len(set(codes)) > 1 or codes[0] not in inverses:
            break
        found.append(codes[0])
    return tuple(found)


def _inverted(word: Word, among: Expectation) -> Word:
    inverses = among.alphabet.inverses
    if any(code not in inverses for code in word):
        raise NotApplicable("a matrix beside the weight has no inverse; declare it positive")
    return tuple(inverses[code] for code in reversed(word))


def _word(among: Expectation, word: Word, space: str) -> Matrix:
    if not word:
        return identity(among, space)
    alphabet = among.alphabet
    return Matrix(among, alphabet.rows[word[0]], alphabet.columns[word[-1]], {word: {ONE: 1}})
