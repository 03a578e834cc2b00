"""The gradient of the loss of layers in the entries of A_k, at A_j = a_j Λ⁻¹, by Wick's rule.

An error is linear in A_k: the mean of the error times its derivative along C, a change of A_k, is
linear in C, and its derivative by the entries of C is the gradient.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from derivations.regression.layer_moments import DEEPEST
from symbolic_mesa.words.derivatives import gradient
from symbolic_mesa.words.letters import LINE, Alphabet, Letter
from symbolic_mesa.words.matrices import Matrix, matrix, number
from symbolic_mesa.words.wick import Expectation

LAMBDA, INVERSE, ROOT, ROOT_INVERSE = "Lambda", "Lambda^-1", "R", "R^-1"
STEPS = tuple(f"a_{k}" for k in range(1, DEEPEST + 1))


@dataclass(frozen=True)
class Variables:
    """In which letters a change of A_k is written, and whose covariance the task has.

    Attributes:
        covariance: letters whose product is Λ.
        inverse: those whose product is its inverse.
        task: those whose product is the covariance of w.
        outer: what stands on both sides of the change C.
    """

    covariance: tuple[str, ...]
    inverse: tuple[str, ...]
    task: tuple[str, ...]
    outer: tuple[str, ...] = ()

    def among(self) -> Expectation:
        """Return the alphabet and the scalars."""
        symmetric, inverse = self.covariance[0], self.inverse[0]
        columns = self.covariance, ()
        letters = (
            Letter("C", "d", "d"),
            Letter(symmetric, "d", "d", symmetric=True, inverse=inverse),
            Letter(inverse, "d", "d", symmetric=True, inverse=symmetric),
            Letter("X", "d", "N", covariances=columns),
            Letter("q", "d", LINE, covariances=columns),
            Letter("w", "d", LINE, covariances=(self.task, ())),
        )
        return Expectation(Alphabet(letters, {"d": "d", "N": "N"}), ("d", "N", "a", *STEPS))


PLAIN = Variables((LAMBDA,), (INVERSE,), (INVERSE,))
WHITE = Variables((ROOT, ROOT), (ROOT_INVERSE,) * 2, (ROOT_INVERSE,) * 2, (ROOT_INVERSE,))
OTHER_TASK = Variables((LAMBDA,), (INVERSE,), ())
AMONG = PLAIN.among()
WORDS: Mapping[Variables, tuple[str, ...]] = {PLAIN: (LAMBDA,), WHITE: ()}
"""Of which matrix the gradient is a multiple."""


@dataclass(frozen=True)
class Varied:
    """A matrix, and its derivative along C."""

    value: Matrix
    along: Matrix

    def __matmul__(self, other: "Varied") -> "Varied":
        along = self.along @ other.value + self.value @ other.along
        return Varied(self.value @ other.value, along)

    def __sub__(self, other: "Varied") -> "Varied":
        return Varied(self.value - other.value, self.along - other.along)


@cache  # pure
def slope(variables: Variables, depth: int, layer: int, equal: bool) -> Matrix:
    """Return the gradient in A_k, or in what it is a product with, at A_j = a_j Λ⁻¹.

    Args:
        variables: in which letters, for which task.
        depth: L.
        layer: k, from 1.
        equal: whether every step is a.
    """
    among = variables.among()

    def fixed(*names: str) -> Varied:
        found = matrix(among, *names)
        return Varied(found, found * 0)

    by_samples = number(among, "N", -1)
    row, predicted = fixed("w'", "X"), fixed("w'", "q") - fixed("w'", "q")
    change = matrix(among, *variables.outer, "C", *variables.outer)
    for k in range(1, depth + 1):
        weight = matrix(among, *variables.inverse).times(
            number(among, "a" if equal else STEPS[k - 1])
        )
        varied = Varied(weight, change if k == layer else change * 0)
        seen = row @ fixed("X'") @ varied
        seen = Varied(seen.value.times(by_samples), seen.along.times(by_samples))
        predicted = predicted - seen @ fixed("q")  # minus the query's entry
        row = row - seen @ fixed("X")
    rest = fixed("w'", "q").value + predicted.value
    mean = among.of((rest @ predicted.along.T).as_value())
    return gradient(mean, "C", among)
