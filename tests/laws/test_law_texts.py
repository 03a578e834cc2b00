"""Laws as text with parameters in brackets, some of them laws; nothing is evaluated."""

import pickle

import pytest

from symbolic_mesa import laws
from symbolic_mesa.laws.law_texts import parts_of
from tests.laws.refusal import refusal

ALIKE = {
    "k-sparse(k=2, values=gaussian(sigma=1))": laws.k_sparse(k=2, values=laws.gaussian(1)),
    " k-sparse ( k = 2 , values = gaussian( sigma=1 ) ) ": laws.k_sparse(2, "gaussian(sigma=1)"),
    "k-sparse(k=2)": laws.k_sparse(2, laws.rademacher(1)),
    "k-sparse()": laws.k_sparse(),
    "gaussian(sigma=1/sqrt(2), mean=2)": laws.gaussian("1/sqrt(2)", mean=2),
    'scale-mixture(scales="1:1/2,2:1/2", coordinates=gaussian)': laws.scale_mixture(
        [(1, "1/2"), (2, "1/2")], laws.gaussian()
    ),
    "k-sparse(values=scale-mixture(scales='1:1/2,2:1/2', coordinates=ball(radius=q)))": (
        laws.k_sparse(values=laws.scale_mixture("1:1/2,2:1/2", laws.ball("q")))
    ),
    "permutation(values='0,1,q')": laws.permutation([0, 1, "q"]),
    "k-sparse(k=3, values=permutation(values='1,2,3'), mean=0)": laws.k_sparse(
        3, laws.permutation("1,2,3"), mean=0
    ),
}


@pytest.mark.parametrize("text", ALIKE)
def test_text_and_functions_give_the_same_law(text: str) -> None:
    law = ALIKE[text]
    assert laws.by_name(text, {}) == law
    assert pickle.loads(pickle.dumps(law)) == law  # noqa: S301 - what is dumped right here
    assert hash(laws.by_name(text, {})) == hash(law)


def test_parameters_may_stand_in_brackets_and_beside() -> None:
    law = laws.k_sparse(2, laws.gaussian(1))
    assert laws.by_name("k-sparse(k=2)", {"values": "gaussian(sigma=1)"}) == law
    assert "given twice" in refusal(laws.by_name, "k-sparse(k=2)", {"k": "3"})


REFUSED = {
    "k-sparse(k=2": "no name with parameters in brackets",
    "k-sparse(2)": "'2' is not parameter=value",
    "k-sparse(k=2,)": "'' is not parameter=value",
    "k-sparse(k=2,k=3)": "'k=3' is not parameter=value, each once",
    "k-sparse(k=2) + 1": "no name with parameters in brackets",
    "k-sparse(k=(2)": "not closed",
    "k-sparse(k=2))": "brackets that do not match",
    "k-sparse(values='gaussian)": "not closed",
    "k-sparse(k=2, values=gauss(sigma=1))": "'gauss' is not in the catalogue",
    "k-sparse(k=2, values=generic)": "whose moments are symbols",
    "k-sparse(k=2, values=gaussian(sigma=0))": "sigma=0: the gaussian law needs sigma > 0",
    "k-sparse(k=1/2)": "k=1/2: the k-sparse law needs k >= 1, a whole number",
    "k-sparse(k=0)": "k=0",
    "k-sparse(sigma=1)": "k-sparse has no parameter 'sigma'",
    "k-sparse(k=2, values=permutation(values='1,2,3'))": "in no dimension",
    "k-sparse(values=1)": "no name with parameters",
    "scale-mixture(coordinates=gaussian)": "needs scales",
    "scale-mixture(scales='1:1')": "needs coordinates: a law of the catalogue; give it",
    "scale-mixture(scales='1:1/2', coordinates=gaussian)": "sum to '1/2'",
    "scale-mixture(scales='1', coordinates=gaussian)": "scale:probability",
    "scale-mixture(scales='0:1', coordinates=gaussian)": "scale_1=0",
    "permutation(values='0,0')": "every value is 0",
    "permutation(values='1,x;y')": "value 2 of permutation='x;y'",
    "permutation": "needs values",
    "equicorrelated-gaussian(rho=1)": "rho < 1",
    "k-sparse(" + "(" * 30 + ")" * 31: "more than 20 deep",
    "k-sparse(k=" + "1" * 2000 + ")": "longer than 1000",
}


@pytest.mark.usefixtures("nothing_is_run")
@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_law_is_refused(text: str) -> None:
    assert REFUSED[text] in refusal(laws.by_name, text, {})


@pytest.mark.usefixtures("nothing_is_run")
def test_nothing_is_evaluated() -> None:
    hostile = "k-sparse(k=__import__('pathlib').Path('hacked').touch())"
    assert "k=" in refusal(laws.by_name, hostile, {})


@pytest.mark.parametrize("argument", [2, laws.generic(), laws.support("1:1")])
def test_an_argument_is_a_law_of_the_catalogue(argument: object) -> None:
    assert "needs values: a law of the catalogue" in refusal(laws.k_sparse, 2, argument)


def test_quotes_and_brackets_nest() -> None:
    name, parameters = parts_of("a(x=b(y='1,2', z=\"3,(\"), u=(1+2)*3)")
    assert (name, parameters) == ("a", {"x": "b(y='1,2', z=\"3,(\")", "u": "(1+2)*3"})


def test_a_name_that_two_laws_have_is_that_of_the_outer_one() -> None:
    law = laws.k_sparse(values=laws.k_sparse())
    assert law.parameters == {"k": "k", "k_1": "k_1", "c": 1}
    assert law.conditions == (
        *("k >= 1, a whole number", "k_1 >= 1, a whole number", "k <= d", "k_1 <= k"),
    )
    there = laws.k_sparse(3, laws.k_sparse(2))
    assert law.at(there.parameters) == there
