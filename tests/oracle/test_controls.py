"""The oracle convicts: each claim is made a little wrong, part by part, and must be refuted."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from symbolic_mesa import laws
from tests.oracle import tokens as own
from tests.oracle.cases import Case
from tests.oracle.judging import claims, disagreements, every_id
from tests.oracle.numbers import Claim, is_verdict
from tests.oracle.reading import about
from tests.oracle.tokens import ONE, Tokens, finite, independent, product_law

START = (Fraction(1, 2), Fraction(1, 3))
ROWS = ((2, 1), (-1, 1), (-1, -2), (1, 0))
UNLIKE = finite([(tuple(map(Fraction, row)), Fraction(1, 4)) for row in ROWS])
SKEWED = ((Fraction(2), Fraction(1, 3)), (Fraction(-1), Fraction(2, 3)))
TOLD = {"dim": 2, "length": 4, "init": START, "test_length": 5}
OTHER_WORD = {"minimum": "saddle", "saddle": "minimum", "never": "limit", "limit": "never"}
GROSS = {"step-size-safe": Fraction(11, 10)}  # it is one of many that are safe
SLIGHT = Fraction(1001, 1000)


def _case(tokens: Tokens, law: Any, **less: Any) -> Case:
    told = {name: value for name, value in (TOLD | less).items() if value is not None}
    return Case(law.name, tokens, law, 4, START, 5, told)


AT_LENGTH = "asymptotic-fixed-point"  # says something only where T is a symbol
FROM_A_START = ("limit-a", "basin", "rate", "pl-constant", "time-to", "step-size-safe")
CASES = {
    "gaussian": _case(independent(2, own.gaussian(ONE)), laws.gaussian(1)),
    "any length": _case(independent(2, own.gaussian(ONE)), laws.gaussian(1), length=None),
    "any start": _case(independent(2, own.gaussian(ONE)), laws.gaussian(1), init=None),
    "skewed": _case(product_law(2, SKEWED), laws.support(list(SKEWED))),
    "unlike": _case(UNLIKE, laws.samples(ROWS), dim=None),
}


@cache
def _claims(name: str) -> dict[str, Claim]:
    ids = {"any length": (AT_LENGTH,), "any start": FROM_A_START}.get(name, every_id())
    found = claims(CASES[name], ids, check=False)
    return {one.id: one for one in found if isinstance(one, Claim) and not one.obstacle}


def _perturbed(case: Case, claim: Claim) -> Iterator[Claim]:
    """Yield the claim with one part at a time made wrong, of those that are about the case."""
    kept = list(map(id, about(case, claim).values()))
    for name, side in claim.sides.items():
        if id(side) in kept:
            wrong = _wrong(side, GROSS.get(claim.id, SLIGHT))
            yield replace(claim, sides={**claim.sides, name: wrong})


def _wrong(side: Any, factor: Fraction) -> Any:
    if is_verdict(side):
        return OTHER_WORD[side] if isinstance(side, str) else not side
    return side * factor.numerator / factor.denominator if side != 0 else factor - 1


@pytest.mark.exhaustive
@pytest.mark.parametrize("id", every_id())
def test_a_wrong_claim_is_refuted_and_the_true_one_is_not(id: str) -> None:
    convicted = 0
    for name, case in CASES.items():
        claim = _claims(name).get(id)
        if claim is None or (id == AT_LENGTH and name != "any length"):
            continue
        known = id == "masked-comparison"  # it does not follow the start
        assert known or disagreements(case, claim) == []
        for wrong in _perturbed(case, claim):
            assert disagreements(case, wrong), (name, wrong.sides)
            convicted += 1
    assert convicted


def test_a_true_claim_that_is_called_failed_is_a_disagreement() -> None:
    claim = replace(_claims("gaussian")["kappa-1"], status="failed")
    assert [one.what for one in disagreements(CASES["gaussian"], claim)]


def test_a_result_that_is_missing_without_need_is_a_disagreement() -> None:
    for status in ("coordinates-differ", "missing-moment", "not-applicable", "unchecked"):
        claim = Claim("flow-a", status, {}, "MesaError: not now")
        assert disagreements(CASES["gaussian"], claim)
