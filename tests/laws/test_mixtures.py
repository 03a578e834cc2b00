"""Mixtures of Gaussians, made from a text of parts."""

import pickle
from fractions import Fraction

import mpmath
import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa import moment as asked
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.text.errors import InvalidInput
from tests.laws.catalogue import PARTS, moment
from tests.laws.refusal import refusal
from tests.laws.rings import Named


def test_moments_are_integrals_of_the_density() -> None:
    parts = ((1 / 2, 0, 1), (1 / 3, -2, 1 / 2), (1 / 6, 3, 2))
    law = laws.gaussian_mixture(PARTS)
    ends = [-40, -10, -4, -2, 0, 3, 8, 40]
    for k in range(9):
        found = mpmath.quad(
            lambda x, k=k: x**k * sum(w * mpmath.npdf(x, m, s) for w, m, s in parts), ends
        )
        assert abs(
            found - mpmath.mpf(moment(law, (k,), 1).numerator) / moment(law, (k,), 1).denominator
        ) <= 1e-12 * (1 + abs(found))


def test_one_part_is_a_gaussian() -> None:
    """A mixture of one part is that part; roots and d are taken too."""
    assert moment(laws.gaussian_mixture("1:sqrt(2):1/sqrt(3)"), (2,), 1) == 2 + Fraction(1, 3)
    one = laws.gaussian_mixture("1:0:3/2")
    assert all(moment(one, (k,), 1) == moment(laws.gaussian("3/2"), (k,), 1) for k in range(9))


def test_it_is_given_as_text_or_as_numbers() -> None:
    law = laws.gaussian_mixture([("1/2", -1, 1), (0.5, Fraction(3, 2), 2)])
    assert law == laws.gaussian_mixture(" 1/2 : -1 : 1 , 1/2:3/2:2")
    assert law == laws.by_name("gaussian-mixture", {"parts": "1/2:-1:1,1/2:3/2:2"})
    assert law.parameters["mean_2"] == Fraction(3, 2)
    assert pickle.loads(pickle.dumps(law)) == law  # noqa: S301 - what is dumped right here


def test_means_and_deviations_may_be_symbols() -> None:
    law = laws.gaussian_mixture("1/3:u:s,2/3:0:1", mean=0)
    assert law.symbols(Pattern((("j", 2),), ())) == ("u", "s")
    assert law.conditions == ("u real", "s > 0")
    values = {"u": Fraction(2), "s": Fraction(3)}
    there = laws.gaussian_mixture("1/3:2:3,2/3:0:1", mean=0)
    assert law.at(values) == there
    pattern = Pattern((("j", 4),), ())
    assert law.coordinate_sum(pattern, 1, Named(values)) == moment(there, (4,), 1)


@pytest.mark.parametrize(
    ("parts", "symmetric"),
    [
        ("1:0:1", True),
        ("1/2:-1:1,1/2:1:1", True),
        ("1/4:-1:1,1/4:-1:1,1/2:1:1", True),
        ("1/4:-1:1,3/4:1:1", False),
        ("1/2:-1:1,1/2:1:2", False),
        ("1/2:-1:1,1/2:q:1", False),
        ("1/2:0:q,1/2:0:2*q", True),
        ("1/2:-sqrt(2):q,1/2:sqrt(2):q", True),
    ],
)
def test_it_is_symmetric_where_each_part_has_its_mirror_image(parts: str, symmetric: bool) -> None:
    assert laws.gaussian_mixture(parts).symmetric is symmetric


@pytest.mark.parametrize(
    ("parts", "fragment"),
    [
        ("", "a part is weight:mean:sigma"),
        ("1:0", "a part is weight:mean:sigma"),
        ("1:0:1,", "a part is weight:mean:sigma"),
        ("1/2:0:1", "sum to '1/2'"),
        ("-1:0:1,2:0:1", "weight_1=-1"),
        ("0:0:1,1:0:1", "weight_1=0"),
        ("p:0:1", "sum to 'p'; they must sum to 1"),
        ("w:0:1,1/2:0:2", "sum to 'w + 1/2'"),
        ("w:0:1,1 - 2*w:0:2", "must sum to 1"),
        ("w:0:1,1 - w*sqrt(2):0:2", "without roots beside symbols"),
        ("sqrt(2):0:1,1 - sqrt(2):0:2", "weight_1=sqrt(2): the gaussian-mixture law needs"),
        ("d:0:1,1 - d:0:2", "in no dimension"),
        ("1:0:0", "sigma_1=0"),
        ("1:x;y:1", "mean_1='x;y'"),
        ("1:0:", "sigma_1=''"),
        (",".join(["1/21:0:1"] * 21), "at most 20"),
    ],
)
def test_what_is_no_mixture_is_refused(parts: str, fragment: str) -> None:
    assert fragment in refusal(laws.gaussian_mixture, parts)


def test_parts_are_needed() -> None:
    assert "needs parts" in refusal(laws.by_name, "gaussian-mixture", {})
    given = {"parts": "1:0:1", "weight_1": "1"}
    assert "has no parameter 'weight_1'" in refusal(laws.by_name, "gaussian-mixture", given)


@pytest.mark.parametrize(
    ("parts", "conditions", "symmetric"),
    [
        ("w:0:1,1-w:0:2", ("0 < w <= 1", "0 < (1 - w) <= 1"), True),
        ("w:-1:1,w:1:1,1-2*w:0:3", ("0 < w <= 1", "0 < (1 - 2*w) <= 1"), True),
        ("w:-1:1,1-w:1:1", ("0 < w <= 1", "0 < (1 - w) <= 1"), False),
        ("1/sqrt(2):0:1,1-1/sqrt(2):3:2", (), False),
        ("1/d:0:1,1-1/d:0:2", ("d >= 2",), True),
        ("p/q:0:1,(q-p)/q:0:2", ("0 < p/q <= 1", "0 < ((q - p)/q) <= 1"), True),
    ],
)
def test_weights_are_symbols_and_expressions(
    parts: str, conditions: tuple[str, ...], symmetric: bool
) -> None:
    law = laws.gaussian_mixture(parts)
    assert (law.conditions, law.symmetric) == (conditions, symmetric)
    results = derive(law, results=["kappa-1", "loss"], length=4)
    assert {result.status for result in results.values()} == {"verified"}


def test_weights_of_scales_are_symbols() -> None:
    law = laws.by_name("scale-mixture(scales='1:w,q:1-w', coordinates=gaussian(sigma=1))", {})
    assert law.conditions == ("0 < w <= 1", "0 < (1 - w) <= 1", "q > 0")
    assert str(asked(law, "x_j^2")) == "-q**2*w + q**2 + w"
    assert derive(law, 2, 4, ["loss"])["loss"].status == "verified"


def test_symbols_of_weights_stand_for_their_numbers() -> None:
    open_ = laws.gaussian_mixture("w:0:1,1-w:3:2")
    assert open_.at({"w": Fraction(1, 3)}) == laws.gaussian_mixture("1/3:0:1,2/3:3:2")
    with pytest.raises(InvalidInput, match="weight_1=2"):
        open_.at({"w": Fraction(2)})
