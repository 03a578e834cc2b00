"""Which lists of moments some law has, and under which conditions on the symbols among them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction

from symbolic_mesa.laws.dimension import largest_dimension, refuse_dimension
from symbolic_mesa.laws.existence import Impossible, Undecided, decide
from symbolic_mesa.laws.inequalities import necessary
from symbolic_mesa.laws.moment_texts import Powers, Value, key_of
from symbolic_mesa.laws.positivity import refuse_impossible
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import shortened
from symbolic_mesa.text.surds import Surd

MOST_MEANT = 10**9  # of a denominator: a larger one is that of a rounded decimal


def numbers_of(table: Mapping[Powers, Value]) -> dict[Powers, Fraction]:
    """Return the moments that are numbers."""
    return {powers: value for powers, value in table.items() if isinstance(value, Fraction)}


def conditions_of(
    table: Mapping[Powers, Value], symmetric: bool, independent: bool
) -> tuple[str, ...]:
    """Return the conditions under which a law has these moments.

    Raises:
        InvalidInput: when none has them.
    """
    with _plainly_refused(numbers_of(table)):
        return _conditions_of(table, symmetric, independent)


def refuse_size(table: Mapping[Powers, Value], symmetric: bool, dim: int) -> None:
    """Refuse a dimension in which no law has these joint moments.

    Raises:
        InvalidInput: where the square of a symmetric sum would have a negative expectation.
    """
    numbers = numbers_of(table)
    with _plainly_refused(numbers):
        refuse_dimension(numbers, symmetric, dim)


@contextmanager
def _plainly_refused(numbers: Mapping[Powers, Fraction]) -> Iterator[None]:
    """Refuse moments without all the digits, and say what helps where they look rounded."""
    try:
        yield
    except InvalidInput as error:
        rounded = any(value.denominator > MOST_MEANT for value in numbers.values())
        more = "; if these are rounded numbers, round them, or pass a fraction" if rounded else ""
        raise InvalidInput(shortened(str(error), 8 if rounded else 40) + more) from None


def _conditions_of(
    table: Mapping[Powers, Value], symmetric: bool, independent: bool
) -> tuple[str, ...]:
    numbers = numbers_of(table)
    for powers, value in table.items():
        if symmetric and any(power % 2 for power in powers) and value != 0:
            raise InvalidInput(
                f"{key_of(powers)}={shortened(str(value))}: an odd moment of a symmetric law is 0; "
                "drop one of them"
            )
    refuse_impossible(numbers, symmetric, independent)
    for powers, value in numbers.items():
        if value == 0 and len(powers) == 1 and powers[0] % 2 == 0:
            key = key_of(powers)
            raise InvalidInput(f"{key}=0: then every token is 0 and E x_j^4 = 0; give {key} > 0")
    found = decide({p[0]: value for p, value in numbers.items() if len(p) == 1}, symmetric)
    if isinstance(found, Impossible):
        raise InvalidInput(f"moments: no law has them, since {found.reason}; give moments of a law")
    stated = necessary({p[0]: value for p, value in table.items() if len(p) == 1}, symmetric)
    if not independent:
        limit = largest_dimension(numbers, symmetric)
        bound = () if limit is None else (f"d <= {limit}",)
        return (*stated, *bound)
    if isinstance(found, Undecided) or any(isinstance(v, Surd) for v in table.values()):
        return (*stated, "existence not decided: of a law with these moments")
    return stated
