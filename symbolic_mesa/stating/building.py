"""From a tree of the grammar to the parts of a model."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

from symbolic_mesa.statement.manifolds import Block, Entries, Fixed
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.syntax import (
    Blocked,
    Bracket,
    Conjugate,
    Delta,
    Expression,
    Indexed,
    Name,
    Number,
    Place,
    Power,
    Product,
    Range,
    Traced,
    Turned,
)
from symbolic_mesa.text.quoting import quoted

FORMS = "0, a I, a I + b (J - I), b (J - I), diag(a), fixed"
MOST_DIGITS = 12  # of a number
LONGEST_NAME = 31

Built = TypeVar("Built")


@cache  # its methods are pure
def builder() -> Any:
    """Return what turns a tree into parts, from the leaves up."""
    from lark import Transformer, v_args

    return v_args(meta=True)(type("Builder", (Transformer,), _METHODS))()


def _built(build: Callable[..., Built]) -> Callable[..., Built]:
    """Return a method of a transformer: it gets the place and the children, none too long."""

    def method(_: Any, meta: Any, children: list[Any]) -> Built:
        for child in children:
            _not_too_long(child)
        return build(Place(meta.line, meta.column), *children)

    return method


def _not_too_long(child: Any) -> None:
    """Refuse a name or a number that is no word of a person."""
    kind = getattr(child, "type", None)
    if kind == "NAME" and len(child) > LONGEST_NAME:
        raise Misstated(
            f"the name {quoted(child[:LONGEST_NAME] + '…')} is longer than {LONGEST_NAME} "
            "characters; choose a shorter one",
            Place(child.line, child.column),
        )
    if kind in ("INTEGER", "RATIO") and max(map(len, child.split("/"))) > MOST_DIGITS:
        raise Misstated(
            f"a number of more than {MOST_DIGITS} digits; give a shorter one",
            Place(child.line, child.column),
        )


def _expression(place: Place, *children: Any) -> Expression:
    signs, products = children[::2], children[1::2]
    return Expression(
        tuple(
            Product(sign == "-", *product) for sign, product in zip(signs, products, strict=True)
        ),
        place,
    )


def _number(place: Place, text: str) -> Number:
    if "/" in text and not int(text.split("/")[1]):
        raise Misstated("a number is divided by 0", place)
    return Number(Fraction(text), place)


def _multiple(_: Place, name: str, sign: str | None, other: str | None) -> Block:
    if sign == "-":
        raise Misstated(f"the ansatz subtracts; write one of {FORMS}", Place(1, 1))
    return Block(str(name), None if other is None else str(other))


_METHODS = {
    "expression": _built(_expression),
    "term": _built(lambda place, *parts: (parts[:-1], parts[-1])),
    "number": _built(_number),
    "name": _built(lambda place, name: Name(str(name), place)),
    "bracket": _built(lambda place, of: Bracket(of, place)),
    "entry": _built(lambda place, name, t, k: Indexed(str(name), t, str(k), place)),
    "range": _built(lambda place, name, first, last: Range(str(name), first, last, place)),
    "summation": _built(lambda place, span: span),
    "conjugate": _built(lambda place, of: Conjugate(of, place)),
    "delta": _built(lambda place, left, right: Delta(str(left), str(right), place)),
    "power": _built(lambda place, base, exponent: Power(base, int(exponent), place)),
    "raised": _built(
        lambda place, base, sign, exponent: Power(
            base, -int(exponent) if sign == "-" else int(exponent), place
        )
    ),
    "transposed": _built(lambda place, of: Turned(of, place)),
    "trace": _built(lambda place, of: Traced(of, place)),
    "row": _built(lambda place, *entries: entries),
    "blocks": _built(lambda place, *rows: Blocked(rows, place)),
    "zero": _built(lambda place: Block()),
    "fixed": _built(lambda place: Fixed()),
    "entries": _built(lambda place, name: Entries(str(name))),
    "multiple": _built(_multiple),
    "off_diagonal": _built(lambda place, name: Block(None, str(name))),
}
