"""Lemmas about matrices: accepted without an axiom, wrong ones rejected, hypotheses printed."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from derivations import REGISTRY
from derivations.von_oswald.lemmas import MATRIX_LEMMAS
from symbolic_mesa.kernel import coqc
from symbolic_mesa.kernel.matrices import MatrixLemma, matrix_file
from symbolic_mesa.record import Check
from tests.exhaustive import first

with_mathcomp = pytest.mark.usefixtures("mathcomp")
HYPOTHESIS = re.compile(
    r".* != 0( :> F)?|M \*m R = 1%:M|.* \\in unitmx|s 0%N = 0|0 < mu|\(forall i, 0 <= w 0 i\)"
    r"|M \*m v = m \*: v"
    r"|\(forall i j : 'I_m, \(j < i\)%N -> \(B \*m P\) i j = 0\)|\(forall i, \(B \*m P\) i i = b\)"
    r"|\(forall j, \(scale sigma j\)\.2 != 0\)"
)
WRONG = {
    "normal_equations": ("Phi = V", "Phi = - V"),
    "one_step_identity": ("Phi - eta", "Phi + eta"),
    "neumann_error": ("(1 - M) ^+ k", "(1 - M) ^+ k.+1"),
    "errors_back": ("gamma ^- N", "gamma ^+ N"),
    "chebyshev_polynomial": ("sigma *: (1%:M - theta", "sigma *: (1%:M + theta"),
    "copy_dimension": ("m <= p", "m < p"),
    "chebyshev_at_zero": ("(scale sigma k).1%:M,", "0,"),
}


def checks(lemmas: tuple[MatrixLemma, ...] = MATRIX_LEMMAS) -> list[Check]:
    file = matrix_file(lemmas)
    return [check for found in coqc.kernel_checks(file).values() for check in found]


@pytest.mark.exhaustive
@with_mathcomp
def test_coqc_accepts_every_lemma_and_its_hypotheses_are_printed() -> None:
    found = checks()
    assert [check.outcome for check in found] == ["passed"] * len(MATRIX_LEMMAS)
    details = " ".join(check.detail for check in found)
    assert all(lemma.supposing in details for lemma in MATRIX_LEMMAS)


@pytest.mark.exhaustive
@with_mathcomp
def test_no_axiom_is_used(tmp_path: Path) -> None:
    asked = "".join(f"Print Assumptions {lemma.name}.\n" for lemma in MATRIX_LEMMAS)
    (tmp_path / "closed.v").write_text(matrix_file(MATRIX_LEMMAS).text + asked, encoding="utf-8")
    command = [str(shutil.which("coqc")), "-q", "-w", "none", "closed.v"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.count("Closed under the global context") == len(MATRIX_LEMMAS)
    assert "Axioms" not in done.stdout


@with_mathcomp
@pytest.mark.parametrize("name", first(WRONG))
def test_coqc_rejects_a_wrong_statement(name: str) -> None:
    wrong = tuple(
        replace(one, statement=one.statement.replace(*WRONG[name])) if one.name == name else one
        for one in MATRIX_LEMMAS
    )
    assert wrong != MATRIX_LEMMAS
    (rejected,) = (check for check in checks(wrong) if check.outcome == "failed")
    assert f"lemma {name}:" in rejected.detail


def test_hypotheses_are_of_few_kinds() -> None:
    for lemma in MATRIX_LEMMAS:
        assert all(HYPOTHESIS.fullmatch(one) for one in lemma.hypotheses), lemma.name


def test_without_mathcomp_the_kernel_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "Error: Cannot find a physical path bound to logical path all_ssreflect."
    done = subprocess.CompletedProcess[str]([], 1, "", words)
    monkeypatch.setattr(coqc.shutil, "which", lambda name: name)
    monkeypatch.setattr(coqc.subprocess, "run", lambda *arguments, **options: done)
    found = checks()
    assert {check.outcome for check in found} == {"not-run"}
    assert all("libcoq-mathcomp-algebra is not installed" in check.detail for check in found)


def test_an_entry_names_the_module() -> None:
    entry = replace(REGISTRY["theorem-4.1"], lemmas="derivations.von_oswald.lemmas")
    assert entry.matrix_lemmas == MATRIX_LEMMAS
    assert entry.kernel_lemmas == ((), {})
    assert REGISTRY["theorem-4.1"].matrix_lemmas == ()
