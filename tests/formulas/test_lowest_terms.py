"""FLINT's cancelling gives what SymPy's gives, whichever integers SymPy counts with."""

import random
import subprocess
import sys

import pytest
from sympy import ZZ, Symbol
from sympy.polys.orderings import lex
from sympy.polys.rings import PolyElement, ring

from symbolic_mesa.formulas import lowest_terms
from symbolic_mesa.formulas.flint_polynomials import resultant
from symbolic_mesa.formulas.root_fields import field_with

R, *_ = ring("x,y,z", ZZ)


def drawn(chance: random.Random, terms: int) -> PolyElement:
    """Return a polynomial of at most so many terms that is not 0."""
    found = R.from_dict(
        {
            tuple(chance.randrange(4) for _ in range(3)): ZZ(chance.randint(-9, 9))
            for _ in range(terms)
        }
    )
    return found or R.one


@pytest.mark.parametrize("long", [0, 12])
@pytest.mark.parametrize("seed", range(40))
def test_it_is_what_sympy_cancels(seed: int, long: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lowest_terms, "LONG", long)
    chance = random.Random(seed)  # noqa: S311  # seeded draws of a test
    common, above, below = (drawn(chance, terms) for terms in (4, 5, 6))
    numer, denom = above * common, below * common
    found = lowest_terms.lowest_terms(numer, denom)
    assert found == numer.cancel(denom)
    assert found[1].LC > 0
    assert all(type(power) is int for part in found for powers in part for power in powers)


def test_it_is_flint_that_cancels_long_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y, z = R.gens
    common = (x + y + z + 1) ** 2
    wrong = lowest_terms.in_flint(R.one)
    monkeypatch.setattr(lowest_terms, "in_flint", lambda polynomial: wrong)
    assert lowest_terms.lowest_terms(common * (x - y), common * (x + z)) != (x - y, x + z)


def test_a_resultant_vanishes_where_there_is_a_common_factor() -> None:
    x, y, z = R.gens
    found = resultant((x + z) * (y + 2), (x + y) * (y + z), 0)
    assert found == (y + 2) * (y + z) * (y - z) or found == -(y + 2) * (y + z) * (y - z)
    assert not resultant((x + z) * (y + 2), (x + z) * (y + z), 0)
    assert resultant((x + z) * (y + 2), (x + z) * (y + z), 1)


def test_elements_of_a_field_are_in_lowest_terms() -> None:
    names = [Symbol(name) for name in "xyz"]
    field = field_with(names, ())
    x, y, z = field.gens
    common = (x + 2 * y - 3 * z + 1) ** 3
    assert (common * (x - y)) / (common * (y - x)) == -1
    assert (common / (x + z) + common * (x + z - 1) / (x + z)) == common
    other = field_with(names, ())
    assert other == field
    assert x / other.gens[0] == other.gens[0] / x == 1
    assert field.order == lex


SHOWN = """
from symbolic_mesa import derive, laws
from sympy.external.gmpy import GROUND_TYPES
print(GROUND_TYPES)
for one in derive(laws.gaussian(), check=False):
    print(one)
"""


def test_claims_do_not_depend_on_the_integers_that_sympy_counts_with() -> None:
    shown = [
        subprocess.run(
            [sys.executable, "-c", SHOWN],
            capture_output=True,
            text=True,
            check=True,
            env={"SYMPY_GROUND_TYPES": kind, "PATH": ""},
        ).stdout.splitlines()
        for kind in ("python", "flint")
    ]
    assert [lines[0] for lines in shown] == ["python", "flint"]
    assert shown[0][1:] == shown[1][1:]
    assert len(shown[0]) > 2
