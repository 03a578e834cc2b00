"""The law, the setting and the theorem that a command line chooses."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from symbolic_mesa.cli.numbers import whole_number
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable, quoted

if TYPE_CHECKING:
    import typer

    from derivations import Entry
    from symbolic_mesa.laws.protocol import TokenLaw
    from symbolic_mesa.models.problem import Problem
    from symbolic_mesa.setting import Setting

LAW = frozenset(
    {"--distribution", "--param", "--support", "--moments", "--data", "--symmetrize"}
    | {"--weights-column", "--covariance", "--joint"}
)
"""The options that choose a law."""


BELONGS = {
    "--param": ("--distribution", "leave it out"),
    "--covariance": ("--distribution", "give gaussian, or leave it out"),
    "--symmetrize": ("--data", "give tokens, or leave it out"),
    "--weights-column": ("--data", "give tokens, or leave it out"),
}
"""Options that say more of what another one chooses, and what to do without that."""


class LawOptions(NamedTuple):
    """What was typed to choose a law, by its options; a command takes them all."""

    distribution: str | None
    param: list[str] | None
    support: str | None
    moments: str | None
    data: Path | None
    symmetrize: str | None
    weights_column: str | None
    joint: Path | None
    covariance: str | None

    @classmethod
    def typed(cls, context: "typer.Context") -> "LawOptions":
        """Return them as a command was called."""
        return cls(**{name: context.params[name] for name in cls._fields})

    @property
    def chosen(self) -> "TokenLaw | None":
        """The one law that was chosen; None if none was."""
        return self.law if any(map(self._typed, sorted(LAW))) else None

    @property
    def law(self) -> "TokenLaw":
        """The one law that was chosen; the generic one if none was."""
        from symbolic_mesa import laws

        given = self._given
        if len(given) > 1:
            raise InvalidInput(f"{' and '.join(given)}: give one law only")
        option, value = next(iter(given.items()), ("--distribution", "generic"))
        for own, (owner, remedy) in BELONGS.items():
            if self._typed(own) and option != owner:
                raise InvalidInput(f"{own} belongs to {owner}, not to {option}; {remedy}")
        if self.covariance is not None:
            return self._of_covariance(value)
        match option:
            case "--support":
                return laws.support(value)
            case "--moments":
                return _moment_law(value)
            case "--data":
                return laws.data(Path(value), self.symmetrize, self.weights_column)
            case "--joint":
                return laws.joint_from_file(value)
        return laws.by_name(value, parameters(self.param or []))

    def _typed(self, option: str) -> bool:
        value = getattr(self, option.removeprefix("--").replace("-", "_"))
        return value is not None and value not in ((), [])

    def _of_covariance(self, name: str) -> "TokenLaw":
        from symbolic_mesa import laws

        if name != "gaussian" or self.param:
            raise InvalidInput(
                "--covariance is that of --distribution gaussian, without --param; give so, or "
                "leave it out"
            )
        return laws.gaussian_vector(self.covariance)

    @property
    def numeric_law(self) -> "TokenLaw":
        """The one law that was chosen; there is no other for numbers."""
        if not self._given:
            raise InvalidInput(
                "no law: give --distribution NAME, --support, --moments, --data or --joint"
            )
        return self.law

    @property
    def _given(self) -> dict[str, str]:
        """What chooses a law each by itself, where it was typed."""
        every = {
            "--distribution": self.distribution,
            "--support": self.support,
            "--moments": self.moments,
            "--data": self.data,
            "--joint": self.joint,
        }
        return {option: str(value) for option, value in every.items() if value is not None}


def _moment_law(text: str) -> "TokenLaw":
    from symbolic_mesa import laws

    if "=" in text or not text.strip():
        return laws.moments(text)
    return laws.moments_from_file(text)


def parameters(items: list[str]) -> dict[str, str]:
    """Return what was typed as NAME=VALUE, by name."""
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


def indexed_model(path: Path) -> "Problem":
    """Return a stated model that sequences can be put into.

    Raises:
        InvalidInput: when the file states none, or one in words.
    """
    from symbolic_mesa.models.fixed import require_trained
    from symbolic_mesa.stating.files import load_model

    problem = require_trained(load_model(path))
    if problem.regression is not None:
        raise InvalidInput(
            f"--model {printable(path)}: a model in words has no sequences to run; write one with "
            "indices"
        )
    return problem


def numeric_setting(
    law: "TokenLaw", dim: str | None, length: str, model: "Problem | None" = None
) -> "Setting":
    """Return the setting in which a stated model, or that of the first theorem, is run."""
    from symbolic_mesa.setting import Setting

    setting = Setting(law, whole_number("--dim", dim), whole_number("--length", length))
    (model or first_theorem().problem).refuse(setting.length)
    return setting
