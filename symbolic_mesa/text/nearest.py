"""The known name that was probably meant."""

from collections.abc import Iterable
from difflib import SequenceMatcher

ALIKE = 0.5  # of the letters of two names that may be meant to be one


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``; did you mean NAME?`` with the known name that is nearest, or nothing.

    >>> nearest("eps", ["T", "a_0", "epsilon"]), nearest("sgima", ["c"])
    ('; did you mean epsilon?', '')
    """
    likely = {one: _likeness(name[:100], one) for one in known}
    best = max(likely, key=lambda one: likely[one], default="")
    return f"; did you mean {best}?" if best and likely[best] >= ALIKE else ""


def _likeness(name: str, known: str) -> float:
    left, right = (text.lower().replace("-", "_") for text in (name, known))
    return SequenceMatcher(None, left, right, autojunk=False).ratio()
