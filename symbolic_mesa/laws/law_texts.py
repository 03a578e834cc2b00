"""Laws as text, as `k-sparse(k=2, values=gaussian(sigma=1))`; nothing is evaluated.

A name, and then perhaps, in brackets, `parameter=value` with commas. A value ends at a comma that
is in no bracket and no quotes; quotes around all of it are left out.
"""

import re

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

LONGEST, DEEPEST = 1000, 20  # of a text, in characters; of its brackets
_LAW = re.compile(r"\s*([A-Za-z][\w-]*)\s*(?:\((.*)\))?\s*", re.ASCII | re.DOTALL)
_PARAMETER = re.compile(r"\s*([A-Za-z]\w*)\s*=(.*)", re.ASCII | re.DOTALL)


def has_parameters(text: str) -> bool:
    """Whether a text is a name and a bracket."""
    return re.match(r"\s*[A-Za-z][\w-]*\s*\(", text, re.ASCII) is not None


def parts_of(text: str) -> tuple[str, dict[str, str]]:
    """Return the name of a law and its parameters, as they are written.

    Raises:
        InvalidInput: for a text that is none.

    >>> parts_of('scale-mixture(scales="1:1/2,2:1/2", coordinates=gaussian(sigma=1))')
    ('scale-mixture', {'scales': '1:1/2,2:1/2', 'coordinates': 'gaussian(sigma=1)'})
    """
    if len(text) > LONGEST:
        raise InvalidInput(f"law {quoted(text)}: longer than {LONGEST} characters; give a shorter")
    found = _LAW.fullmatch(text)
    if found is None:
        raise _no_law(text, "no name with parameters in brackets")
    parameters: dict[str, str] = {}
    for item in _items(found[2], text) if found[2] and found[2].strip() else ():
        pair = _PARAMETER.fullmatch(item)
        if pair is None or pair[1] in parameters:
            raise _no_law(text, f"{quoted(item.strip())} is not parameter=value, each once")
        parameters[pair[1]] = _unquoted(pair[2].strip())
    return found[1], parameters


def _items(inside: str, text: str) -> list[str]:
    """Return what stands between commas that are in no bracket and no quotes."""
    items, start, depth, quote = [], 0, 0, ""
    for at, sign in enumerate(inside):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif sign == "," and not depth:
            items.append(inside[start:at])
            start = at + 1
        if not 0 <= depth <= DEEPEST:
            raise _no_law(text, f"brackets that do not match, or more than {DEEPEST} deep")
    if depth or quote:
        raise _no_law(text, "a bracket or a quote that is not closed")
    return [*items, inside[start:]]


def _unquoted(value: str) -> str:
    quoted_ = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted_ and value[0] not in value[1:-1] else value


def _no_law(text: str, why: str) -> InvalidInput:
    return InvalidInput(
        f"law {quoted(text)}: {why}; write it as in k-sparse(k=2, values=gaussian(sigma=1))"
    )
