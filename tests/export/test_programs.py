"""Closed forms as NumPy and C functions: what they compute is what `expr` says."""

import shutil
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.export import c, latex, markdown, python
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.results.results import Results
from symbolic_mesa.text.errors import InvalidInput
from tests.cli import Run
from tests.exhaustive import first

NUMBERS = {
    "T": 12.0, "d": 3.0, "a": 0.3, "b": -0.7, "a_0": 0.9, "b_0": 0.4, "tau": 0.05, "epsilon": 0.01,
    "sigma": 1.25, "p": 0.3, "scale": 1.5, "T_test": 9.0, "trace_Lambda_1": 3.0,
    "trace_Lambda_2": 5.0, "trace_Lambda_3": 9.0, "c": 0.75, "eta": 0.1, "t": 4.0, "x": 0.2,
    "alpha": 0.1, "beta": 0.2, "numpy": 1.5, "double": 1.25,
}  # fmt: skip
SETTINGS: list[tuple[TokenLaw, int | None, int | None]] = [
    (laws.gaussian(), None, None),
    (laws.lognormal(1, "1/4"), None, None),
    (laws.gaussian(1), 5, 2000),
    (laws.bernoulli_gaussian("1/sqrt(2)", 1), None, None),
    (laws.gaussian_vector("diag"), None, None),
    (laws.gaussian_vector("diag(1,2)"), None, None),
    (laws.gaussian(sigma="numpy"), None, None),
    (laws.gaussian(sigma="double"), None, None),
]
IDS = (
    *("kappa-3", "loss", "flow-a", "fixed-point", "minimum-loss", "test-error", "recovery-gap"),
    *("conserved", "limit-a", "trajectory-ab", "time-to", "rate", "asymptotic-fixed-point"),
)


def found(law: TokenLaw, dim: int | None, length: int | None) -> Results:
    return derive(law, dim, length, IDS, check=False)


