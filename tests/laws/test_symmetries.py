"""Which permutations and signs change a table nothing, held against all of them."""

from collections import Counter
from fractions import Fraction
from itertools import permutations, product
from time import process_time

import numpy as np
import pytest

from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import Rationals
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.models.causal_linear_attention import MOMENTS

Row = tuple[int, ...]
MODES = (None, "permutations", "signs", "both")


def weights(law: SampleLaw) -> dict[Row, Fraction]:
    """Return the probability of every token of the averaged law."""
    found: Counter[Row] = Counter()
    dim, mode = law.dim, law.averaged
    orders = permutations(range(dim)) if mode in ("permutations", "both") else [tuple(range(dim))]
    signs = product((1, -1), repeat=dim) if mode in ("signs", "both") else [(1,) * dim]
    for order, flips in product(list(orders), list(signs)):
        found.update(
            tuple(s * row[k] for s, k in zip(flips, order, strict=True)) for row in law.rows
        )
    return {row: Fraction(count, found.total()) for row, count in found.items()}


def invariant(law: SampleLaw) -> tuple[bool, bool]:
    """Return whether it is so under every permutation, and under every sign."""
    found, size = weights(law), range(law.dim)
    orders = [{tuple(row[k] for k in o): w for row, w in found.items()} for o in permutations(size)]
    signs = [
        {tuple(s * x for s, x in zip(one, row, strict=True)): w for row, w in found.items()}
        for one in product((1, -1), repeat=law.dim)
    ]
    return all(one == found for one in orders), all(one == found for one in signs)


TABLES: dict[str, list[Row]] = {
    "all orders": list(permutations((0, 1, 3))),
    "all orders but one, one twice": [*list(permutations((0, 1, 3)))[1:], (0, 3, 1)],
    "turned only": [(0, 1, 3), (1, 3, 0), (3, 0, 1)],
    "the first two exchanged only": [(0, 1, 3), (1, 0, 3)],
    "one column": [(2,), (-1,)],
    "one column with signs": [(2,), (-2,), (0,)],
    "one token of equal entries": [(2, 2, 2)],
    "one token": [(1, 2)],
    "equal columns": [(1, 1), (2, 2), (2, 2)],
    "signs of all at once": [(1, 2), (-1, -2)],
    "every sign": list(product((1, -1), (2, -2))),
    "signs of one coordinate": [(1, 2), (-1, 2)],
    "every sign once the order is forgotten": [(1, 2), (2, -1), (1, -2), (-2, -1)],
    "signs of the first, in every order": [(1, 2), (-1, 2), (2, 1), (2, -1)],
    "a sign too often in every order": [(1, 1), (1, -1), (-1, -1)],
    "as often as chance has it": [(1, 1), (1, -1), (1, -1), (-1, -1)],
    "orders of sizes": [(1, -2), (2, 1)],
}


@pytest.mark.parametrize("mode", MODES, ids=str)
@pytest.mark.parametrize("name", TABLES)
def test_it_is_decided_as_all_permutations_and_signs_do(name: str, mode: str | None) -> None:
    law = laws.samples(TABLES[name], mode)
    assert (law.exchangeable, law.symmetric) == invariant(law)


def test_every_answer_occurs_in_every_mode_that_leaves_it_open() -> None:
    """The tables above are no easy ones."""
    for mode in MODES:
        found = {invariant(laws.samples(table, mode)) for table in TABLES.values()}
        open_ = [(True,) if mode in own else (True, False)
                 for own in (("permutations", "both"), ("signs", "both"))]  # fmt: skip
        assert found == set(product(*open_)), mode


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("mode", MODES, ids=str)
def test_random_small_tables(seed: int, mode: str | None) -> None:
    rng = np.random.default_rng(seed)
    table = rng.integers(-1, 2, (int(rng.integers(1, 5)), int(rng.integers(1, 4))))
    table[0, 0] = 1
    rows = [tuple(map(int, row)) for row in table]
    if seed % 2:  # in every order, which nothing but their number tells
        rows = [row for one in rows for row in permutations(one)]
    law = laws.samples(rows, mode)
    assert (law.exchangeable, law.symmetric) == invariant(law)


@pytest.mark.parametrize("seed", range(12))
def test_centred_given_others_in_any_order(seed: int) -> None:
    """What is said of an average over permutations is true of the table of all orders."""
    rng = np.random.default_rng(seed)
    rows = [tuple(map(int, row)) for row in rng.integers(-1, 2, (4, 3))]
    rows[0] = (1, 1, -2)
    rows += [tuple(-x for x in row) for row in rows] if seed % 3 else []
    every = [row for one in rows for row in permutations(one)]
    for others in range(4):
        one, plain = (laws.samples(r, m) for r, m in ((rows, "permutations"), (every, None)))
        assert (one.not_centred(others) is None) == (plain.not_centred(others) is None)


@pytest.mark.exhaustive
def test_the_symmetries_cost_no_more_than_the_moments() -> None:
    rng = np.random.default_rng(3)
    for table in (rng.normal(size=(20_000, 5)), rng.choice([-1.0, 1.0], (20_000, 5))):
        for mode in MODES:
            law = laws.samples(table, mode)
            start = process_time()
            for pattern in MOMENTS.values():
                law.coordinate_sum(pattern, 5, Rationals(), {"j": 0})
            middle = process_time()
            assert isinstance(law.exchangeable and law.symmetric, bool)
            assert process_time() - middle < 2 * (middle - start) + 0.05


def test_wide_tables_are_soon_decided() -> None:
    """One token of each sign and place, in many coordinates."""
    dim = 300
    law = laws.samples(np.concatenate([np.eye(dim), -np.eye(dim)]))
    start = process_time()
    assert (law.exchangeable, law.symmetric) == (True, True)
    assert laws.samples(law.rows, "permutations").symmetric
    assert process_time() - start < 10
