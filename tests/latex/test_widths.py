"""The width that a formula is taken for is the one that TeX sets it with, or a little more."""

import re
import subprocess
from pathlib import Path

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.breaking import INDENT, Names, lines_of
from symbolic_mesa.notation.sides import formulas
from symbolic_mesa.notation.tex import Style, latex
from symbolic_mesa.notation.widths import width

FORMULAS = [
    r"\frac{\partial L}{\partial (W^{KQ}_{32})_{jl}}",
    r"\lim_{\tau \to \infty} a = 0.25 \times 10^{-3}",
    r"\sum_{r \neq j} \mathbb{E}[x_{j}^{2} x_{r}^{4}] \approx 1.5",
    r"\sum_{k=1}^{T-2} \frac{1}{k^{2}}",
    r"\mathrm{scale} \, p + \theta_{1} - \Delta",
    r"\exp\left(-\frac{a}{b}\right) \le \log(\sqrt{2 s + D})",
    r"\bigl(a + b\bigr) \Bigl(c - d\Bigr)",
]


def printed() -> list[str]:
    """Return formulas as they are printed, of several kinds."""
    found = list(FORMULAS)
    ids = ["loss", "flow-a", "minimum-loss", "symmetric-loss", "trajectory-ab", "recovery-gap"]
    for law in (laws.gaussian(), laws.two_point()):
        for result in derive(law, results=ids, check=False).values():
            for formula in formulas(result.step.claim):
                product = arranged(getattr(formula, "formula", formula))
                found += [latex(product), latex(product, Style(sums=True))]
    return found


@pytest.mark.usefixtures("tex")
def test_widths_are_those_of_tex(tmp_path: Path) -> None:
    every = printed()
    lines = [rf"\sbox0{{$\displaystyle {one}$}}\typeout{{wide:\the\wd0}}" for one in every]
    preamble = r"\documentclass{article}\usepackage{amsmath,amssymb}\begin{document}"
    text = "\n".join([preamble, *lines, r"\end{document}"])
    (tmp_path / "w.tex").write_text(text)
    run = ["pdflatex", "-interaction=batchmode", "w.tex"]
    subprocess.run(run, cwd=tmp_path, capture_output=True, check=True, timeout=60)
    measured = re.findall(r"wide:([\d.]+)pt", (tmp_path / "w.log").read_text(errors="replace"))
    assert len(measured) == len(every)
    for one, points in zip(every, map(float, measured), strict=True):
        assert 0.97 * points - 1 <= width(one) <= 1.1 * points + 2, one


@pytest.mark.parametrize("room", [120, 200, 300])
@pytest.mark.parametrize("id", ["loss", "flow-a", "minimum-loss", "symmetric-loss"])
def test_lines_are_no_wider_than_there_is_room(id: str, room: float) -> None:
    formula = derive(laws.two_point(), results=[id], check=False)[id].step.claim.value
    names = Names("P")
    every = lines_of(arranged(formula), room, names)
    for name, lines in names.explained(room):
        assert any(name in line for line in every)
        every += lines
    assert max(width(line) for line in every) <= room + INDENT
    assert all(line.count("{") == line.count("}") for line in every)


def test_what_fits_is_not_broken_and_gets_no_name() -> None:
    formula = derive(laws.gaussian(), results=["loss"], check=False)["loss"].step.claim.value
    names = Names("P")
    assert len(lines_of(arranged(formula), 1000, names)) == 1
    assert names.style.named == {}


def test_a_sum_is_named_once_and_its_name_explained_once() -> None:
    law, names = laws.two_point(), Names("P")
    for id in ("flow-a", "flow-b"):
        formula = derive(law, results=[id], check=False)[id].step.claim.value
        lines_of(arranged(formula), 150, names)
    given = [name for name, _ in names.explained(150)]
    assert given
    assert len(given) == len(set(given))
    assert list(names.explained(150)) == []
