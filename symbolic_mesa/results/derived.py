"""A theorem in a setting: derived once, its claims checked one by one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from derivations import REGISTRY, Entry
from symbolic_mesa.record import Derivation, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, MesaError, NoSymbol
from symbolic_mesa.text.quoting import briefly

if TYPE_CHECKING:
    from symbolic_mesa.kernel.coq import CoqFile
    from symbolic_mesa.witness.comparison import Witness

MOST_SETTINGS = 4  # of a theorem that are named in an error


@dataclass(frozen=True)
class Derived:
    """A theorem in a setting; what follows from the two is computed when it is first asked for.

    Attributes:
        entry: the theorem, as it is registered.
        setting: what it is derived for.
    """

    entry: Entry
    setting: Setting

    def __getstate__(self) -> dict[str, Any]:
        """Return what is copied and pickled: what follows from it is computed anew there."""
        return {"entry": self.entry, "setting": self.setting}

    @property
    def name(self) -> str:
        """The theorem and the setting in words."""
        return f"{self.entry.id}[{self.setting.name}]"

    @cached_property
    def derivation(self) -> Derivation:
        """The steps, not checked.

        Raises:
            InvalidInput: when a derivation that is not of this package breaks.
        """
        with self.mended_by_its_author("derived"):
            derivation: Any = self.entry.derive(self.setting)
            if not isinstance(derivation, Derivation):
                raise TypeError(f"derive returned {type(derivation).__name__}, no Derivation")
            return derivation

    @cached_property
    def witness(self) -> "Witness":
        """What the claims are held against."""
        from symbolic_mesa.witness.comparison import Witness  # here: NumPy loads only to check

        return Witness(self.entry, self.setting)

    @property
    def coq_file(self) -> "CoqFile":
        """The claims and lemmas for the proof kernel.

        Raises:
            InvalidInput: when lemmas that are not of this package break.
        """
        from symbolic_mesa.kernel.claimed import lemmas_of
        from symbolic_mesa.kernel.coq import coq_file  # here: it loads only to be written
        from symbolic_mesa.kernel.matrices import matrix_file

        with self.mended_by_its_author("written for Coq"):
            if self.entry.matrix_lemmas:
                made = lemmas_of(self.entry.claim_lemmas, self.derivation)
                return matrix_file(self.entry.matrix_lemmas, self.derivation, made)
            lemmas = self.entry.kernel_lemmas
            return coq_file(self.derivation, self.entry.problem, self.setting, *lemmas)

    def checked(self, id: str) -> Step:
        """Return a step with all of its checks, run now.

        Raises:
            InvalidInput: when a check of a derivation that is not of this package breaks.
        """
        step = self.derivation.step(id)
        with self.mended_by_its_author("checked"):
            return step.checked(self.witness.checks(step))

    def resting_on(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids of the steps that results rest on, theirs too, in order.

        Those are all steps when the ids are those of all results of the theorem.
        """
        if set(ids) == set(self.entry.results):
            return tuple(step.id for step in self.derivation.steps)
        return self.derivation.resting_on(ids)

    @contextmanager
    def mended_by_its_author(self, done: str) -> Iterator[None]:
        """Say in one line whose module breaks, where it is not of this package."""
        try:
            yield
        except Exception as error:
            if self.entry.id in REGISTRY or isinstance(error, MesaError):
                raise
            said = str(error) if isinstance(error, NoSymbol) else f"{type(error).__name__}: {error}"
            raise InvalidInput(
                f"{self.name}: cannot be {done} ({briefly(said)}); {self._elsewhere}"
                f"mend {self.entry.module}"
            ) from error

    @property
    def _elsewhere(self) -> str:
        """Where a theorem is meant to be derived, of a setting that its entry does not name."""
        if self.setting in self.entry.settings or not self.entry.settings:
            return ""
        named = ", ".join(one.name for one in self.entry.settings[:MOST_SETTINGS])
        more = ", ..." if len(self.entry.settings) > MOST_SETTINGS else ""
        return f"it is registered for {named}{more}: derive it there, or "


def at_their_settings(entries: Iterable[Entry]) -> Iterator[Derived]:
    """Yield every theorem at every setting that its entry names."""
    for entry in entries:
        for setting in entry.settings:
            yield Derived(entry, setting)
