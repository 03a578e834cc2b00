"""The law, the setting and the theorem that a command line chooses."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from symbolic_mesa.cli.numbers import whole_number
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

if TYPE_CHECKING:
    from derivations import Entry
    from symbolic_mesa.laws.protocol import TokenLaw
    from symbolic_mesa.setting import Setting

LAW = frozenset(
    {"--distribution", "--param", "--support", "--moments", "--data", "--symmetrize"}
    | {"--weights-column"}
)
"""The options that choose a law."""


class LawOptions(NamedTuple):
    """What was typed to choose a law, by its options; a command takes them all."""

    distribution: str | None
    param: list[str] | None
    support: str | None
    moments: str | None
    data: Path | None
    symmetrize: str | None
    weights_column: str | None

    @property
    def law(self) -> "TokenLaw":
        """The one law that was chosen; the generic one if none was."""
        from symbolic_mesa import laws

        given = self._given
        if len(given) > 1:
            raise InvalidInput(f"{' and '.join(given)}: give one law only")
        option, value = next(iter(given.items()), ("--distribution", "generic"))
        if self.param and option != "--distribution":
            raise InvalidInput(f"--param belongs to --distribution, not to {option}; leave it out")
        if self.symmetrize is not None and option != "--data":
            raise InvalidInput("--symmetrize belongs to --data; give tokens, or leave it out")
        if self.weights_column is not None and option != "--data":
            raise InvalidInput("--weights-column belongs to --data; give tokens, or leave it out")
        match option:
            case "--support":
                return laws.support(value)
            case "--moments":
                return _moment_law(value)
            case "--data":
                return laws.data(Path(value), self.symmetrize, self.weights_column)
        return laws.by_name(value, _parameters(self.param or []))

    @property
    def numeric_law(self) -> "TokenLaw":
        """The one law that was chosen; there is no other for numbers."""
        if not self._given:
            raise InvalidInput("no law: give --distribution NAME, --support, --moments or --data")
        return self.law

    @property
    def _given(self) -> dict[str, str]:
        """What chooses a law each by itself, where it was typed."""
        every = {
            "--distribution": self.distribution,
            "--support": self.support,
            "--moments": self.moments,
            "--data": self.data,
        }
        return {option: str(value) for option, value in every.items() if value is not None}


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
            raise InvalidInput(f"--param {quoted(item)}: write name=value, each name once")
        parameters[name] = value
    return parameters


def modules_named(names: list[str] | None) -> list[str]:
    """Return the modules with theorems that are named, which may be in the current folder."""
    from derivations.lookup import look_in

    if names:
        with contextlib.suppress(OSError):  # a folder that is gone has no modules
            look_in(Path.cwd())
    return names or []


def first_theorem() -> "Entry":
    """Return the theorem that is meant where none is named."""
    from derivations import REGISTRY

    return next(iter(REGISTRY.values()))


def numeric_setting(law: "TokenLaw", dim: str | None, length: str) -> "Setting":
    """Return the setting in which the full model of the first theorem is run."""
    from symbolic_mesa.setting import Setting

    setting = Setting(law, whole_number("--dim", dim), whole_number("--length", length))
    first_theorem().problem.refuse(setting.length)
    return setting
