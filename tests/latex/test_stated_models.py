"""Theorems about stated models compile, two heads whose sums are wide among them."""

from pathlib import Path

import pytest

from symbolic_mesa import derive, laws, load_model
from symbolic_mesa.export import latex
from symbolic_mesa.stating.files import read_model
from tests.cli import ROOT
from tests.latex.compiling import CLASSES, complaints, document
from tests.stating import stated

pytestmark = pytest.mark.usefixtures("tex")

LAGS = stated(
    "sum(s = 2 .. t) P[i,j] x[s,j] conj(x[s-1,k]) K[k,l] x[t,l] / (t-1)"
    " + sum(s = 3 .. t) Q[i,j] x[s,j] conj(x[s-2,k]) M[k,l] x[t-1,l] / (t-1)",
    {"K": "a I", "M": "c I", "P": "b I", "Q": "e I + f (J - I)"},
    steps="t = 3 .. T-1",
)


@pytest.mark.exhaustive
@pytest.mark.parametrize("chosen", CLASSES)
def test_a_theorem_about_a_stated_model_compiles(chosen: str, tmp_path: Path) -> None:
    models = load_model(ROOT / "docs" / "two-heads.toml"), read_model(LAGS, id="lags")
    for proof, sums in ((True, False), (False, True)):
        options = latex.Options(CLASSES[chosen].width, proof=proof, sums=sums)
        bodies = [
            latex.body(derive(laws.gaussian(1), model=model, check=False), options)
            for model in models
        ]
        assert complaints(document(CLASSES[chosen], bodies), tmp_path) == []
