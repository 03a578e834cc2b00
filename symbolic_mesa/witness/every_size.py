"""Claims about models in words at given sizes, as cases of those about every size."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from derivations.in_words.theorem import derive
from numeric_check.words.interpreter import Scene
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Claim, Derivation
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.regression import Regression
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.witness.measurable import Measurable

WHAT = "the statement, run on nodes"


@dataclass(frozen=True)
class EverySize:
    """What is derived where no dimension has a number, which can be measured at small ones.

    Attributes:
        model: the model.
        derivation: what is derived of it.
        sizes: the dimensions that have a number in the claims that are checked.
    """

    model: Regression
    derivation: Derivation
    sizes: Mapping[str, int]

    def claim(self, id: str) -> Claim:
        """Return a claim for every size."""
        return self.derivation.step(id).claim

    def at(self, ready: tuple[Scene, ...]) -> str:
        """Return where claims were measured, in words."""
        where = f"{WHAT}, at {'; '.join(map(sizes_in_words, ready))}"
        given = " and ".join(f"{name} = {size}" for name, size in self.sizes.items())
        return (
            f"{where}; the formula for every size, which gives that at {given}" if given else where
        )


def of_every_size(witness: Measurable) -> EverySize:
    """Return what is derived without numbers for dimensions."""
    model = witness.problem.regression
    if model is None:
        raise InvalidInput(f"{witness.problem.id}: no model in words")
    dim = witness.setting.dim
    sizes = {**dict(model.sizes), **({} if dim is None else {"d": dim})}
    if not sizes:
        return EverySize(model, witness.general(witness.setting), sizes)
    problem = replace(witness.problem, regression=replace(model, sizes=()))
    return EverySize(*_derived(problem, replace(witness.setting, dim=None)), sizes)


@lru_cache(maxsize=4)  # pure; all claims of a theorem are held against one derivation
def _derived(problem: Problem, setting: Setting) -> tuple[Regression, Derivation]:
    model = problem.regression
    if model is None:
        raise InvalidInput(f"{problem.id}: no model in words")
    return model, derive(problem, model, setting)


def sizes_in_words(scene: Scene) -> str:
    """Return the sizes of a scene."""
    return ", ".join(f"{name} = {scene.numbers[name]}" for name in scene.model.spaces)
