"""Moments as a person writes them: keys, values, the names of symbols, lists."""

import re

from symbolic_mesa.laws.parameters import names_in
from symbolic_mesa.laws.protocol import moment_symbol
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import Number
from symbolic_mesa.text.expressions import Quantity, quantity
from symbolic_mesa.text.quoting import quoted

Powers = tuple[int, ...]
Value = Quantity

_KEY = re.compile(r"m([1-9][0-9]?)")
_OF_MOMENT = re.compile(r"mu?(_*[0-9])+_*")  # reads as a moment of that order, or of those orders
_MIXED_KEY = re.compile(r"[1-9][0-9]?(\s*,\s*[1-9][0-9]?)+")


def listed(text: str) -> tuple[dict[str, Number], bool]:
    """Return the moments of a text such as ``m2=1,m4=q``, and whether it says symmetric.

    Raises:
        InvalidInput: for an item of another form, or one given twice.
    """
    given: dict[str, Number] = {}
    symmetric = False
    for item in _items(text):
        key, equals, value = item.strip().partition("=")
        if key == "symmetric" and not equals:
            symmetric = True
        elif not equals or key.strip() in given:
            raise InvalidInput(
                f"moments {quoted(item)}: write each moment once, as m4=3, and 'symmetric' alone"
            )
        else:
            given[key.strip()] = value.strip()
    return given, symmetric


def _items(text: str) -> list[str]:
    """Return what stands between commas; a key of several coordinates, 1|0,1|2, has some itself."""
    items: list[str] = []
    for item in text.split(","):
        if items and "|" in items[-1] and "=" not in items[-1]:
            items[-1] += f",{item}"
        else:
            items.append(item)
    return items


def powers_of(key: str) -> Powers:
    """Return the powers of distinct coordinates, descending, that a key names.

    Raises:
        InvalidInput: when it names none.
    """
    single = _KEY.fullmatch(key)
    if single:
        return (int(single[1]),)
    if _MIXED_KEY.fullmatch(key):
        powers = tuple(sorted((int(power) for power in key.split(",")), reverse=True))
        if len(powers) <= 4 and sum(powers) <= 12:
            return powers
        raise InvalidInput(f"moments: {quoted(key)}: at most 4 coordinates and total power 12")
    raise InvalidInput(
        f"moments: {quoted(str(key))} is no moment; write m4 for E x_j^4, '2,4' for E x_j^2 x_r^4"
    )


def key_of(powers: Powers) -> str:
    """Return the key of powers."""
    return f"m{powers[0]}" if len(powers) == 1 else ",".join(map(str, powers))


def value_of(powers: Powers, value: Number) -> Value:
    """Return the number, the name of a new symbol, or an expression in symbols and d.

    Raises:
        InvalidInput: when it is none of these.
    """
    found = quantity(value, key_of(powers))
    same = {moment_symbol(powers), key_of(powers), f"m_{powers[0]}"}
    for name in names_in([found]):
        if _OF_MOMENT.fullmatch(name) and name not in same:
            raise InvalidInput(
                f"{key_of(powers)}={quoted(str(value))}: {name} has a meaning here; choose another "
                "name, as q_1"
            )
    return found
