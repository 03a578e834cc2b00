"""A registered derivation at one of its settings: derived once, its claims checked one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from derivations import REGISTRY, Entry
from symbolic_mesa.record import Derivation, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, MesaError
from symbolic_mesa.witness.comparison import Witness


@dataclass(frozen=True)
class Proof:
    """A derivation in a setting.

    Attributes:
        entry: the registry's entry.
        setting: one of the entry's settings.
    """

    entry: Entry
    setting: Setting

    @property
    def name(self) -> str:
        """The derivation and the setting in words."""
        return f"{self.entry.id}[{setting_name(self.setting)}]"

    @cached_property
    def derivation(self) -> Derivation:
        """The steps, not yet checked.

        Raises:
            InvalidInput: when a derivation that is not of this package breaks.
        """
        try:
            return self.entry.derive(self.setting)
        except Exception as error:
            if self.entry.id in REGISTRY or isinstance(error, MesaError):
                raise
            reason = f"{type(error).__name__}: {error}"
            raise InvalidInput(
                f"{self.name}: cannot be derived ({reason}); mend {self.entry.module}"
            ) from error

    @cached_property
    def witness(self) -> Witness:
        """What the claims are held against."""
        return Witness(self.entry.derive, self.setting)

    def checked(self, id: str) -> Step:
        """Return a step with all of its checks."""
        step = self.derivation.step(id)
        return step.checked(self.witness.checks(step))


def proofs(entries: Iterable[Entry]) -> Iterator[Proof]:
    """Yield every derivation at every setting that its entry names."""
    for entry in entries:
        for setting in entry.settings:
            yield Proof(entry, setting)


def setting_name(setting: Setting) -> str:
    """Return a setting in words.

    >>> from symbolic_mesa import laws
    >>> setting_name(Setting(laws.gaussian(1), 5, 100))
    'gaussian sigma=1 d=5 T=100'
    """
    given = [f"{name}={value}" for name, value in setting.law.parameters.items() if value != name]
    given += [f"d={setting.dim}"] if setting.dim is not None else []
    given += [f"T={setting.length}"] if setting.length is not None else []
    given += [f"init={','.join(map(str, setting.init))}"] if setting.init is not None else []
    given += [f"T_test={setting.test_length}"] if setting.test_length is not None else []
    return " ".join([setting.law.name, *given])
