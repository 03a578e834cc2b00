"""Assumption 4.1 as it is written, held against laws that satisfy it and laws that do not."""

from itertools import product

import pytest

from numeric_check.checks import literal
from numeric_check.checks.literal import holds, visibly_holds
from numeric_check.laws.mixed_moments import NoNodes
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw


def parity(dim: int) -> SampleLaw:
    """Return signs with product 1, all such alike: any dim − 1 of them are independent."""
    rows = product((1, -1), repeat=dim)
    return laws.samples([row for row in rows if sum(x < 0 for x in row) % 2 == 0])


def common_scale(dim: int) -> SampleLaw:
    """Return a random scale times skewed i.i.d. coordinates of mean 0."""
    rows = list(product((2, -1, -1), repeat=dim))
    return laws.samples([[scale * x for x in row] for row in rows for scale in (1, 2)])


def sign_changes(*tokens: tuple[float, ...]) -> SampleLaw:
    """Return the tokens with every sign of every coordinate."""
    signs = list(product((1, -1), repeat=len(tokens[0])))
    return laws.samples(
        [[s * x for s, x in zip(own, token, strict=True)] for token in tokens for own in signs]
    )


TRUE: dict[str, tuple[TokenLaw, int]] = {
    "gaussian": (laws.gaussian(2), 4),
    "rademacher": (laws.rademacher("3/2"), 2),
    "sphere": (laws.sphere(1), 3),
    "sparse": (laws.sparse(2), 4),
    "i.i.d. of mean zero, skewed": (laws.two_point("1/3", 3), 4),
    "moments of mean zero": (laws.moments("m1=0,m2=1,m3=1,m4=4,m5=8,m6=30"), 4),
    "common scale, d = 2": (common_scale(2), 2),
    "common scale, d = 3": (common_scale(3), 3),
    "signs": (sign_changes((1, 2), (2, 1)), 2),
    "parity of five": (parity(5), 5),
    "averaged over signs": (laws.samples([[1, 2], [2, 1]], "signs"), 2),
    "averaged over signs, d = 6": (laws.samples([[2] * 6], "signs"), 6),
    "centred in any order": (laws.samples([[1, 1], [1, -1], [1, -1], [-1, -1]], "permutations"), 2),
    "scaled in any order": (laws.samples(common_scale(2).rows, "permutations"), 2),
    "symmetrized, d = 6": (laws.samples([[1, 2, 3, 4, 5, 6]], "both"), 6),
    "symmetrized": (laws.samples([[1, 2], [3, 1]], symmetrize="both"), 2),
}

SKEWED = [[2, 1], [-1, 2], [-1, 1], [0, -4]]

FALSE: dict[str, tuple[TokenLaw, int]] = {
    "full-one": (laws.full_one("1/2"), 2),
    "mean of an i.i.d. law": (laws.support("1:9/11,-2:9/55,3:1/55"), 2),
    "one coordinate with a mean": (laws.samples([[2], [1]]), 1),
    "a mean of the moments": (laws.moments("m1=1/10,m2=1,m3=1,m4=4,m5=8,m6=30"), 3),
    "parity of two": (parity(2), 2),
    "parity of four in any order": (laws.samples(parity(4).rows, "permutations"), 4),
    "a mean in any order": (laws.samples([[1, 2], [-1, 2]], "permutations"), 2),
    "a mean in any order, d = 30": (laws.samples([list(range(30))], "permutations"), 30),
    "centred, not given the other": (laws.samples([[1, 1], [-2, 0]], "permutations"), 2),
    "unlike sizes with signs": (laws.samples([[1, 2], [3, 1]], "signs"), 2),
    "parity of three": (parity(3), 3),
    "parity of four": (parity(4), 4),
    "not of mean zero with the second power": (
        laws.samples([*SKEWED, *(row[::-1] for row in SKEWED)]),
        2,
    ),
}

DIFFERS: dict[str, SampleLaw] = {
    "kappa_1": sign_changes((2, 0), *[(0, 1)] * 64),
    "kappa_2": sign_changes((2, 0), *[(0, 1)] * 16),
    "kappa_3": sign_changes((1, 2), (2, 0), (0, 1)),
}
"""Laws of which one moment of the three is not the same for both coordinates."""


@pytest.mark.parametrize("name", TRUE)
def test_it_holds(name: str) -> None:
    law, dim = TRUE[name]
    assert holds(law, dim) is True
    assert visibly_holds(law, dim) is True


@pytest.mark.parametrize("name", FALSE)
def test_it_does_not_hold(name: str) -> None:
    law, dim = FALSE[name]
    assert holds(law, dim) is False
    assert visibly_holds(law, dim) is False


@pytest.mark.parametrize("name", DIFFERS)
def test_it_does_not_hold_where_one_moment_differs(name: str) -> None:
    law = DIFFERS[name]
    powers = {"kappa_1": (4, 0), "kappa_2": (6, 0), "kappa_3": (2, 4)}
    unlike = [
        moment
        for moment, (own, other) in powers.items()
        if sum(x**own * y**other for x, y in law.rows)
        != sum(y**own * x**other for x, y in law.rows)
    ]
    assert unlike == [name]
    assert holds(law, 2) is False
    assert visibly_holds(law, 2) is False


def test_only_four_indices_are_looked_at() -> None:
    """In d = 5 the mean of all five signs is 1, of any four of them it is 0."""
    rows = parity(5).rows
    assert all(x[0] * x[1] * x[2] * x[3] * x[4] == 1 for x in rows)
    assert holds(parity(5), 5) is True
    assert holds(parity(4), 4) is False


def test_symbols_are_refused() -> None:
    for law in (laws.gaussian(), laws.generic(), laws.moments("m2=1,m4=q,m6=15,symmetric")):
        with pytest.raises(NoNodes):
            holds(law, 2)
        with pytest.raises(NoNodes):
            visibly_holds(law, 2)


def test_a_table_in_too_many_orders_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    law = laws.samples([[1, -1], [2, -2], [3, -3]], symmetrize="permutations")
    monkeypatch.setattr(literal, "MOST_IMAGES", 6)
    assert not visibly_holds(law, 2)
    monkeypatch.setattr(literal, "MOST_IMAGES", 5)
    with pytest.raises(NoNodes, match="3 tokens in 2 orders are too many"):
        visibly_holds(law, 2)
