"""Attention that is not divided, with x_1 = (1, ..., 1): both conventions for s_0, enumerated."""

from fractions import Fraction
from itertools import product

import pytest

from symbolic_mesa import derive, laws, load_model
from tests.gallery import MODELS

Exponents = tuple[int, ...]  # of the phases


def prediction(dim: int, seen: range, query: int) -> list[dict[Exponents, int]]:
    """Return the coordinates of Σ_n s_n ⟨s_{n-1}, s_query⟩ as sums of monomials in phases."""
    rows: list[dict[Exponents, int]] = []
    for i in range(dim):
        row: dict[Exponents, int] = {}
        for n, k in product(seen, range(dim)):
            powers = [0] * dim
            powers[i] += n
            powers[k] += query - (n - 1)
            row[tuple(powers)] = row.get(tuple(powers), 0) + 1
        rows.append(row)
    return rows


def best(dim: int, last: int, first_seen: int) -> Fraction:
    """Return the ab at which the mean squared error over s_2, ..., s_last is least."""
    overlap = square = 0
    for time in range(1, last):
        rows = prediction(dim, range(first_seen, time + 1), time)
        square += sum(count**2 for row in rows for count in row.values())
        for i, row in enumerate(rows):
            target = tuple((time + 1) * (i == k) for k in range(dim))
            overlap += row.get(target, 0)
    return Fraction(overlap, square)


@pytest.mark.parametrize("dim", [1, 2, 3])
@pytest.mark.parametrize("last", [3, 5])
@pytest.mark.parametrize(("first_seen", "more"), [(2, 0), (1, 1)], ids=["zero", "inverse"])
def test_both_conventions_are_the_file_at_another_length(
    dim: int, last: int, first_seen: int, more: int
) -> None:
    model = load_model(MODELS["undivided-attention"])
    found = derive(laws.rademacher(1), dim=dim, length=last + more, model=model, check=False)
    counts = range(1, last - 1 + more)
    formula = Fraction(sum(counts), sum(n * n + (dim - 1) * n for n in counts))
    assert best(dim, last, first_seen) == formula == Fraction(str(found["fixed-point"].expr))
