"""The trust that a command is asked for, and what it says of claims that have less."""

from collections.abc import Iterable

from symbolic_mesa.cli.running import FAILED, complain
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted
from symbolic_mesa.trust import TRUSTS, Trust, trusted_as


def level(text: str | None) -> Trust | None:
    """Return a level of trust that is named; None where none is.

    Raises:
        InvalidInput: when there is none of that name.
    """
    if text is None:
        return None
    for trust in TRUSTS:
        if trust == text:
            return trust
    known = ", ".join(TRUSTS)
    raise InvalidInput(
        f"--require {quoted(text)}: no level of trust; choose from {known}{nearest(text, TRUSTS)}"
    )


def short_of(claims: Iterable[tuple[str, Trust]], least: Trust | None, command: str) -> int:
    """Name every claim with less trust than is required; return the exit code."""
    if least is None:
        return 0
    short = [(name, trust) for name, trust in claims if not trusted_as(trust, least)]
    for name, trust in short:
        complain(f"{command}: {name} has the trust {trust}; {least} is required")
    return FAILED if short else 0
