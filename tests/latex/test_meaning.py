"""A formula means the same however it is broken into lines, and whatever in it gets a name."""

from fractions import Fraction
from functools import cache

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.breaking import Names, lines_of
from symbolic_mesa.notation.names import name_latex
from symbolic_mesa.notation.tex import latex
from tests.exhaustive import first
from tests.latex.reading import value_of

LAWS: dict[str, TokenLaw] = {
    "two-point": laws.two_point(),
    "gaussian": laws.gaussian(),
    "binomial": laws.by_name("binomial", {}),
    "poisson": laws.by_name("poisson", {}),
}
IDS = ("kappa-2", "loss", "flow-a", "minimum-loss", "symmetric-loss", "test-error")
LENGTH = 9


@cache
def derived(law: str, id: str) -> Formula:
    """Return the formula of a result."""
    found: Formula = derive(LAWS[law], results=[id], check=False)[id].step.claim.value
    return found


def numbers(formula: Formula) -> dict[str, Fraction]:
    """Return different numbers for all symbols."""
    names = sorted(formula.symbols)
    return {name: Fraction(3 * k + 7, 2 * k + 5) for k, name in enumerate(names)} | {
        "T": Fraction(LENGTH)
    }


def written(values: dict[str, Fraction]) -> dict[str, Fraction]:
    """Return the same by the names in LaTeX, with harmonic numbers."""
    sums = {
        order: sum((Fraction(1, k**order) for k in range(1, LENGTH - 1)), Fraction(0))
        for order in (1, 2)
    }
    named = {name_latex(name): value for name, value in values.items()}
    return {**named, "H_{T-2}": sums[1], "H_{T-2}^{(2)}": sums[2]}


@pytest.mark.parametrize("law", first(LAWS, 2))
@pytest.mark.parametrize("room", [60.0, 130.0, 246.0, 5000.0])
def test_lines_mean_what_the_formula_means(law: str, room: float) -> None:
    for id in IDS:
        names = Names("Y")
        formula = derived(law, id)
        numeric = numbers(formula)
        values = written(numeric)
        lines = lines_of(arranged(formula), room, names)
        explained = list(names.explained(room))
        while explained:  # those that need no other first
            for name, parts in explained:
                if not any(other in " ".join(parts) for other, _ in explained):
                    values[name] = value_of(" ".join(parts), values)
            explained = [one for one in explained if one[0] not in values]
        assert value_of(" ".join(lines), values) == formula.at(numeric), id
        assert value_of(latex(arranged(formula)), values) == formula.at(numeric), id


def test_a_bracket_that_is_missing_is_seen() -> None:
    values = {"a": Fraction(2), "b": Fraction(3)}
    assert value_of("2 (a - b)", values) != value_of("2 a - b", values)
