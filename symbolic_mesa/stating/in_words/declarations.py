"""What a name of a model in words is declared to be: a symbol, a random matrix, a weight."""

import re
from collections.abc import Mapping

from symbolic_mesa.statement.regression import Drawn, Fixed, Kind, Trained
from symbolic_mesa.statement.words import LINE, ONES
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.syntax import START, Place
from symbolic_mesa.text.letters import uninverted
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

RESERVED = ("I", "J", "T", "L", "H", "ones", "tr", "block", "sum", "conj", "delta", "inv", "x")
SCALAR = "scalar"
DIM = "d"
NUMBERED = re.compile(r"[A-Za-z]+[0-9]*", re.ASCII)
KINDS: Mapping[str, Kind] = {"positive": "positive", "symmetric": "symmetric", "": "any"}
SYMBOLS = 'write "scalar", "d x N", "symmetric d x d" or "positive d x d"'
DRAWS = 'write "d x N", or with a covariance of its columns "d x N, columns Lambda"'
WEIGHTS = 'write "matrix", "matrix d x N", "scalar", "a I" or "a Lambda^-1"'

_SIDE = r"([A-Za-z]+[0-9]*|1)"
_SHAPE = rf"{_SIDE} x {_SIDE}"
_SYMBOL = re.compile(rf"(?:(\w+) )?{_SHAPE}", re.ASCII)
_DRAW = re.compile(rf"{_SHAPE}(?: ?, ?columns (\w+(?: ?\^ ?-1)?))?", re.ASCII)
_MATRIX = re.compile(rf"matrix(?: {_SHAPE})?", re.ASCII)
_SCALE = re.compile(r"([A-Za-z]+(?:_?[0-9]+)?) (\w+(?: ?\^ ?-1)?)", re.ASCII)


def refuse_name(name: str, taken: Mapping[str, str]) -> None:
    """Refuse a name that has a meaning, or that the names of traces have no room for.

    Args:
        name: the name.
        taken: what other names mean.

    Raises:
        Misstated: when it cannot be given.
    """
    if name in RESERVED or name in taken or name.startswith(ONES):
        meaning = f" ({taken[name]})" if name in taken else ""
        raise Misstated(f"{quoted(name)} has a meaning{meaning}; choose another name", START)
    if not NUMBERED.fullmatch(name):
        raise Misstated(f"{quoted(name)} is no name here; write letters, then digits, as A1", START)


def symbol(name: str, text: str) -> Fixed | None:
    """Return the matrix that is given; None for a number."""
    text = " ".join(text.split())
    if text == SCALAR:
        return None
    found = _SYMBOL.fullmatch(text)
    if not found:
        raise Misstated(f"{quoted(text)} is no kind of symbol; {SYMBOLS}", START)
    kind, rows, columns = found.groups()
    if (kind or "") not in KINDS:
        raise Misstated(f"{quoted(kind)}: {SYMBOLS}{nearest(kind, filter(None, KINDS))}", START)
    if kind and rows != columns:
        raise Misstated(f"a {kind} matrix is square, as {rows} x {rows}", START)
    return Fixed(name, rows, columns, KINDS[kind or ""])


def draw(name: str, text: str, fixed: Mapping[str, Fixed]) -> Drawn:
    """Return a random matrix."""
    text = " ".join(text.split())
    found = _DRAW.fullmatch(text)
    if not found:
        raise Misstated(f"{quoted(text)} is no random matrix; {DRAWS}", START)
    rows, columns, covariance = found.groups()
    return Drawn(name, rows, columns, _positive(covariance, rows, fixed) if covariance else "")


def weight(name: str, text: str, fixed: Mapping[str, Fixed]) -> Trained:
    """Return a weight; what is trained from an ansatz is d x d, or of the shape of its matrix."""
    text = " ".join(text.split())
    if text == SCALAR:
        return Trained(name, LINE, LINE)
    if text == "diagonal":
        raise Misstated(
            f"a diagonal weight needs coordinates, and words have none; {WEIGHTS}", START
        )
    found = _MATRIX.fullmatch(text)
    if found:
        return Trained(name, found[1] or DIM, found[2] or DIM)
    found = _SCALE.fullmatch(text)
    if not found:
        raise Misstated(f"{quoted(text)} is no weight; {WEIGHTS}", START)
    scale, along = found[1], found[2].replace(" ", "")
    if along == "I":
        return Trained(name, DIM, DIM, scale)
    stem, _ = uninverted(along)
    given = fixed.get(stem)
    if given is None:
        known = ("I", *fixed)
        raise Misstated(
            f"{quoted(stem)} is no matrix of [symbols]; {WEIGHTS}{nearest(stem, known)}", START
        )
    return Trained(name, given.rows, given.columns, scale, _invertible(along, given))


def _positive(text: str, space: str, fixed: Mapping[str, Fixed]) -> str:
    """Return the name of a covariance."""
    name = text.replace(" ", "")
    stem, _ = uninverted(name)
    given = fixed.get(stem)
    if given is None or given.kind != "positive":
        known = [one.name for one in fixed.values() if one.kind == "positive"]
        there = f"choose from {', '.join(known)}{nearest(stem, known)}" if known else "declare one"
        raise Misstated(f"{quoted(stem)} is no positive matrix of [symbols]; {there}", START)
    if given.rows != space:
        raise Misstated(
            f"columns of {space} entries have no covariance {given.rows} x {given.rows}; give a "
            f"positive {space} x {space}",
            START,
        )
    return name


def _invertible(name: str, given: Fixed, place: Place = START) -> str:
    """Return the name of a matrix; refuse an inverse that there is not."""
    if uninverted(name)[1] and given.kind != "positive":
        raise Misstated(
            f"{given.name} has no inverse here; declare it positive, as "
            f'{given.name} = "positive {given.rows} x {given.rows}"',
            place,
        )
    return name
