"""Tables of laws made wrong as a person would: the other side catches each, for every law."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from numeric_check.laws.rational_moments import rational_moments
from symbolic_mesa import derive, laws
from symbolic_mesa.engine.patterns import falling_factorial
from symbolic_mesa.laws.catalogue import COMPOUNDS
from symbolic_mesa.laws.catalogue.family import Moment, Powers
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.text.errors import MissingMoment
from tests.laws.catalogue import COMPLEX, NUMBERS, moment, moved

DIM, LENGTH, DEGREE = 3, 4, 6
CLAIMS = ("kappa-1", "kappa-3", "m2")
ASKED: tuple[Powers, ...] = ((2,), (4,), (6,), (2, 2), (4, 2), (2, 2, 2))
PLACES = "k-sparse on two places"  # its mixed moments are not 0
LAWS: Mapping[str, FamilyLaw] = {
    **{name: moved(name, DIM) for name in NUMBERS},
    PLACES: laws.by_name("k-sparse(k=2, values=beta(p=3/2, q=4))", {}),
    "permutation": laws.by_name("permutation(values='-1,2,5')", {}),
}
Mutation = Callable[[Moment], Moment]


def exchanged(some: Powers, others: Powers) -> Mutation:
    """One moment for another."""
    swapped = {some: others, others: some}

    def of(right: Moment) -> Moment:
        return lambda powers, dim, values: right(swapped.get(powers, powers), dim, values)

    return of


def of_the_largest_power(right: Moment) -> Moment:
    """A scale to the largest power, and not to the sum of all."""
    scale = Fraction(3, 2)

    def wrong(powers: Powers, dim: Any, values: Mapping[str, Any]) -> Any:
        return right(powers, dim, values) * scale ** (max(powers, default=0) - sum(powers))

    return wrong


def with_repetition(size: int) -> Mutation:
    """Places drawn with repetition: (k/d)^2 for k (k - 1)/(d (d - 1))."""

    def of(right: Moment) -> Moment:
        def wrong(powers: Powers, dim: Any, values: Mapping[str, Any]) -> Any:
            n = len(powers)
            if n > size:
                return right(powers, dim, values)
            drawn = Fraction(falling_factorial(dim, n) * size**n, dim**n)
            return right(powers, dim, values) * drawn / falling_factorial(size, n)

        return wrong

    return of


MUTATIONS: Mapping[str, Mutation] = {
    "second for fourth": exchanged((2,), (4,)),
    "fourth for sixth": exchanged((4,), (6,)),
    "mixed for fourth": exchanged((2, 2), (4,)),
    "largest power": of_the_largest_power,
}


def mutant(law: FamilyLaw, mutation: Mutation) -> FamilyLaw:
    return replace(law, family=replace(law.family, moment=mutation(law.family.moment)))


def changed(law: FamilyLaw, wrong: FamilyLaw) -> list[Powers]:
    """Return those moments that a mutant has another value of."""
    return [powers for powers in ASKED if moment(law, powers, DIM) != moment(wrong, powers, DIM)]


def caught(wrong: FamilyLaw) -> list[Powers]:
    """Return those moments at which the other side says something else."""
    second = rational_moments(wrong, DIM)
    padded = {powers: (*powers, *(0,) * (DIM - len(powers))) for powers in ASKED}
    return [powers for powers in ASKED if second(padded[powers]) != moment(wrong, powers, DIM)]


def test_every_law_is_here() -> None:
    made = {"gaussian-mixture", "permutation", *COMPOUNDS}
    assert {*LAWS, *COMPLEX} == {*laws.FAMILIES, *made, PLACES}


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("name", LAWS)
def test_each_moment_that_is_changed_is_caught(name: str, mutation: str) -> None:
    law = LAWS[name]
    assert caught(law) == []
    wrong = mutant(law, MUTATIONS[mutation])
    assert caught(wrong) == changed(law, wrong)


@pytest.mark.parametrize("name", LAWS)
def test_a_claim_from_a_wrong_table_fails(name: str) -> None:
    wrong = mutant(LAWS[name], MUTATIONS["second for fourth"])
    results = derive(wrong, DIM, LENGTH, ["kappa-1", "m2"])
    assert {result.status for result in results.values()} == {"failed"}


@pytest.mark.parametrize("mutation", ["largest power", "places"])
def test_a_claim_from_wrong_mixed_moments_fails(mutation: str) -> None:
    law = LAWS[PLACES]
    wrong = mutant(law, MUTATIONS.get(mutation, with_repetition(2)))
    assert changed(law, wrong)
    assert caught(wrong) == changed(law, wrong)
    results = derive(wrong, DIM, LENGTH, CLAIMS)
    assert results["kappa-3"].status == "failed"


def test_the_largest_power_is_no_order_of_a_multivariate_t() -> None:
    """E x_1^4 x_2^2 does not exist at nu = 5; with the wrong order it is not verified."""
    law = laws.multivariate_t(5)
    wrong = replace(law, family=replace(law.family, order=max))
    with pytest.raises(MissingMoment, match="nu > 6"):
        derive(law, DIM, LENGTH, ["kappa-3"])
    found = derive(wrong, DIM, LENGTH, ["kappa-3"])["kappa-3"]
    assert found.status not in ("verified", "consistent")
