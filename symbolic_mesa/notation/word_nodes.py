"""Words of matrices as data, in LaTeX: a prediction or a target with its definitions put in."""

from fractions import Fraction

from symbolic_mesa.notation.matrix_sums import letter_latex
from symbolic_mesa.notation.names import name_latex
from symbolic_mesa.statement.words import (
    LINE,
    Blocks,
    Constant,
    Divisor,
    Identity,
    Letter,
    Node,
    Ones,
    Product,
    Scalar,
    Spaces,
    Sum,
    Trace,
    Transposed,
    Zero,
)


def node_latex(node: Node) -> str:
    r"""Return a node in LaTeX.

    >>> print(node_latex(Product((Scalar("N", -1),), (Letter("X"), Transposed(Letter("X"))))))
    \frac{1}{N} X X^{\top}
    """
    match node:
        case Constant(value=value):
            return _fraction(str(value.numerator), str(value.denominator))
        case Scalar(name=name, exponent=exponent):
            power = name_latex(name) + (f"^{{{abs(exponent)}}}" if abs(exponent) > 1 else "")
            return power if exponent > 0 else _fraction("1", power)
        case Divisor(terms=terms):
            return _fraction("1", " + ".join(_term(name, number) for name, number in terms))
        case Letter(name=name):
            return letter_latex(name)
        case Identity():
            return "I"
        case Zero():
            return "0"
        case Ones(rows=rows, columns=columns):
            sides = [side for side in (_ones(rows), _ones(columns, r"^{\top}")) if side]
            return " ".join(sides) or "1"
        case Transposed(of=Letter(name=name)):
            return letter_latex(f"{name}'")
        case Transposed(of=of):
            return rf"\left({node_latex(of)}\right)^{{\top}}"
        case Trace(of=of):
            return rf"\operatorname{{tr}}\left({node_latex(of)}\right)"
        case Sum(terms=terms):
            first, *others = map(node_latex, terms)
            return first + "".join(_added(one) for one in others)
        case Product():
            return _product(node)
        case Blocks(rows=rows):
            body = r" \\ ".join(" & ".join(map(node_latex, row)) for row in rows)
            return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"


def _ones(spaces: Spaces, turned: str = "") -> str:
    r"""Return the column of ones of stacked spaces, nothing for a space of dimension 1."""
    if spaces == (LINE,):
        return ""
    index = "+".join(name if name == LINE else name_latex(name) for name in spaces)
    return rf"\mathbf{{1}}_{{{index}}}{turned}"


def _product(node: Product) -> str:
    """Return a product, its sign in front, numbers before words."""
    factors = [*_flat(node.numbers), *node.chain]
    sign = "-" * (sum(one == Constant(Fraction(-1)) for one in factors) % 2)
    left = [one for one in factors if one not in (Constant(Fraction(-1)), Constant(Fraction(1)))]
    left.sort(key=lambda one: not isinstance(one, Constant | Scalar | Divisor))
    return sign + (" ".join(map(_enclosed, left)) or "1")


def _flat(nodes: tuple[Node, ...]) -> list[Node]:
    """Return numbers, those of products of numbers alone among them."""
    found: list[Node] = []
    for one in nodes:
        alone = isinstance(one, Product) and not one.chain
        found += _flat(one.numbers) if isinstance(one, Product) and alone else [one]
    return found


def _enclosed(node: Node) -> str:
    return rf"\left({node_latex(node)}\right)" if isinstance(node, Sum) else node_latex(node)


def _added(text: str) -> str:
    return f" - {text[1:]}" if text.startswith("-") else f" + {text}"


def _term(name: str, number: Fraction) -> str:
    plain = number == 1 and name
    before = "" if plain else _fraction(str(number.numerator), str(number.denominator))
    return " ".join(part for part in (before, name and name_latex(name)) if part)


def _fraction(above: str, below: str) -> str:
    return above if below == "1" else rf"\frac{{{above}}}{{{below}}}"
