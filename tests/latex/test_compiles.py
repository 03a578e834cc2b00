"""Every theorem of every law compiles: no warning, no line too wide, no label twice."""

from functools import cache
from pathlib import Path

import pytest

from derivations import REGISTRY
from symbolic_mesa import derive, laws
from symbolic_mesa.export import latex
from symbolic_mesa.laws import FAMILIES
from symbolic_mesa.results.results import Results
from tests.latex.compiling import CLASSES, complaints, document

pytestmark = pytest.mark.usefixtures("tex")

LAWS = (*FAMILIES, "generic", "exchangeable")
NUMBERS = {
    "poisson": {"rate": "2"},
    "student-t": {"nu": "15"},
    "multivariate-t": {"nu": "15"},
    "binomial": {"trials": "3", "p": "1/3"},
}
"""Parameters of laws that have none with 1/3 for each."""


LONG = ("compare-models",)
"""Theorems with moments of so high an order that most laws take minutes."""


@cache  # each theorem is derived once for all classes of documents
def derived(theorem: str) -> list[Results]:
    """Return a theorem for all laws, symbolic and at numbers."""
    if REGISTRY[theorem].law is not None:
        return [derive(theorem=theorem, check=False)]
    if theorem in LONG:
        every = (laws.gaussian(1), laws.full_one())
        return [derive(law, 2, theorem=theorem, check=False) for law in every]
    found = []
    for name in LAWS:
        symbolic = laws.by_name(name, {})
        numbers = NUMBERS.get(name, dict.fromkeys(symbolic.parameters, "1/3"))
        found.append(derive(symbolic, theorem=theorem, check=False))
        numeric = laws.by_name(name, numbers)
        found.append(derive(numeric, 2, 4, theorem=theorem, init=("1/2", "1/3"), check=False))
    return found


@pytest.mark.exhaustive
@pytest.mark.parametrize("chosen", CLASSES)
@pytest.mark.parametrize(
    "theorem",
    [pytest.param(id, marks=pytest.mark.xdist_group(f"latex {id}")) for id in REGISTRY],
)
def test_a_theorem_of_all_laws_compiles(theorem: str, chosen: str, tmp_path: Path) -> None:
    """Every law in an article; in the other classes, whose columns differ, each law in one."""
    options = latex.Options(width=CLASSES[chosen].width, proof=True)
    place, every = [*CLASSES].index(chosen), derived(theorem)
    everywhere = place == 0 or len(every) < 4
    shown = [found for k, found in enumerate(every) if everywhere or k // 2 % 2 == place - 1]
    bodies = [latex.body(results, options) for results in shown]
    assert complaints(document(CLASSES[chosen], bodies), tmp_path) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("chosen", CLASSES)
def test_all_results_of_one_law_compile(chosen: str, tmp_path: Path) -> None:
    ids = ["loss", "fixed-point", "trajectory-a", "emergence", "symmetric-flow", "recoverable"]
    for proof, sums in ((True, False), (False, True)):
        options = latex.Options(CLASSES[chosen].width, proof=proof, sums=sums)
        bodies = [
            latex.body(derive(law, results=ids, check=False), options)
            for law in (laws.gaussian(), laws.two_point(), laws.two_point("1/3", 3))
        ]
        assert complaints(document(CLASSES[chosen], bodies), tmp_path) == []


def test_equations_alone_compile(tmp_path: Path) -> None:
    options = latex.Options(bare=True)
    body = latex.body(derive(laws.gaussian(), check=False, theorem="theorem-4.1"), options)
    assert r"\begin{theorem}" not in body
    assert complaints(document(CLASSES["article"], [body]), tmp_path) == []


BAD = {
    "a line that is too wide": (r"\noindent\hbox to 500pt{x\hfil}", "Overfull"),
    "a label twice": (r"\begin{equation}\label{a}x\end{equation}\label{a}", "multiply"),
    "a label that is not there": (r"\ref{nowhere}", "undefined"),
    "a command that is not there": (r"$\nonsense$", "Undefined control sequence"),
}


@pytest.mark.parametrize("case", BAD)
def test_the_log_is_read(case: str, tmp_path: Path) -> None:
    body, word = BAD[case]
    assert any(word in line for line in complaints(document(CLASSES["article"], [body]), tmp_path))


def test_a_document_that_is_well_has_no_complaints(tmp_path: Path) -> None:
    assert complaints(document(CLASSES["article"], ["Text."]), tmp_path) == []
