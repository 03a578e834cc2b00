"""Products of tokens at a step, summed over the times inside it: no weight is in them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import prod
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from numeric_check.interpreter.reading import Times, at, inner_times
from symbolic_mesa.statement.contractions import Contraction, Model, TimeRange, Token

Complex = NDArray[np.complex128]
Tokens = Mapping[int, Complex]  # x_t of shape (n, d) by t; x_t = 0 for other t
Factors = list[tuple[str, NDArray[np.inexact]]]  # each with the subscripts of its axes
EACH = "Z"  # the subscript of the sequences; coordinates have small letters


def letters(term: Contraction) -> dict[str, str]:
    """Return the subscript of each coordinate of a term."""
    return dict(zip(term.coordinates(), ascii_lowercase, strict=False))


Known = dict[object, tuple[int, Complex]]  # sums so far, each with the last time that is in it


class Sums:
    """Sums over inner times at one step; terms with the same tokens in them share one.

    Linear attention has in each of its terms one of four products of two tokens, summed over s.
    Such a sum is at one step what it was at the step before, and a little more.

    Args:
        step: the time of the step, and T.
        tokens: the sequences.
        known: what steps before, with the same sequences, have left; more is put there.
    """

    def __init__(self, step: Times, tokens: Tokens, known: Known | None = None) -> None:
        self._step, self._tokens = step, tokens
        self.count, self.dim = next(iter(tokens.values())).shape
        self._found: dict[object, Complex] = {}
        self._known: Known = {} if known is None else known

    def factors(self, term: Contraction, output: str) -> Factors | None:
        """Return the factors of a term that are no weights, and 1 for each sequence.

        Their product, summed over what is in no weight, is the term's at this step.

        Args:
            term: the term.
            output: its free index.

        Returns:
            None where a token that is not summed over is 0.
        """
        letter, summed = letters(term), _summed(term)
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
            total, every = self._begun(term, summed, key, len(kept))
            for times in every:
                at_times = [at(x.time, times) for x in summed]
                if all(time in self._tokens for time in at_times):
                    each = zip(axes, summed, at_times, strict=True)
                    factors = [(a, self._token(x, time)) for a, x, time in each]
                    total += contracted([(EACH, np.ones(self.count)), *factors], output)
            self._found[key] = total
        return self._found[key]

    def _begun(
        self, term: Contraction, summed: Sequence[Token], key: object, rank: int
    ) -> tuple[Complex, Iterable[Times]]:
        """Return what is known of a sum, and the inner times that are still to be added."""
        none = np.zeros((self.count, *[self.dim] * rank), dtype=np.complex128)
        span = _growing(term, summed)
        if span is None:
            return none, inner_times(term, self._step)
        first, last = at(span.first, self._step), at(span.last, self._step)
        before, total = self._known.get(key, (first - 1, none))
        if before > last:  # steps may be asked for in any order
            before, total = first - 1, none
        self._known[key] = max(before, last), total  # nothing before the first time is to come
        return total, ({**self._step, span.name: s} for s in range(before + 1, last + 1))


def _summed(term: Contraction) -> list[Token]:
    """Return the tokens of a term at times inside a step."""
    inner = {span.name for span in term.sums}
    return [x for x in term.tokens if inner & {name for name, _ in x.time.coefficients}]


def terms_run(model: Model, length: int) -> int:
    """Return about how many products of tokens are summed for a length, all steps together."""
    depths = (0 if _growing(term, _summed(term)) else len(term.sums) for term in model.prediction)
    return sum(length ** (1 + depth) for depth in depths)


def _growing(term: Contraction, summed: Sequence[Token]) -> TimeRange | None:
    """Return the range of a sum to which a later step adds times, and changes nothing else."""
    if len(term.sums) != 1 or term.sums[0].first.coefficients:
        return None
    names = {name for x in summed for name, _ in x.time.coefficients}
    return term.sums[0] if names == {term.sums[0].name} else None


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
