"""From a model in words to the alphabet of its letters, and the names of its scalars."""

from collections.abc import Iterator

from symbolic_mesa.statement.regression import Drawn, Fixed, Matrix, Regression, Trained
from symbolic_mesa.statement.words import LINE, ONES, Divisor, Node, children
from symbolic_mesa.text.letters import INVERTED
from symbolic_mesa.words.letters import Alphabet, Letter
from symbolic_mesa.words.wick import Expectation

OVER = "1/("  # how the name of one over a sum of dimensions begins


def expectation_of(model: Regression) -> Expectation:
    """Return the alphabet and the scalars in which a model is written."""
    letters = (
        *(letter for one in model.matrices for letter in _letters(one)),
        *(Letter(ONES + space, space, LINE, ones=True) for space in model.ones),
    )
    sizes = {space: space for space in model.spaces}
    numbers = (one.name for one in model.trained if one.is_number)
    scales = (one.scale for one in model.trained if one.scale)
    divisors = map(divisor_name, divisors_of(model))
    scalars = dict.fromkeys([*numbers, *scales, *model.scalars, *model.spaces, *divisors])
    return Expectation(Alphabet(letters, sizes), tuple(scalars))


def _letters(one: Matrix) -> Iterator[Letter]:
    match one:
        case Fixed(kind="positive"):
            other = one.name + INVERTED
            for name, inverse in ((one.name, other), (other, one.name)):
                yield Letter(name, one.rows, one.columns, symmetric=True, inverse=inverse)
        case Fixed():
            yield Letter(one.name, one.rows, one.columns, symmetric=one.kind == "symmetric")
        case Drawn():
            before = (one.covariance,) if one.covariance else ()
            yield Letter(one.name, one.rows, one.columns, covariances=(before, ()))
        case Trained(is_number=False):
            yield Letter(one.name, one.rows, one.columns)


def divisors_of(model: Regression) -> tuple[Divisor, ...]:
    """Return the sums by which a model divides, each once."""
    every = [*_divisors(model.prediction), *_divisors(model.target)]
    return tuple(dict.fromkeys(every))


def _divisors(node: Node) -> Iterator[Divisor]:
    if isinstance(node, Divisor):
        yield node
    for one in children(node):
        yield from _divisors(one)


def divisor_name(divisor: Divisor) -> str:
    """Return the name of one over a sum, as a scalar.

    >>> from fractions import Fraction
    >>> divisor_name(Divisor((("N", Fraction(2)), ("", Fraction(1)))))
    '1/(2 N + 1)'
    """
    terms = (
        f"{number} {name}".removeprefix("1 ") if name else str(number)
        for name, number in divisor.terms
    )
    return f"{OVER}{' + '.join(terms)})"
