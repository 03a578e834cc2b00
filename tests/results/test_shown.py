"""What Python and a notebook show: one line each, status beside every formula, text escaped."""

import re
import sys
from html.parser import HTMLParser

import pytest

from derivations import REGISTRY
from symbolic_mesa import derive, laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.results.results import Results
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput

LAWS: dict[str, TokenLaw] = {
    "gaussian(sigma=1/2)": laws.gaussian("1/2"),
    "two-point(p, scale)": laws.two_point(),
    "k-sparse(gaussian)(k=2, sigma=1)": laws.k_sparse(2, "gaussian(sigma=1)"),
    "generic": laws.generic(),
    "moments(m2=1, m4=q)": laws.moments("m2=1,m4=q"),
    "complex-moments(2|2=2, 1|1=1)": laws.moments("1|1=1,2|2=2"),
    "support(P(-1)=1/2, P(1)=1/2)": laws.support("1:1/2,-1:1/2"),
    "data(2 tokens, d=3)": laws.samples([[1, 2, 3], [3, 4, 5]]),
    "joint(2 tokens, d=1)": laws.joint([((1,), "1/2"), ((2,), "1/2")]),
    "gaussian-vector(lambda_1=1, lambda_2=2)": laws.gaussian_vector("diag(1,2)"),
    "diagonal-gaussian": laws.gaussian_vector("diag"),
    "permutation(values=1,2,3)": laws.permutation("1,2,3"),
}
LONG = laws.gaussian_vector([[int(i == j) + 1 for j in range(5)] for i in range(5)])


@pytest.mark.parametrize("words", LAWS)
def test_a_law_is_one_line(words: str) -> None:
    found = repr(LAWS[words])
    assert found == words or words.startswith("permutation")
    assert "\n" not in found
    assert len(found) < 80


def test_a_law_with_many_parameters_is_one_line() -> None:
    assert repr(LONG) == "gaussian-vector(15 parameters)"
    assert repr(laws.gaussian_vector("diag(1,2,3,4,5)")) == "gaussian-vector(5 parameters)"
    four = laws.gaussian_vector("diag(1,2,3,4)")
    assert repr(four) == "gaussian-vector(lambda_1=1, lambda_2=2, lambda_3=3, lambda_4=4)"


@pytest.fixture(scope="module")
def found() -> Results:
    return derive(laws.two_point(), results=["loss", "fixed-point", "emergence", "test-error"])


def test_results_are_one_line_each(found: Results) -> None:
    for one in (found, *found.values(), *(one.step for one in found.values()), found.setting):
        assert "\n" not in repr(one)
        assert len(repr(one)) < 260
    assert repr(Setting(laws.gaussian(1), 5, 100)) == "Setting(gaussian(sigma=1), d=5, T=100)"
    assert repr(found["emergence"]) == "<emergence: emergence: false; verified (exact)>"
    assert repr(found["fixed-point"]).startswith("<fixed-point: ab = ")
    assert repr(found).endswith("; 4 verified>")


def test_a_result_without_a_formula_says_why_it_has_none() -> None:
    data = derive(laws.samples([[1, 2], [3, 4]]), results=["fixed-point"], check=False)
    assert repr(data["fixed-point"]) == "<fixed-point; coordinates-differ>"
    assert "coordinates-differ" in data._repr_html_()


def test_many_results_are_one_line() -> None:
    found = derive(laws.gaussian(1), check=False)
    assert repr(found).count(",") < 14
    assert "…" in repr(found)


class Tags(HTMLParser):
    """Collects the tags that are open, and what stands in cells."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "td":
            self.cells[-1] += data


@pytest.mark.exhaustive
def test_a_table_for_a_notebook_has_every_result_with_its_status(found: Results) -> None:
    page = Tags()
    page.feed(found._repr_html_())
    assert page.open == []
    rows = [page.cells[k : k + 3] for k in range(0, len(page.cells), 3)]  # no value
    assert [row[0] for row in rows if row[0]] == list(found)
    for id, formula, status in rows:
        assert formula.startswith(r"$\displaystyle ")
        assert not id or status.startswith("verified (")
    loss = next(row for row in rows if row[0] == "loss")
    assert found["loss"].latex in loss[1]
    assert "assumes that training stays" in next(row[2] for row in rows if row[0] == "fixed-point")


def test_numbers_have_a_column_of_their_own() -> None:
    page = Tags()
    page.feed(derive(laws.gaussian(1), 5, 100, ["fixed-point"], check=False)._repr_html_())
    assert page.cells[0] == "fixed-point"
    assert page.cells[2:] == ["≈ 0.1919050885", "unchecked"]


def test_what_a_person_wrote_is_escaped() -> None:
    law = laws.moments({"m2": "q_1", "m4": 3, "m6": 15})
    text = derive(law, results=["m2"], check=False)._repr_html_()
    assert "<script" not in text
    assert re.search(r"<(?!/?(table|caption|thead|tbody|tr|th|td)\b)", text) is None


def test_a_bundle_has_text_and_a_table(found: Results) -> None:
    bundle = found._repr_mimebundle_()
    assert bundle == {"text/plain": repr(found), "text/html": found._repr_html_()}


def test_a_frame_has_a_row_for_each_part(found: Results) -> None:
    frame = found.to_frame()
    assert list(frame["id"]) == list(found)
    assert list(frame.columns) == ["id", "part", "formula", "value", "status", "trust", "source"]
    assert frame["value"][2] is False or not frame["value"][2]
    flows = derive(laws.gaussian_vector("diag(1,2)"), results=["kappa-1"]).to_frame()
    assert list(flows["part"]) == ["j=1", "j=2"]
    assert list(flows["value"]) == [3, 12]


def test_without_pandas_there_is_one_line(found: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InvalidInput, match="pandas is not installed"):
        found.to_frame()


def test_a_derivation_says_how_many_steps_it_has() -> None:
    derivation = REGISTRY["theorem-4.1"].derive(Setting(laws.gaussian()))
    assert repr(derivation) == f"Derivation(theorem-4.1: {len(derivation.steps)} steps)"
