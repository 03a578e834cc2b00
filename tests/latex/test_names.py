"""Names from a user in LaTeX: escaped, never taken for another, and labels that differ."""

import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.export import latex
from symbolic_mesa.export.latex.labels import label, setting_label
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.setting import Setting
from tests.latex.compiling import CLASSES, complaints, document

AWKWARD = ["q1", "q__x", "P_1", "S_2", "theta_1", "verylongname", "a__b_c"]


@pytest.mark.usefixtures("tex")
def test_awkward_names_compile_and_no_sum_takes_one(tmp_path: Path) -> None:
    bodies = []
    for name in AWKWARD:
        options = latex.Options(width=246, prefix=name.replace("_", "-"))
        law = laws.two_point(scale=name)
        body = latex.body(derive(law, results=["loss", "minimum-loss"], check=False), options)
        given = set(re.findall(r"^ *([A-Z])_\{\d+\} &?=", body, re.MULTILINE))
        assert given
        assert not any(name.startswith(f"{letter}_") for letter in given)
        bodies.append(body)
    assert complaints(document(CLASSES["revtex4-2"], bodies), tmp_path) == []


SETTINGS = [
    Setting(laws.gaussian()),
    Setting(laws.gaussian(), dim=2),
    Setting(laws.gaussian(), length=2 + 1),
    Setting(laws.gaussian(1)),
    Setting(laws.gaussian("q_1")),
    Setting(laws.gaussian("q1")),
    Setting(laws.support("1:1/3,-1:1/3,0:1/3")),
    Setting(laws.support("1:1/3,-1:1/3,2:1/3")),
    Setting(laws.samples([[1, 2], [3, 4]])),
    Setting(laws.samples([[1, 2], [3, 5]])),
    Setting(laws.samples([[1, 2], [3, 5]], symmetrize="both")),
    Setting(laws.moments("m2=1,m4=3")),
    Setting(laws.moments("m2=1,m4=q")),
    Setting(laws.by_name("poisson", {"mean": "0"})),
    Setting(laws.by_name("poisson", {})),
    Setting(laws.by_name("poisson", {"variance": "1"})),
    Setting(laws.by_name("dirichlet", {})),
    Setting(laws.by_name("dirichlet", {"alpha": "alpha_2"})),
    Setting(laws.generic()),
    Setting(laws.exchangeable()),
]


@pytest.mark.parametrize(("one", "other"), [*combinations(SETTINGS, 2)])
def test_two_settings_have_different_labels(one: Setting, other: Setting) -> None:
    assert setting_label(one) != setting_label(other)


def test_labels_are_the_same_in_every_process() -> None:
    command = (
        "from symbolic_mesa import laws; from symbolic_mesa.setting import Setting; "
        "from symbolic_mesa.export.latex.labels import setting_label; "
        "print(setting_label(Setting(laws.gaussian(1))), end='')"
    )
    run = [sys.executable, "-c", command]
    root = Path(__file__).parents[2]
    found = subprocess.run(run, capture_output=True, text=True, check=True, cwd=root, timeout=60)
    assert found.stdout == setting_label(Setting(laws.gaussian(1)))


def test_a_label_has_nothing_that_latex_reads() -> None:
    odd = label("eq", "", "a_b%c", "{d}", r"\e ~#$^&,")
    assert re.fullmatch(r"[A-Za-z0-9.:+-]+", odd)
    assert label("eq", "", "a_b", "t") != label("eq", "", "a-b", "t")


@pytest.mark.exhaustive
def test_labels_of_results_of_two_laws_never_meet() -> None:
    def labels(law: TokenLaw) -> set[str]:
        return set(re.findall(r"\\label\{(.*?)\}", latex.dumps(derive(law, check=False))))

    assert labels(laws.gaussian()) & labels(laws.gaussian(1)) == set()
