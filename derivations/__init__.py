"""One module a theorem, and the registry that lists them.

A module of this package has an ``ID``, a ``TITLE`` and a function ``derive(setting)`` that returns
a `symbolic_mesa.record.Derivation`. It is imported when it is first asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symbolic_mesa.assumptions import Setting
    from symbolic_mesa.record import Derivation


@dataclass(frozen=True, slots=True)
class Entry:
    """A derivation that can be asked for.

    Attributes:
        id: its name on the command line.
        phrase: what it derives.
        module: the module of this package that derives it.
        results: the ids of its steps that are results, in the order in which they are shown.
    """

    id: str
    phrase: str
    module: str
    results: tuple[str, ...]

    @property
    def derive(self) -> "Callable[[Setting], Derivation]":
        """The function that derives it; importing it loads SymPy."""
        derive: Callable[[Setting], Derivation] = import_module(f"derivations.{self.module}").derive
        return derive


REGISTRY: Mapping[str, Entry] = {
    entry.id: entry
    for entry in (
        Entry(
            "theorem-4.1",
            "gradient flow from diagonal initialization: loss, ODE of (a, b), fixed point of ab",
            "theorem_4_1",
            (
                "kappa-1",
                "kappa-2",
                "kappa-3",
                "m2",
                "loss",
                "flow-a",
                "flow-b",
                "fixed-point",
                "minimum-loss",
            ),
        ),
    )
}
"""Every derivation by its id, in the order of their theorems."""
