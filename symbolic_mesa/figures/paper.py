"""What the paper's experiments fix: laws, initial points, step sizes; runs of its own program."""

import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.text.exact_numbers import exact

STARTS = (("0.1", "0.1"), ("0.5", "1.5"), ("2", "2"))
STEPS = {
    "gaussian(sigma=1/2)": "1e-3",
    "gaussian(sigma=1)": "1e-4",
    "gaussian(sigma=2)": "2e-6",
    "sparse(c=1/2)": "3e-2",
    "sparse(c=1)": "1e-3",
    "sparse(c=2)": "1e-4",
    "full-one(c=1)": "5e-4",
}
"""The step sizes of the paper's Table 1 by law, at T = 100."""

LENGTH = 100
SIGMA_ONE, FULL_ONE = "gaussian(sigma=1)", "full-one(c=1)"


def law_of(text: str) -> TokenLaw:
    """Return a law by its name with its parameters, or by its values, as ``1:1/2,-1:1/2``."""
    return laws.support(text) if ":" in text and "(" not in text else laws.by_name(text, {})


def step_at(law: str, length: int) -> Fraction:
    """Return the step size for a law at T: the loss is a sum over T − 2 times."""
    return exact(STEPS[law], "step size") * (LENGTH - 2) / (length - 2)


def program_runs(law: str) -> list[dict[str, Any]]:
    """Return the runs of the paper's own program (ML-GSAI/MesaOpt-AR-Transformer, MIT) of a law."""
    return [run for run in _runs() if _name(run) == law]


def _name(run: dict[str, Any]) -> str:
    parameter = "sigma" if run["law"] == "gaussian" else "c"
    return f"{run['law']}({parameter}={Fraction(str(run['scale']))})"


@cache
def _runs() -> list[dict[str, Any]]:
    file = Path(__file__).with_name("paper_program_runs.json")
    runs: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["runs"]
    return runs
