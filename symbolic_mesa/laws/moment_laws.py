"""Laws given by their moments alone: numbers, named symbols, or all symbols (`generic`)."""

import keyword
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import Any

from symbolic_mesa.assumptions import NO_PINS, Ring, exchangeable_sum
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.errors import InvalidInput, MissingMoment
from symbolic_mesa.exact import Number, exact, printable, quoted
from symbolic_mesa.laws.positivity import refuse_impossible

Powers = tuple[int, ...]
ONE = Fraction(1)
Value = Fraction | str  # a number, or the name of a symbol

_SYMBOL = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_KEY = re.compile(r"m([1-9][0-9]?)")
_MIXED_KEY = re.compile(r"[1-9][0-9]?(\s*,\s*[1-9][0-9]?)+")
_THEOREMS = frozenset(
    [
        "a",
        "b",
        "d",
        "T",
        "H",
        "s",
        "tau",
        "alpha",
        "beta",
        "a_0",
        "b_0",
        "T_test",
        "harmonic",
        "epsilon",
        "gamma",
        "eta",
    ]
)
_CLOSED_FORMS = frozenset(
    [*("C", "D", "Delta", "V", "W", "E", "N", "M", "G", "K", "R_1", "R_2", "s_1", "D_1"), *"QLxnu"]
)
_RESERVED = _THEOREMS | _CLOSED_FORMS  # names that formulas use


def canonical_name(powers: Powers) -> str:
    """Return the symbol of a moment: κ's where they apply, else mu_ and the powers.

    >>> canonical_name((4,)), canonical_name((2, 2, 2))
    ('kappa_1', 'mu_2_2_2')
    """
    named = {(2,): "m_2", (4,): "kappa_1", (6,): "kappa_2", (4, 2): "kappa_3"}
    return named.get(powers) or "mu_" + "_".join(map(str, powers))


def moment_words(powers: Powers) -> str:
    """Return the moment in mathematical words.

    >>> moment_words((4, 2))
    'E[x_j^4 x_r^2]'
    """
    indices = "jr" if len(powers) <= 2 else [f"i{k}" for k in range(1, len(powers) + 1)]
    factors = [f"x_{i}" + (f"^{p}" if p > 1 else "") for i, p in zip(indices, powers, strict=False)]
    return f"E[{' '.join(factors)}]"


