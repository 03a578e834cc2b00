"""A theorem of somebody else brings what it states of its model, and how that is measured."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from derivations.entry import Entry
from symbolic_mesa import laws
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.witness.comparison import Witness

THEOREM = '''
from dataclasses import dataclass
from symbolic_mesa.record import Claim, Derivation, Step

@dataclass(frozen=True)
class Corners:
    """How many corners a cube has."""
    dim: int

def derive(setting):
    claim = Claim("corners of a cube", "n", "n", value=2 ** setting.dim)
    step = Step("corners", claim, "", observable=Corners(setting.dim))
    return Derivation("cube", "corners", (step,))
'''

MEASURES = """
from dataclasses import dataclass
from itertools import product
from cube_theorem import Corners
from symbolic_mesa.record import Check
from symbolic_mesa.witness.routes import ENUMERATION

@dataclass(frozen=True)
class Counted:
    routes: tuple = (ENUMERATION,)

    def check(self, route, step, claim, witness):
        count = len(list(product((0, 1), repeat=step.observable.dim)))
        return Check.decided(route.kind, claim.value == count, f"{count} counted")

MEASURES = {Corners: Counted()}
"""


@pytest.fixture
def cube(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Entry]:
    """Two modules in a folder of their own: a theorem, and its measures."""
    modules = {"cube_theorem": THEOREM, "cube_measures": MEASURES}
    for name, text in modules.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    setting = Setting(laws.gaussian(1), 3)
    yield Entry(
        "cube",
        "corners",
        "cube_theorem",
        PROBLEM,
        ("corners",),
        (setting,),
        witness="cube_measures",
    )
    for name in modules:
        sys.modules.pop(name, None)


def test_a_claim_is_measured_by_its_theorems_own_measure(cube: Entry) -> None:
    (setting,) = cube.settings
    witness, (step,) = Witness(cube, setting), cube.derive(setting).steps
    (check,) = witness.checks(step)
    assert (check.kind, check.outcome, check.detail) == ("exact-enumeration", "passed", "8 counted")
    (check,) = witness.checks(step, replace(step.claim, value=9))
    assert check.outcome == "failed"


@pytest.mark.parametrize("module", [None, "symbolic_mesa.witness.measures.diagonal"])
def test_what_has_no_measure_is_refused(cube: Entry, module: str | None) -> None:
    (setting,) = cube.settings
    other = replace(cube, witness=module)
    (step,) = other.derive(setting).steps
    with pytest.raises(InvalidInput, match=r"cube.*corners.*Corners.*no measure") as refused:
        Witness(other, setting).checks(step)
    assert module is None or module in str(refused.value)
