"""What a theorem gives to be registered: its id, its module, its results, its settings."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

if TYPE_CHECKING:
    from symbolic_mesa.kernel.claimed import ClaimLemma
    from symbolic_mesa.kernel.lemmas import Abbreviations, Lemma
    from symbolic_mesa.kernel.matrices import MatrixLemma
    from symbolic_mesa.record import Derivation


@dataclass(frozen=True, slots=True)
class Entry:
    """A derivation that can be asked for.

    Attributes:
        id: its name on the command line.
        phrase: what it derives.
        module: the full name of the module that derives it.
        problem: the paper whose model it is about.
        results: the ids of its steps that are results, in the order in which they are shown.
        settings: the settings in which it is locked, mutated and tested.
        lemmas: the full name of the module with its LEMMAS and ABBREVIATIONS for a proof kernel,
            or with MATRIX_LEMMAS and CLAIM_LEMMAS.
        indispensable: results of it; a law that gives none of them has nothing to be said of.
        witness: the full name of the module with its MEASURES, by the type of what a step states of
            the model; None where steps state only what is in `derivations.stated`.
        law: what it assumes of its data, where that is no law of an initial token; None where it
            is about any such law.
        deriver: what derives it in a setting; None where its module's ``derive`` does.
        further: the full name of the module whose ``further`` makes, of this entry and the id of a
            result that is not listed, the entry that has it too, or None where there is no such
            result; None where all are listed.
        statement: the file in `symbolic_mesa/models/prompts` that states its model in words, which
            can be trained; empty where there is none.
        gamma: the theorem, and its step, whose matrix the letter ``Gamma^-1`` of its claims is the
            inverse of; empty where no claim has that letter.

    Raises:
        InvalidInput: when one of these is of another type, or no result or a repeated one is named.
    """

    id: str
    phrase: str
    module: str
    problem: Problem
    results: tuple[str, ...]
    settings: tuple[Setting, ...]
    lemmas: str | None = None
    indispensable: tuple[str, ...] = ()
    witness: str | None = None
    law: AsStated | None = None
    deriver: "Callable[[Setting], Derivation] | None" = None
    further: str | None = None
    statement: str = ""
    gamma: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        fits = {
            "id, phrase and module, each a text": _all((self.id, self.phrase, self.module), str),
            "problem, a models.problem.Problem": isinstance(self.problem, Problem),
            "results, a tuple of ids, each once": _all(self.results, str) and _once(self.results),
            "settings, a tuple of Setting": _all(self.settings, Setting),
            "lemmas, the name of a module": isinstance(self.lemmas, str | None),
            "witness, the name of a module": isinstance(self.witness, str | None),
            "further, the name of a module": isinstance(self.further, str | None),
            "indispensable, a tuple of results": _all(self.indispensable, str)
            and set(self.indispensable) <= set(self.results),
        }
        for wanted in (words for words, right in fits.items() if not right):
            raise InvalidInput(f"Entry {quoted(str(self.id))}: give {wanted}")

    def derive(self, setting: Setting) -> "Derivation":
        """Derive it in a setting; importing its module loads SymPy.

        Raises:
            InvalidInput: when the problem refuses the setting.
        """
        self.problem.refuse(setting.length, setting.init)
        derive: Callable[[Setting], Derivation] = self.deriver or import_module(self.module).derive
        return derive(setting)

    def with_result(self, id: str) -> "Entry":
        """Return the entry that has a result as well, where there is such a one; else itself."""
        if self.further is None or id in self.results:
            return self
        found: Entry | None = import_module(self.further).further(self, id)
        return found or self

    @property
    def kernel_lemmas(self) -> "tuple[tuple[Lemma, ...], Abbreviations]":
        """The lemmas for a proof kernel, and the abbreviations that they use; none without any."""
        if self.lemmas is None:
            return (), {}
        module = import_module(self.lemmas)
        return module.LEMMAS, module.ABBREVIATIONS

    @property
    def matrix_lemmas(self) -> "tuple[MatrixLemma, ...]":
        """The lemmas about matrices of every dimension, in place of those about formulas."""
        module = import_module(self.lemmas) if self.lemmas else None
        found: tuple[MatrixLemma, ...] = getattr(module, "MATRIX_LEMMAS", ())
        return found

    @property
    def claim_lemmas(self) -> "tuple[ClaimLemma, ...]":
        """Those about matrices whose statements are made of the claims."""
        module = import_module(self.lemmas) if self.lemmas else None
        found: tuple[ClaimLemma, ...] = getattr(module, "CLAIM_LEMMAS", ())
        return found


def _all(values: object, type: type) -> bool:
    return isinstance(values, tuple) and all(isinstance(value, type) for value in values)


def _once(values: tuple[str, ...]) -> bool:
    return len(set(values)) == len(values) > 0