@dataclass(frozen=True)
class MomentLaw:
    """An exchangeable law known by a table of moments of distinct coordinates.

    Attributes:
        table: pairs (powers, value); None means that every moment is its own symbol.
        symmetric: whether moments with an odd power vanish.
        independent: whether mixed moments are the products of single ones.
    """

    table: tuple[tuple[Powers, Value], ...] | None
    symmetric: bool
    independent: bool
    name: str = "moments"
    dim: None = None
    exchangeable: bool = True
    every_moment_exists: bool = True

    @property
    def phrase(self) -> str:
        """The law in words."""
        kind = "i.i.d. coordinates" if self.independent else "exchangeable coordinates"
        sign = ", symmetric under signs" if self.symmetric else ""
        known = "every moment a symbol" if self.table is None else "moments as given"
        return f"{kind}{sign}; {known}"

    @property
    def parameters(self) -> Mapping[str, Value]:
        """The moments that were given."""
        return {_key(powers): value for powers, value in self.table or ()}

    @property
    def conditions(self) -> tuple[str, ...]:
        """What any law's moments satisfy, said of those that are symbols here."""
        if self.table is None or any(isinstance(value, str) for _, value in self.table):
            return ("the symbols are the moments of some law, with E x_j^4 > 0",)
        return ()

    def at(self, values: Mapping[str, Fraction]) -> "MomentLaw":
        """Return the law with symbols in its table replaced by numbers."""
        if self.table is None:
            return self
        known = {_key(powers): values.get(str(value), value) for powers, value in self.table}
        return moments(known, self.symmetric)

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return the symbols that the pattern's moment is written in."""
        if self._vanishes(pattern.powers):
            return ()
        if self.table is None:
            return (canonical_name(pattern.powers),) if pattern.powers else ()
        known = dict(self.table)
        keys = [(power,) for power in pattern.powers] if self.independent else [pattern.powers]
        values = (known.get(key) for key in keys)
        return tuple(dict.fromkeys(value for value in values if isinstance(value, str)))

    def coordinate_sum(
        self, pattern: Pattern, dim: Any, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Any:
        """Return the pattern's moment times the number of choices of free coordinates.

        Raises:
            MissingMoment: when the table does not give the moment.
        """
        return exchangeable_sum(pattern, dim, lambda: self._moment(pattern.powers, dim, ring))

    def nonzero_sum(self, free: tuple[int, ...], dim: Any, ring: Ring) -> Any:
        """Refuse: moments do not say whether a coordinate can be 0.

        Raises:
            MissingMoment: always.
        """
        raise MissingMoment(
            "P(x_j != 0)", "moments do not tell it; name a law, or give --support or --data"
        )

    def _vanishes(self, powers: Powers) -> bool:
        return self.symmetric and any(power % 2 for power in powers)

    def _moment(self, powers: Powers, dim: Any, ring: Ring) -> Any:
        if self._vanishes(powers) or not powers:
            return ring.number(Fraction(not powers))
        if self.table is None:
            symbol = ring.symbol(canonical_name(powers))
            return symbol / (dim - 1) if powers == (4, 2) else symbol
        if not self.independent:
            return self._given(powers, ring)
        if any(dict(self.table).get((power,)) == 0 for power in powers):
            return ring.number(Fraction(0))  # whatever the other factors are
        return prod((self._given((power,), ring) for power in powers), start=ring.number(ONE))

    def _given(self, powers: Powers, ring: Ring) -> Any:
        value = dict(self.table or ()).get(powers)
        if value is None:
            raise MissingMoment(moment_words(powers), f"give it, as in {_key(powers)}=1")
        return ring.symbol(value) if isinstance(value, str) else ring.number(value)


def generic() -> MomentLaw:
    """Exchangeable, symmetric under signs of coordinates, its moments symbols."""
    return MomentLaw(None, symmetric=True, independent=False, name="generic")


def exchangeable() -> MomentLaw:
    """Exchangeable, its moments symbols, the odd ones too."""
    return MomentLaw(None, symmetric=False, independent=False, name="exchangeable")


def moments(given: str | Mapping[str, Number], symmetric: bool = False) -> MomentLaw:
    """Return the law with these moments.

    Args:
        given: text such as ``"m2=1,m4=3,m6=q,symmetric"``, or a mapping. Keys are ``m4`` for
            E x_j^4 and ``"2,4"`` for E[x_j^2 x_r^4]; values are exact numbers or new symbols. With
            no mixed key the coordinates are i.i.d.; with one, mixed moments that are not given are
            missing.
        symmetric: whether moments with an odd power vanish; otherwise those not given are missing.

    Raises:
        InvalidInput: for a key or value of another form, or moments that no law has.

    >>> moments("m2=1,m4=3,m6=15").parameters
    {'m2': Fraction(1, 1), 'm4': Fraction(3, 1), 'm6': Fraction(15, 1)}
    """
    if isinstance(given, str):
        given, said = _listed(given)
        symmetric = symmetric or said
    table: dict[Powers, Value] = {}
    for key, value in given.items():
        powers = _powers(key)
        if powers in table:
            raise InvalidInput(f"moments: {quoted(str(key))} is given twice; give it once")
        table[powers] = _value(powers, value)
    if not table:
        raise InvalidInput("moments: none is given; write for example m2=1,m4=3,m6=15")
    independent = all(len(powers) == 1 for powers in table)
    _check(table, symmetric, independent)
    return MomentLaw(tuple(sorted(table.items())), symmetric, independent)


def moments_from_file(path: str | Path) -> MomentLaw:
    """Return the law of a TOML file with the keys of `moments`, and ``symmetric = true``.

    Raises:
        InvalidInput: when the file cannot be read, is no TOML, or its moments are refused.
    """
    name = printable(path)
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8"), parse_float=str)
    except OSError as error:
        raise InvalidInput(f"{name}: cannot be read ({error.strerror}); check the name") from None
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise InvalidInput(f"{name}: not a TOML file ({reason}); see docs/laws.md") from None
    symmetric = content.pop("symmetric", False)
    if not isinstance(symmetric, bool):
        raise InvalidInput(f"{name}: symmetric={symmetric!r}; write true or false")
    for key, value in content.items():
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise InvalidInput(
                f"{name}: {quoted(key)} must be a number or a name in quotes, at the top level"
            )
    return moments(content, symmetric)


def _listed(text: str) -> tuple[dict[str, Number], bool]:
    given: dict[str, Number] = {}
    symmetric = False
    for item in text.split(","):
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


def _powers(key: str) -> Powers:
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


def _key(powers: Powers) -> str:
    return f"m{powers[0]}" if len(powers) == 1 else ",".join(map(str, powers))


def _value(powers: Powers, value: Number) -> Value:
    text = value.strip() if isinstance(value, str) else ""
    if not _SYMBOL.fullmatch(text) or text.lower() in ("nan", "inf", "infinity"):
        return exact(value, _key(powers))
    own = canonical_name(powers)
    known = re.fullmatch(r"kappa_\d|m_2|mu_\d+(_\d+)*", text)
    taken = text in _RESERVED or re.fullmatch(r"[abh]_\d+", text)
    if taken or keyword.iskeyword(text) or (known and text != own) or text == "kappa_3":
        raise InvalidInput(
            f"{_key(powers)}={quoted(text)}: that name has a meaning here; choose another, as q_1"
        )
    return text


def _check(table: Mapping[Powers, Value], symmetric: bool, independent: bool) -> None:
    numbers = {powers: value for powers, value in table.items() if isinstance(value, Fraction)}
    for powers, value in table.items():
        if symmetric and any(power % 2 for power in powers) and value != 0:
            raise InvalidInput(
                f"{_key(powers)}={value}: an odd moment of a symmetric law is 0; drop one of them"
            )
    refuse_impossible(numbers, symmetric, independent)
    for powers, value in numbers.items():
        if value == 0 and len(powers) == 1 and powers[0] % 2 == 0:
            key = _key(powers)
            raise InvalidInput(f"{key}=0: then every token is 0 and kappa_1 = 0; give {key} > 0")
