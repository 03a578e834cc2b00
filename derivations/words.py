"""Claims about matrices: a sum of words, each with its coefficient."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from sympy.polys.fields import FracElement

from derivations.exact_checks import zero_elements
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_fields import NONE, element
from symbolic_mesa.record import Check, Claim, Obligation
from symbolic_mesa.text.errors import InvalidInput, MesaError, NoSymbol
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix, identity, matrix, number, zero
from symbolic_mesa.words.values import ONE, Monomial, Number, Value, add, product
from symbolic_mesa.words.wick import Expectation


def coefficients(
    matrix: Matrix, field: Algebra, known: Mapping[str, FracElement] = NONE
) -> Mapping[Word, FracElement]:
    """Return the coefficients of a sum of words as elements of a field."""
    terms = matrix.terms.items()
    every = {word: element(value, matrix.among, field, known) for word, value in terms}
    return {word: value for word, value in every.items() if value}


def matrix_sum(
    matrix: Matrix, field: Algebra, known: Mapping[str, FracElement] = NONE
) -> MatrixSum:
    """Return a sum of words on its way out, long words first."""
    spelled = matrix.among.alphabet.spelled
    found = coefficients(matrix, field, known)
    return MatrixSum(
        tuple(
            (spelled(word), Formula(value, field))
            for word, value in sorted(found.items(), key=lambda one: (-len(one[0]), one[0]))
        ),
        matrix.rows,
        matrix.columns,
    )


def all_zero(what: str, left: Callable[[], Iterable[FracElement]]) -> Check:
    """Return the check that every one of some elements is 0.

    A claim whose words do not follow on each other, or have other numbers in them, fails it.

    Args:
        what: the elements in words.
        left: computes them; at least one.
    """
    try:
        elements = list(left())
    except (MesaError, NoSymbol) as error:
        return Check("symbolic-zero", "failed", f"{what}: {error}")
    return zero_elements(what, elements)


def as_matrix(side: MatrixSum, among: Expectation, shape: tuple[str, str]) -> Matrix:
    """Return a sum of words that was stated, to be calculated with.

    Args:
        side: the sum.
        among: the alphabet and the scalars.
        shape: the spaces of its rows and its columns, which a sum without words does not show.

    Raises:
        InvalidInput: when the words are of other shapes, or a factor is no sum of products.
    """
    total = zero(among, *shape)
    for names, form in side:
        word = matrix(among, *names) if names else identity(among, shape[0])
        total = total + word.times(_value(form, among))
    return total


def _value(form: Formula, among: Expectation) -> Value:
    """Return a factor whose denominator is one product as a value."""
    symbols = [str(symbol) for symbol in form.algebra.field.symbols]
    below, *others = form.element.denom.terms()
    if others:
        raise InvalidInput(f"{form.expr} is no sum of products of powers")
    total: dict[Monomial, Number] = {}
    for powers, above in form.element.numer.terms():
        term: dict[Monomial, Number] = {ONE: Fraction(int(above), int(below[1]))}
        for name, up, down in zip(symbols, powers, below[0], strict=True):
            if up != down:
                term = product(term, number(among, name, up - down))
        add(total, term)
    return total


def words_vanish(
    what: str, field: Algebra, differences: Callable[[Claim], Iterable[Matrix]]
) -> Obligation:
    """Return the obligation that every coefficient of differences of sums of words is zero.

    Args:
        what: the differences in words.
        field: where coefficients live.
        differences: the differences, as a function of the claim.
    """

    def check(claim: Claim) -> Check:
        try:
            left = [v for one in differences(claim) for v in coefficients(one, field).values()]
        except InvalidInput as error:  # words that do not follow on each other
            return Check("symbolic-zero", "failed", f"{what}: {error}")
        return zero_elements(what, left or [field.field.zero])

    return check
