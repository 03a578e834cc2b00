"""What a result about matrices can be evaluated at: its matrices, its numbers, its dimensions."""

from collections.abc import Mapping
from dataclasses import dataclass

from derivations import Entry
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.notation.sides import formulas, sides
from symbolic_mesa.record import Step
from symbolic_mesa.statement.regression import Matrix, Regression
from symbolic_mesa.statement.words import LINE
from symbolic_mesa.text.letters import INVERTED, parted, uninverted
from symbolic_mesa.words.names import letters_of_trace

GAMMA_INVERSE = "Gamma" + INVERTED


@dataclass(frozen=True)
class Reach:
    """What a result can be given.

    Attributes:
        matrices: the matrices by name.
        numbers: the names of numbers, dimensions among them.
        shown: those names that an error lists.
        sizes: the dimensions that have a number already.
        ones: the spaces of whose columns of ones there may be some.
    """

    matrices: Mapping[str, Matrix]
    numbers: tuple[str, ...]
    shown: tuple[str, ...]
    sizes: tuple[tuple[str, int], ...] = ()
    ones: tuple[str, ...] = ()

    @property
    def spaces(self) -> tuple[str, ...]:
        """The spaces between which matrices are, without that of dimension 1."""
        every = {space for one in self.matrices.values() for space in (one.rows, one.columns)}
        return tuple(sorted(every - {LINE}))


def reach_of(entry: Entry, step: Step) -> Reach:
    """Return what a result of a theorem about prompts, or of a model in words, can be given."""
    model = entry.problem.regression
    return _of_theorem(entry, step) if model is None else _of_model(model)


def is_about_matrices(entry: Entry, step: Step, given: Mapping[str, object]) -> bool:
    """Whether a result is to be evaluated at matrices: it is one, or one is given."""
    if entry.problem.regression is not None:
        return True
    named = {one.name for one in entry.problem.matrices}
    sums = (isinstance(side, MatrixSum) for side in sides(step.claim).values())
    return bool(named) and (any(sums) or bool(named & (given.keys() - _symbols(step))))


def letters_in(step: Step) -> frozenset[str]:
    """Return the matrices in a claim, in its products and in its traces."""
    sums = [side for side in sides(step.claim).values() if isinstance(side, MatrixSum)]
    words = [letters_of_trace(name) or () for name in _symbols(step)]
    traced = {parted(letter)[0] for word in words for letter in word}
    return frozenset(traced.union(*(side.letters for side in sums)))


def symbols_met(entry: Entry, step: Step) -> frozenset[str]:
    """Return the symbols of a claim, and those of Gamma where it is inverted in it."""
    if step.obstacle:
        return frozenset()
    gamma = bool(entry.gamma) and GAMMA_INVERSE in letters_in(step)
    return _symbols(step) | ({"N", "sigma"} if gamma else set())


def _symbols(step: Step) -> frozenset[str]:
    """Return the symbols of the formulas of a claim, traces among them."""
    every = (form.symbols for form in formulas(step.claim) if isinstance(form, Formula | Closed))
    return frozenset().union(*every)


def _of_model(model: Regression) -> Reach:
    numbers = {one.name for one in model.trained if one.is_number}
    drawn = {one.name for one in model.drawn}
    matrices = {one.name: one for one in model.matrices if one.name not in numbers | drawn}
    named = [*model.scalars, *model.spaces]
    named += [one.name for one in model.trained if one.is_number]
    named += [one.scale for one in model.trained if one.scale]
    shown = tuple(dict.fromkeys([*matrices, *named]))
    return Reach(matrices, tuple(named), shown, model.sizes, model.ones)


def _of_theorem(entry: Entry, step: Step) -> Reach:
    """Return the matrices and symbols of a theorem; an error lists those of the result alone."""
    symbols = _symbols(step)
    every = {one.name: one for one in entry.problem.matrices if one.name not in symbols}
    scalars = {name for name in symbols if letters_of_trace(name) is None}
    letters = {uninverted(name)[0] for name in letters_in(step)}
    shown = (*(name for name in every if name in letters), *sorted(scalars))
    known = dict.fromkeys([*scalars, *entry.problem.glossary, *entry.problem.sizes])
    return Reach(every, tuple(name for name in known if name not in every), shown)
