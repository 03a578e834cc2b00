"""Whole numbers and initial points from what was typed; which are allowed, the setting says."""

import re

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

LONGEST_SIZE = 18  # digits of d and T


def whole_number(option: str, text: str | None) -> int | None:
    """Return a whole number; None where nothing was typed."""
    if text is None:
        return None
    digits = text.strip()
    if not re.fullmatch(r"[+-]?[0-9]+", digits):
        raise InvalidInput(f"{option} {quoted(text)}: not a whole number; give one such as 5")
    if len(digits) > LONGEST_SIZE:
        raise InvalidInput(
            f"{option} {quoted(text)}: too large; give at most {LONGEST_SIZE} digits, or leave it "
            "out for a symbol"
        )
    return int(digits)


def seed_number(text: str) -> int:
    """Return the seed of a generator of random numbers."""
    found = whole_number("--seed", text) or 0
    if found < 0:
        raise InvalidInput(f"--seed {found}: a seed is no negative number; give one such as 1")
    return found


def start_of(text: str | None) -> tuple[str, ...] | None:
    """Return the numbers of an initial point; how many there are to be, the theorem says."""
    return None if text is None else tuple(part.strip() for part in text.split(","))


def initial_point(text: str | None) -> tuple[str, str] | None:
    """Return an initial point of two scales, a and b."""
    parts = start_of(text)
    if parts is None:
        return None
    if len(parts) != 2:
        raise InvalidInput(f"--init {quoted(text or '')}: not two numbers; write --init=1/2,-3/4")
    return parts[0], parts[1]
