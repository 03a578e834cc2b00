"""Whole numbers and initial points from what was typed; which are allowed, the setting says."""

import re

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

LONGEST_SIZE = 18  # digits of d and T


def whole_number(option: str, text: str | None) -> int | None:
    """Return a whole number, such as 5 or 5.0; None where nothing was typed."""
    if text is None:
        return None
    match = re.fullmatch(r"([+-]?[0-9]+)(\.0*)?", text.strip())
    digits = match[1] if match else ""
    if not digits:
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


def initial_point(text: str | None) -> tuple[str, str] | None:
    """Return the two numbers of an initial point; None where nothing was typed."""
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 2:
        raise InvalidInput(f"--init {quoted(text)}: not two numbers; write --init=1/2,-3/4")
    return parts[0], parts[1]
