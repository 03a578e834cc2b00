"""Runs of the paper's own program, and how far a number of theirs is from a prediction."""

import json
from dataclasses import replace
from fractions import Fraction
from math import copysign
from pathlib import Path
from statistics import NormalDist
from typing import Any

from numeric_check.sampling.jackknife import Jackknifed
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.training.settings import Training, diagonal
from tests.training import training

ROOT = Path(__file__).parents[2]
FILE = ROOT / "symbolic_mesa" / "figures" / "paper_program_runs.json"
RUNS: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["runs"]
SEED = 20261124

DIGITS = 1e-6  # the file has seven
COMPARED = 1500  # numbers of the file against the population or against a sample: no more
LIMIT = NormalDist().inv_cdf(1 - 1e-6 / (2 * COMPARED))  # one false alarm in a million for all


def name(run: dict[str, Any]) -> str:
    """Return what tells a run from the others."""
    return f"{run['law']}-{run['scale']}-{run['samples']}"


def law_of(run: dict[str, Any], factor: str = "1") -> TokenLaw:
    """Return the law of a run, its scale times a factor."""
    parameter = "sigma" if run["law"] == "gaussian" else "c"
    return laws.by_name(run["law"], {parameter: Fraction(str(run["scale"])) * Fraction(factor)})


def training_of(run: dict[str, Any], factor: str = "1") -> Training:
    """Return the same training on the population."""
    a, b, step = (Fraction(str(run[key])) for key in ("a0", "b0", "step_size"))
    options = {"start": diagonal(run["dim"], a, b), "step_size": step, "epochs": run["epochs"]}
    return training(law_of(run, factor), run["dim"], run["length"], **options)


def beyond_digits(gap: float, value: float) -> float:
    """Return a difference, less the rounding of the value in the file."""
    return copysign(max(0.0, abs(gap) - DIGITS * abs(value)), gap)


def from_population(found: float, population: float, whole: float, part: Jackknifed) -> float:
    """Return the score of one sample's number against the population's.

    Args:
        found: the program's number, from its sample.
        population: the exact number.
        whole: the same function of our sample, as large as the program's.
        part: its jackknife: the standard error and bias (whole − value) at that size.
    """
    gap = beyond_digits(found - population, found) - (whole - part.value)
    return replace(part, value=gap).z(0.0)


def from_sample(found: float, whole: float, part: Jackknifed) -> float:
    """Return the score of one sample's number against another's, which is as biased as it.

    A difference of two independent samples has √2 times the standard error.
    """
    gap = beyond_digits(found - whole, found)
    return replace(part, value=gap, error=2**0.5 * part.error).z(0.0)
