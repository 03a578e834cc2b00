"""The options of ``mesa-derive --format latex``: what they write, and what is refused."""

from pathlib import Path

import pytest

from symbolic_mesa.text import whole_files
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.whole_files import write_together, write_whole
from tests.cli import Run
from tests.latex.compiling import complaints

LOSS = ("--distribution", "gaussian", "--results", "loss", "--format", "latex", "--no-check")

REFUSED = {
    "another format": ("--format", "text", "--proof"),
    "no theorem to prove": ("--bare", "--proof"),
    "no theorem in a document": ("--bare", "--standalone", "x.tex"),
    "no length": ("--width", "wide"),
    "too narrow": ("--width", "10pt"),
    "no way of writing sums": ("--harmonic", "none"),
    "a prefix that LaTeX reads": ("--label-prefix", r"\input{x}"),
    "an empty prefix": ("--label-prefix", ""),
    "no .tex": ("--standalone", "x.pdf"),
    "two files": ("--standalone", "x.tex", "--output", "y.tex"),
    "a name that BibTeX cannot read": ("--standalone", "a b.tex"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_nothing_is_refused(
    case: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run(*LOSS, *REFUSED[case])
    assert outcome.code == 2
    assert len(outcome.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_lengths_are_read(run: Run) -> None:
    same = [run(*LOSS, "--width", width).out for width in ("722.7pt", "10in", "254mm", "25.4cm")]
    assert len(set(same)) == 1
    assert same[0] != run(*LOSS, "--width", "200pt").out


def test_sums_are_written_where_they_are_wanted(run: Run) -> None:
    assert r"\sum_{k=1}^{T-2} \frac{1}{k}" in run(*LOSS, "--harmonic", "sum").out
    assert "H_{T-2}" in run(*LOSS, "--harmonic", "H").out


def test_a_prefix_is_in_every_label(run: Run) -> None:
    out = run(*LOSS, "--label-prefix", "mine", "--proof").out
    assert out.count(r"\label{") == out.count(":mine:gaussian:") - out.count("ref{")


@pytest.mark.usefixtures("tex")
@pytest.mark.parametrize("width", ["345pt", "397pt"])
def test_a_whole_document_compiles(
    width: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ids = "loss,fixed-point,limit-a,emergence,recoverable"
    document = ("--results", ids, "--standalone", "whole.tex", "--width", width)
    assert run(*LOSS, *document).code == 0
    text = (tmp_path / "whole.tex").read_text()
    assert complaints(text, tmp_path, "whole", bibtex=True) == []
    assert r"\section{The model}" in text
    assert "zheng2024mesa" in (tmp_path / "whole.bib").read_text()


def test_both_files_are_written_or_neither(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "a.tex", tmp_path / "a.bib"

    def failing(path: Path, content: str | bytes, option: str = "--output") -> None:
        if path == second:
            raise InvalidInput("no room")
        write_whole(path, content, option)

    monkeypatch.setattr(whole_files, "write_whole", failing)
    with pytest.raises(InvalidInput):
        write_together({first: "new", second: "new"}, "--standalone")
    assert list(tmp_path.iterdir()) == []
    first.write_text("old")
    with pytest.raises(InvalidInput):
        write_together({first: "new", second: "new"}, "--standalone")
    assert first.read_text() == "old"


@pytest.mark.exhaustive
@pytest.mark.usefixtures("tex")
def test_laws_side_by_side_fit_a_page(run: Run, tmp_path: Path) -> None:
    laws = ("--laws", "gaussian,two-point,sphere,student-t,binomial")
    for points in (345, 246):
        compare = ("--compare", "--format", "latex", "--no-check", "--width", f"{points}pt")
        out = run(*compare, *laws).out
        text = (
            rf"\documentclass{{article}}\usepackage[textwidth={points}pt]{{geometry}}"
            rf"\usepackage{{amsmath,booktabs}}\begin{{document}}{out}\end{{document}}"
        )
        assert complaints(text, tmp_path) == []
        assert "needs \\usepackage{amsmath,booktabs}" in out


def test_width_belongs_to_latex(run: Run) -> None:
    assert run("--compare", "--width", "300pt").code == 2
