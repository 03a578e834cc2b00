"""What a theorem gives to be registered: its id, its module, its results, its settings."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting

if TYPE_CHECKING:
    from symbolic_mesa.kernel.lemmas import Abbreviations, Lemma
    from symbolic_mesa.record import Derivation


@dataclass(frozen=True, slots=True)
class Entry:
    """A derivation that can be asked for.

    Attributes:
        id: its name on the command line.
        phrase: what it derives.
        module: the full name of the module that derives it.
        results: the ids of its steps that are results, in the order in which they are shown.
        settings: the settings in which it is locked, mutated and tested.
        lemmas: the full name of the module with its LEMMAS and ABBREVIATIONS for a proof kernel.
        problem: the paper whose model it is about.
        witness: the full name of the module with its MEASURES, by the type of what a step states of
            the model; None where no step states anything measurable.
        indispensable: results of it; a law that gives none of them has nothing to be said of.
        main: whether its results are those that are shown when none are named.
    """

    id: str
    phrase: str
    module: str
    results: tuple[str, ...]
    settings: tuple[Setting, ...]
    lemmas: str | None = None
    problem: Problem = PROBLEM
    witness: str | None = None
    indispensable: tuple[str, ...] = ()
    main: bool = False

    def derive(self, setting: Setting) -> "Derivation":
        """Derive it in a setting; importing its module loads SymPy.

        Raises:
            InvalidInput: when the problem refuses the setting.
        """
        self.problem.refuse(setting.length, setting.init)
        derive: Callable[[Setting], Derivation] = import_module(self.module).derive
        return derive(setting)

    @property
    def kernel_lemmas(self) -> "tuple[tuple[Lemma, ...], Abbreviations]":
        """The lemmas for a proof kernel, and the abbreviations that they use; none without any."""
        if self.lemmas is None:
            return (), {}
        module = import_module(self.lemmas)
        return module.LEMMAS, module.ABBREVIATIONS
