"""Somebody's own layer, held against the least-squares problem that it claims to solve."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from symbolic_mesa.mesa_layer.alternatives import ALTERNATIVES
from symbolic_mesa.mesa_layer.drift import (
    correct_digits,
    reference,
    spread_keys,
    task_values,
    weighted_solution,
)
from symbolic_mesa.mesa_layer.inputs import Array, inputs

CONDITIONS = (1.0, 1e2, 1e4, 1e6, 1e8)
SHORT = (1, 7, 64)  # lengths at which a layer that works in chunks may go wrong
KEY_DIM, VALUE_DIM = 6, 4
START = 10  # times that are the start
LEAST = 3.0  # digits, of what solves the problem
SEED = 0
LEAST_GAMMA = 0.5  # of those that vary


class Case(NamedTuple):
    """What a layer is called with.

    Attributes:
        condition: that of the keys' covariance, and of A_t.
        forgetting: gamma in words.
        keys: of shape (T, d_k).
        values: of shape (T, d_v).
        queries: of shape (T, d_k).
        gamma: of shape (T,).
        lam: the inverse ridge.
    """

    condition: float
    forgetting: str
    keys: Array
    values: Array
    queries: Array
    gamma: Array
    lam: float

    @property
    def length(self) -> int:
        """T."""
        return len(self.keys)


class Judged(NamedTuple):
    """How good a layer is in a case.

    Attributes:
        condition: as in the case.
        forgetting: as in the case.
        length: T.
        start: the fewest right digits at the first times.
        at: the fewest digits at the times up to 10, 100 and so on, since the one before.
        drifts: the first time with fewer than LEAST digits; None if there is none.
    """

    condition: float
    forgetting: str
    length: int
    start: float
    at: dict[int, float]
    drifts: int | None


class Verdict(NamedTuple):
    """What a layer solves.

    Attributes:
        solves: whether it has LEAST digits at the start wherever the condition number is 1.
        digits: the fewest of these.
        up_to: the largest condition number at and below which it has LEAST digits at the start.
        instead: the problem that it solves instead, in words; None if it is not known.
        cases: each case.
    """

    solves: bool
    digits: float
    up_to: float | None
    instead: str | None
    cases: tuple[Judged, ...]


GAMMAS: dict[str, Callable[[int], Array]] = {
    "1": np.ones,
    "0.99": lambda length: np.full(length, 0.99),
    f"{LEAST_GAMMA}..1": lambda length: np.random.default_rng(SEED).uniform(LEAST_GAMMA, 1, length),
}
VARYING = f"{LEAST_GAMMA}..1"
QUIET = "0.9, quiet"  # for a time keys lie in half of the directions: the others are forgotten
QUIET_GAMMA, QUIET_TIMES = 0.9, 150


def cases(length: int) -> list[Case]:
    """Return the cases up to a length: first those of condition number 1.

    Args:
        length: that of the longest sequences.
    """
    short = [_case(1.0, VARYING, one) for one in SHORT if one < length]
    quiet = [_quiet(length)] if length > 2 * QUIET_TIMES else []
    return short + quiet + [_case(one, name, length) for one in CONDITIONS for name in GAMMAS]


def judged(tried: Sequence[Case], answers: Sequence[Array]) -> Verdict:
    """Return what a layer solves.

    Args:
        tried: cases, among them one whose gamma varies, at condition number 1.
        answers: its outputs, of shape (T, d_v) each.
    """
    found = tuple(_judged(*pair) for pair in zip(tried, answers, strict=True))
    good = {one.condition: one.start for one in sorted(found, key=lambda one: -one.start)}
    least = good[1.0]
    reached = None
    for condition in sorted(good):
        if good[condition] < LEAST:
            break
        reached = condition
    solves = least >= LEAST
    instead = None if solves else _instead(tried, answers)
    return Verdict(solves, least, reached, instead, found)


def _case(condition: float, forgetting: str, length: int) -> Case:
    keys = spread_keys(length, KEY_DIM, condition, SEED)
    return Case(
        condition,
        forgetting,
        keys,
        task_values(keys, VALUE_DIM, condition, SEED),
        np.random.default_rng([SEED, length]).normal(size=(length, KEY_DIM)),
        GAMMAS[forgetting](length),
        2 * condition,  # a ridge as small as the least of the keys; not 1, which is its own inverse
    )


def _quiet(length: int) -> Case:
    """Return a case in which A_t is badly conditioned for a time, and then well again."""
    case = _case(1.0, "1", length)
    keys = case.keys.copy()
    begin = length // 4
    keys[begin : begin + QUIET_TIMES, KEY_DIM // 2 :] = 0
    basis = np.linalg.qr(np.random.default_rng(SEED).normal(size=(KEY_DIM, KEY_DIM)))[0]
    gamma = np.full(length, QUIET_GAMMA)
    return case._replace(forgetting=QUIET, keys=keys @ basis.T, gamma=gamma)


def _judged(case: Case, answer: Array) -> Judged:
    digits = correct_digits(answer, reference(*case[2:]))
    ends = [10**power for power in range(1, 10) if 10**power < case.length] + [case.length]
    spans = zip([0, *ends], ends, strict=False)
    low = np.flatnonzero(digits < LEAST)
    return Judged(
        case.condition,
        case.forgetting,
        case.length,
        float(digits[:START].min()),
        {end: float(digits[first:end].min()) for first, end in spans},
        int(low[0]) + 1 if low.size else None,
    )


def _instead(tried: Sequence[Case], answers: Sequence[Array]) -> str | None:
    """Return the problem that a layer solves instead, asked of the longest of a kind of case."""
    pairs = zip(tried, answers, strict=True)
    kind = [pair for pair in pairs if pair[0].condition == 1 and pair[0].forgetting == VARYING]
    case, answer = max(kind, key=lambda pair: pair[0].length)
    given = inputs(*case[2:])
    for words, weights in ALTERNATIVES.items():
        digits = correct_digits(answer, weighted_solution(given, weights(given)))
        if digits[:START].min() >= LEAST:
            return words
    return None
