"""The initial weights that a command line chooses, of the first paper's model or a stated one."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from symbolic_mesa.cli.numbers import initial_point, start_of
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import exact

if TYPE_CHECKING:
    from numeric_check.interpreter.named_blocks import NamedBlocks
    from symbolic_mesa.models.problem import Problem
    from symbolic_mesa.training.general import StartOf
    from symbolic_mesa.training.settings import Start


class Starts(NamedTuple):
    """What was typed to choose initial weights, at most one of the first three.

    Attributes:
        init: numbers for the scales.
        deviation: the standard deviation of normal weights.
        saved: a file of weights.
        seed: that of normal weights.
    """

    init: str | None
    deviation: str | None
    saved: Path | None
    seed: int

    def refuse_several(self) -> None:
        """Refuse more than one choice.

        Raises:
            InvalidInput: when there is more than one.
        """
        given = {"--init": self.init, "--init-std": self.deviation, "--init-from": self.saved}
        several = [name for name, value in given.items() if value is not None]
        if len(several) > 1:
            raise InvalidInput(f"{' and '.join(several)}: give one of them")

    def of_paper(self, dim: int) -> "Start":
        """Return the initial weights of the first paper's model; a tenth of I by default."""
        from symbolic_mesa.training import files, settings

        if self.saved is not None:
            return files.saved(self.saved)
        if self.deviation is not None:
            return settings.gaussian(dim, exact(self.deviation, "--init-std"), self.seed)
        a, b = initial_point(self.init) or ("0.1", "0.1")
        return settings.diagonal(dim, exact(a, "a_0"), exact(b, "b_0"))

    def of_model(self, problem: "Problem", dim: int) -> "StartOf[NamedBlocks]":
        """Return the initial weights of a stated model; there are none by default."""
        from symbolic_mesa.training import files, stated_training

        if self.saved is not None:
            start = files.saved_as(self.saved, stated_training.layout_of(problem, dim))
            return stated_training.with_its_matrices(problem, start)
        if self.deviation is not None:
            deviation = exact(self.deviation, "--init-std")
            return stated_training.gaussian_blocks(problem, dim, deviation, self.seed)
        numbers = [exact(text, "--init") for text in start_of(self.init) or ()]
        return stated_training.on_ansatz(problem, dim, numbers)
