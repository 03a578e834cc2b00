"""Which moments of Wishart matrices there are: ``moment-2-1`` is E tr W^2 tr W."""

import re

HIGHEST = 6  # of those that are listed
MOST = 20  # letters G in a product: its pairings are 3e23
_ID = re.compile(r"moment((?:-[1-9][0-9]{0,2})+)")


def listed() -> tuple[tuple[int, ...], ...]:
    """Return the powers of the moments that are listed."""
    return tuple((power,) for power in range(1, HIGHEST + 1))


def id_of(powers: tuple[int, ...]) -> str:
    """Return the id of a moment.

    >>> id_of((2, 1))
    'moment-2-1'
    """
    return "-".join(("moment", *map(str, powers)))


def powers_of(id: str) -> tuple[int, ...] | None:
    """Return the powers that an id names; None for another id.

    >>> powers_of("moment-2-1")
    (2, 1)
    """
    match = _ID.fullmatch(id)
    return None if match is None else tuple(map(int, match[1].split("-")[1:]))
