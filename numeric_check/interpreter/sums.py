"""Products of tokens at a step, summed over the times inside it: no weight is in them."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import prod
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from numeric_check.interpreter.reading import Times, at, inner_times
from symbolic_mesa.statement.contractions import Contraction, Token

Complex = NDArray[np.complex128]
Tokens = Mapping[int, Complex]  # x_t of shape (n, d) by t; x_t = 0 for other t
Factors = list[tuple[str, NDArray[np.inexact]]]  # each with the subscripts of its axes
EACH = "Z"  # the subscript of the sequences; coordinates have small letters


def letters(term: Contraction) -> dict[str, str]:
    """Return the subscript of each coordinate of a term."""
    return dict(zip(term.coordinates(), ascii_lowercase, strict=False))


class Sums:
    """Sums over inner times at one step; terms with the same tokens in them share one.

    Linear attention has in each of its terms one of four products of two tokens, summed over s.
    """

    def __init__(self, step: Times, tokens: Tokens) -> None:
        self._step, self._tokens = step, tokens
        self.count, self.dim = next(iter(tokens.values())).shape
        self._found: dict[object, Complex] = {}

    def factors(self, term: Contraction, output: str) -> Factors | None:
        """Return the factors of a term that are no weights, and 1 for each sequence.

        Their product, summed over what is in no weight, is the term's at this step.

        Args:
            term: the term.
            output: its free index.

        Returns:
            None where a token that is not summed over is 0.
        """
        letter, inner = letters(term), {span.name for span in term.sums}
        summed = [x for x in term.tokens if inner & {name for name, _ in x.time.coefficients}]
        outer = [x for x in term.tokens if x not in summed]
        times = [at(x.time, self._step) for x in outer]
        if any(time not in self._tokens for time in times):
            return None
        held = [
            (EACH + letter[x.coordinate], self._token(x, time))
            for x, time in zip(outer, times, strict=True)
        ]
        equal = [(letter[left] + letter[right], np.eye(self.dim)) for left, right in term.deltas]
        elsewhere = {output, *(index for w in term.weights for index in (w.row, w.column))}
        elsewhere |= {index for pair in term.deltas for index in pair}
        elsewhere |= {x.coordinate for x in outer}
        kept = [x.coordinate for x in summed if x.coordinate in elsewhere]
        names = dict.fromkeys(kept)
        share = float(term.coefficient / prod(at(form, self._step) for form in term.divisors))
        total = share * self._total(term, summed, tuple(names))
        return [(EACH + "".join(letter[name] for name in names), total), *held, *equal]

    def _token(self, token: Token, time: int) -> Complex:
        return self._tokens[time].conj() if token.conjugate else self._tokens[time]

    def _total(self, term: Contraction, summed: Sequence[Token], kept: tuple[str, ...]) -> Complex:
        """Return the product of tokens summed over inner times, with an axis for each index."""
        short = dict(
            zip(dict.fromkeys(x.coordinate for x in summed), ascii_lowercase, strict=False)
        )
        axes = [EACH + short[x.coordinate] for x in summed]
        output = EACH + "".join(short[name] for name in kept)
        key = (
            tuple((a, x.time, x.conjugate) for a, x in zip(axes, summed, strict=True)),
            output,
            term.sums,
        )
        if key not in self._found:
            total = np.zeros((self.count, *[self.dim] * len(kept)), dtype=np.complex128)
            for times in inner_times(term, self._step):
                at_times = [at(x.time, times) for x in summed]
                if all(time in self._tokens for time in at_times):
                    each = zip(axes, summed, at_times, strict=True)
                    factors = [(a, self._token(x, time)) for a, x, time in each]
                    total += contracted([(EACH, np.ones(self.count)), *factors], output)
            self._found[key] = total
        return self._found[key]


def contracted(factors: Factors, output: str) -> Complex:
    """Return the product of factors, summed over every subscript but those of the output."""
    subscripts = ",".join(axes for axes, _ in factors) + f"->{output}"
    arrays = [factor for _, factor in factors]
    path = _path(subscripts, tuple(array.shape for array in arrays))
    product: Complex = np.einsum(subscripts, *arrays, optimize=path)
    return product


@lru_cache(maxsize=4096)  # pure, and slower to find than a small product is to take
def _path(subscripts: str, shapes: tuple[tuple[int, ...], ...]) -> list[object]:
    path, _ = np.einsum_path(subscripts, *map(np.empty, shapes), optimize="greedy")
    return list(path)