def loaded(text: str, folder: Path) -> ModuleType:
    (folder / "derived.py").write_text(text, encoding="utf-8")
    spec = spec_from_file_location("derived", folder / "derived.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def expected(results: Results) -> dict[str, tuple[list[str], Any]]:
    """Return by function its arguments and its side."""
    every: dict[str, tuple[list[str], Any]] = {}
    for result in results.values():
        if not result.step.obstacle:
            claim = result.step.claim
            sides = list(claim.parts.values()) or [claim.value]
            for k, side in enumerate(sides, start=1):
                number = f"_{k}" if len(sides) > 1 else ""
                every[result.id.replace("-", "_") + number] = (list(side.symbols), side)
    return every


def agrees(value: float, side: Any, names: list[str]) -> bool:
    """Whether a double is the value to 1e-13 times the conditioning of the form."""
    point = {name: NUMBERS[name] for name in names}
    exact = float(side.at({k: _exactly(v) for k, v in point.items()}))
    moved = [
        abs(float(side.at({**_all(point), name: _exactly(point[name] * (1 + 1e-9))})) - exact)
        for name in names
        if name not in ("T", "d", "T_test", "t")
    ]
    return abs(value - exact) <= 1e-13 * (abs(exact) + sum(moved) * 1e9 + 1e-300) * 10


def _exactly(value: float) -> Any:
    from fractions import Fraction

    return Fraction(value)


def _all(point: dict[str, float]) -> dict[str, Any]:
    return {name: _exactly(value) for name, value in point.items()}


@pytest.mark.parametrize("setting", first(SETTINGS, 3), ids=repr)
def test_numpy_functions_are_the_closed_forms(
    setting: tuple[TokenLaw, int | None, int | None], tmp_path: Path
) -> None:
    results = found(*setting)
    module = loaded(python.dumps(results), tmp_path)
    compared = 0
    for name, (arguments, side) in expected(results).items():
        function = getattr(module, name)
        assert function.__doc__.strip()
        assert "status: unchecked" in function.__doc__
        try:
            side.at({n: _exactly(NUMBERS[n]) for n in arguments})
        except InvalidInput:
            continue  # not defined at these numbers
        given = [NUMBERS[n] for n in arguments]
        assert agrees(float(function(*given)), side, arguments), name
        compared += 1
        if arguments:
            array = function(*(np.array([x, x]) for x in given))
            assert array.shape == (2,)
            assert np.allclose(array, function(*given), rtol=1e-15, atol=0)  # a unit or two
    assert compared


CC = shutil.which("cc")


@pytest.mark.skipif(CC is None, reason="there is no C compiler")
@pytest.mark.parametrize("setting", first(SETTINGS, 1), ids=repr)
def test_c_functions_are_the_closed_forms(
    setting: tuple[TokenLaw, int | None, int | None], tmp_path: Path
) -> None:
    results = found(*setting)
    every = expected(results)
    calls = "".join(
        f'    printf("%.17g\\n", {name}({", ".join(repr(NUMBERS[n]) for n in arguments)}));\n'
        for name, (arguments, _) in every.items()
    )
    text = f"{c.dumps(results)}\n#include <stdio.h>\nint main(void)\n{{\n{calls}    return 0;\n}}\n"
    (tmp_path / "derived.c").write_text(text)
    flags = ("-std=c99", "-Wall", "-Werror", "-o", "derived", "derived.c", "-lm")
    subprocess.run((str(CC), *flags), cwd=tmp_path, check=True, timeout=60)
    done = subprocess.run(
        (str(tmp_path / "derived"),),
        cwd=tmp_path,
        check=True,
        timeout=60,
        capture_output=True,
        text=True,
    )
    for line, (name, (arguments, side)) in zip(done.stdout.split(), every.items(), strict=True):
        try:
            side.at({n: _exactly(NUMBERS[n]) for n in arguments})
        except InvalidInput:
            continue
        assert agrees(float(line), side, arguments), name


@pytest.mark.parametrize("writer", [python, c])
def test_what_is_no_closed_form_is_refused(writer: Any) -> None:
    with pytest.raises(InvalidInput, match="emergence: a verdict, no closed form"):
        writer.dumps(derive(laws.gaussian(), results=["emergence"], check=False))
    implicit = derive(laws.full_one(1), 3, 4, ["symmetric-fixed-point"], check=False)
    with pytest.raises(InvalidInput, match="implicit solution"):
        writer.dumps(implicit)


@pytest.mark.parametrize("writer", [python, c, markdown])
def test_what_could_not_be_derived_is_said(writer: Any) -> None:
    law = laws.samples([[1, 2], [3, 5]])
    text = writer.dumps(derive(law, results=["kappa-1", "fixed-point"], check=False))
    assert "coordinates-differ" in text


def test_the_python_module_needs_numpy_only() -> None:
    text = python.dumps(found(laws.gaussian(), None, None))
    assert [line for line in text.splitlines() if line.startswith(("import", "from"))] == [
        "import numpy"
    ]


def test_markdown_has_each_formula_with_its_status() -> None:
    results = derive(laws.gaussian(), results=["loss", "fixed-point", "emergence"])
    text = markdown.dumps(results)
    for id, one in results.items():
        assert f"**{id}** (verified, {one.trust})" in text
    assert rf"$$\widetilde{{a}} \widetilde{{b}} = {results['fixed-point'].latex}$$" in text


def test_markdown_has_symbols_between_dollars_and_words_escaped() -> None:
    text = markdown.dumps(derive(laws.two_point(), theorem="theorem-4.1", dim=3, check=False))
    assert r"**kappa-1** (unchecked): $\mathbb{E}[x_{j}^{4}]$" in text
    assert r"; $d = 3$; $0 < p < 1$; $\mathrm{scale} > 0$." in text
    assert "gradient flow of $a$\n" in text
    assert "- $T$: length of the sequence\n" in text
    assert r"- $H_n = \sum_{k=1}^{n} 1/k$" in text
    moments = markdown.dumps(derive(laws.gaussian(), results=["kappa-1"], check=False))
    assert "H_n" not in moments


def test_the_scale_of_a_flow_is_not_that_of_a_law() -> None:
    found = derive(laws.two_point(), results=["trajectory-a"], check=False)
    assert "(unchecked): the scale $a$ at time $\\tau$" in markdown.dumps(found)
    assert "The scale $a$ at time $\\tau$" in latex.dumps(found)


def test_markdown_shows_what_a_person_wrote_as_it_is() -> None:
    assert markdown.escaped("<script>_*`$|") == r"\<script\>\_\*\`\$\|"


@pytest.mark.parametrize("format", ["python", "c", "markdown"])
def test_the_command_writes_them(run: Run, format: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    arguments = ("--distribution", "gaussian", "--no-check", "--format", format)
    outcome = run(*arguments)
    assert (outcome.code, outcome.err) == (0, "")
    assert run(*arguments, "--output", str(path)).code == 0
    assert path.read_text(encoding="utf-8") == outcome.out
