"""Whole numbers and initial points from what was typed; which are allowed, the setting says."""

import re

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

LONGEST_SIZE = 18  # digits of d and T
LONGEST_COUNT = 100  # digits of a seed, and of what is counted


def whole_number(option: str, text: str | None) -> int | None:
    """Return a whole number, such as 5 or 5.0; None where nothing was typed."""
    if text is None:
        return None
    digits = _digits(option, text)
    if len(digits) > LONGEST_SIZE:
        raise InvalidInput(
            f"{option} {quoted(text)}: too large; give at most {LONGEST_SIZE} digits, or leave it "
            "out for a symbol"
        )
    return int(digits)


def count(option: str, text: str) -> int:
    """Return how many of something are wanted: whether so many can be had, others say."""
    digits = _digits(option, text)
    if len(digits) > LONGEST_COUNT:
        raise InvalidInput(f"{option} {quoted(text)}: too large; give a smaller number")
    return int(digits)


def _digits(option: str, text: str) -> str:
    match = re.fullmatch(r"([+-]?[0-9]+)(\.0*)?", text.strip())
    if not match:
        raise InvalidInput(f"{option} {quoted(text)}: not a whole number; give one such as 5")
    return match[1]


def seed_number(text: str) -> int:
    """Return the seed of a generator of random numbers."""
    found = count("--seed", text)
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
