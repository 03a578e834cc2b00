"""What commands that take a law share: the law, whole numbers and initial points from text."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

if TYPE_CHECKING:
    from symbolic_mesa.laws.protocol import TokenLaw

LONGEST_SIZE = 18  # digits of d and T

Distribution = Annotated[
    str | None, typer.Option("--distribution", metavar="NAME", help="A law of the catalogue.")
]
Param = Annotated[
    list[str] | None,
    typer.Option(
        "--param", metavar="NAME=VALUE", help="A parameter of the law, exact; may be repeated."
    ),
]
Support = Annotated[
    str | None,
    typer.Option(
        "--support", metavar="V:P,...", help="i.i.d. coordinates with such values, as in 2:1/3."
    ),
]
Moments = Annotated[
    str | None,
    typer.Option(
        "--moments", metavar="LIST|FILE", help="A law by moments: m2=1,m4=3,m6=15, or a file."
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="FILE", help="The empirical law of an (n, d) array in a .npy file."
    ),
]
Symmetrize = Annotated[
    str | None,
    typer.Option(
        "--symmetrize",
        metavar="permutations|signs|both",
        help="Average data over orders or signs of coordinates, which changes the law.",
    ),
]

Module = Annotated[
    list[str] | None,
    typer.Option(
        "--module", metavar="MODULE", help="A module with ENTRIES of your own; may be repeated."
    ),
]

Debug = Annotated[
    bool, typer.Option("--debug", help="Show the traceback of a defect of this program.")
]


def required_law(
    chosen: dict[str, str | Path | None], params: list[str], symmetrize: str | None
) -> "TokenLaw":
    """Return the one law that was chosen; there is no other for numbers."""
    if not any(value is not None for value in chosen.values()):
        raise InvalidInput("no law: give --distribution NAME, --support, --moments or --data")
    return chosen_law(chosen, params, symmetrize)


def chosen_law(
    chosen: dict[str, str | Path | None], params: list[str], symmetrize: str | None
) -> "TokenLaw":
    """Return the one law that was chosen."""
    from symbolic_mesa import laws

    given = {option: value for option, value in chosen.items() if value is not None}
    if len(given) > 1:
        raise InvalidInput(f"{' and '.join(given)}: give one law only")
    option, value = next(iter(given.items()), ("--distribution", "generic"))
    if params and option != "--distribution":
        raise InvalidInput(f"--param belongs to --distribution, not to {option}; leave it out")
    if symmetrize is not None and option != "--data":
        raise InvalidInput("--symmetrize belongs to --data; give tokens, or leave it out")
    match option:
        case "--support":
            return laws.support(str(value))
        case "--moments":
            return _moment_law(str(value))
        case "--data":
            return laws.data(Path(str(value)), symmetrize)
    return laws.by_name(str(value), _parameters(params))


def _moment_law(text: str) -> "TokenLaw":
    from symbolic_mesa import laws

    if "=" in text or not text.strip():
        return laws.moments(text)
    return laws.moments_from_file(text)


def _parameters(items: list[str]) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for item in items:
        name, equals, value = (part.strip() for part in item.partition("="))
        if not equals or not name or name in parameters:
            raise InvalidInput(f"--param {item!r}: write name=value, each name once")
        parameters[name] = value
    return parameters


def whole_number(option: str, text: str | None) -> int | None:
    """Return a whole number; which are allowed, the setting says."""
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


def initial_point(text: str | None) -> tuple[str, str] | None:
    """Return the two numbers of an initial point; what they may be, the setting says."""
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 2:
        raise InvalidInput(f"--init {quoted(text)}: not two numbers; write --init=1/2,-3/4")
    return parts[0], parts[1]
