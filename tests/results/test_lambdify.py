"""Every expression of a result is its value under SymPy's own `lambdify`."""

import contextlib
import copy
import pickle
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy

from symbolic_mesa import derive, laws
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.harmonics import harmonic, harmonic_numbers
from symbolic_mesa.text.errors import MesaError
from tests.exhaustive import first

pytestmark = pytest.mark.xdist_group("lambdify")  # what is derived once serves all

T, d = sympy.symbols("T d")
LONG = 1000  # operations of an expression
WHOLE = {"T": 9, "d": 4, "T_test": 11, "t": 6}


def expressions() -> Iterator[tuple[str, sympy.Expr, Formula | Closed]]:
    """Yield the expressions with harmonic numbers of every theorem, with what they are of."""
    for law, sizes in ((laws.generic(), (None, None)), (laws.gaussian(), (5, 100))):
        found = derive(law, *sizes, check=False)
        for id, result in found.items():
            if result.step.obstacle:
                continue
            sides = {"": result.formula} | dict(result.parts or {})
            for part, side in sides.items():
                expr = result.expr if not part else getattr(side, "expr", None)
                if expr is not None and expr.has(sympy.harmonic):
                    yield f"{law.name} {sizes} {id} {part}", expr, side


def at_numbers(expr: sympy.Expr) -> dict[sympy.Symbol, Any]:
    symbols = sorted(expr.free_symbols, key=str)
    return {
        one: WHOLE.get(one.name, sympy.Rational(3 * k + 7, 10)) for k, one in enumerate(symbols)
    }


@pytest.fixture(scope="module")
def valued() -> dict[str, tuple[sympy.Expr, dict[sympy.Symbol, Any], float]]:
    """Return the expressions with numbers for their symbols and their value, where it is real."""
    found = {}
    for name, expr, side in expressions():
        values = at_numbers(expr)
        with contextlib.suppress(MesaError):  # a root has no real value there
            true = side.at({str(one): Fraction(str(value)) for one, value in values.items()})
            found[name] = expr, values, float(true)
    return found


@pytest.mark.exhaustive
def test_there_are_expressions_of_both_orders(valued: dict[str, Any]) -> None:
    assert len(valued) > 60
    assert any("harmonic(T - 2, 2)" in str(one) for one, _, _ in valued.values())


@pytest.mark.exhaustive
@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("modules", ["scipy", "numpy", "mpmath"])
def test_lambdify_is_right(valued: dict[str, Any], modules: str, long: bool) -> None:
    """Long ones, some dozen, take most of the time and are printed as all others are."""
    chosen = {name: one for name, one in valued.items() if (one[0].count_ops() > LONG) == long}
    assert len(chosen) > (10 if long else 100)
    for name, (expr, values, true) in chosen.items():
        function = sympy.lambdify(list(values), expr, modules)
        found = function(*(int(x) if x == int(x) else float(x) for x in values.values()))
        assert float(found) == pytest.approx(true, rel=1e-9), name


def test_sympy_itself_would_be_wrong() -> None:
    """The control: without brackets, 3 harmonic(T − 2) is not three times harmonic(T − 2)."""
    theirs = sympy.lambdify(T, 3 * sympy.harmonic(T - 2), "scipy")(100)
    ours = sympy.lambdify(T, 3 * harmonic(T - 2), "scipy")(100)
    assert ours == pytest.approx(3 * sum(1 / k for k in range(1, 99)), rel=1e-14)
    assert abs(theirs - ours) > 1


@pytest.mark.parametrize("modules", first(["scipy", "numpy"]))
def test_lambdify_takes_arrays(modules: str) -> None:
    result = derive(laws.gaussian(1), results=["fixed-point"], check=False)["fixed-point"]
    lengths = np.arange(3, 200)
    found = sympy.lambdify([d, T], result.expr, modules)(5, lengths)
    assert found == pytest.approx(result(d=5, T=lengths), rel=1e-14)


def test_it_is_a_harmonic_number_for_sympy() -> None:
    one = harmonic(T - 2)
    assert (str(one), one.has(sympy.harmonic), one.func.__name__) == (
        "harmonic(T - 2)", True, "harmonic",
    )  # fmt: skip
    assert one.subs(T, 4) == sympy.Rational(3, 2)
    assert sympy.limit(one / T, T, sympy.oo) == 0
    assert pickle.loads(pickle.dumps(one)) == one == copy.deepcopy(one)  # noqa: S301  # our own
    with pytest.raises(ValueError, match="not a whole number"):
        harmonic_numbers(2.5)
