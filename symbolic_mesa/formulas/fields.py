"""The field that sums over moments live in, once a setting names the law, d and T."""

from collections.abc import Iterable

from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.formulas.fractions import Algebra, algebra
from symbolic_mesa.laws.protocol import named, seen
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting


def field_of(
    problem: Problem,
    setting: Setting,
    scales: Iterable[str],
    sums: Iterable[MomentSum] = (),
    moments: Iterable[Pattern] = (),
) -> Algebra:
    """Return the field in which these sums over moments are formulas.

    It is no method of the problem: problems are loaded without SymPy.

    Args:
        problem: names moments; a symbol of the law must not be one of its own.
        setting: the law, d and T.
        scales: the names of the weights.
        sums: what will be evaluated in it.
        moments: further moments of x_1 that will be asked for.
    """
    sums = tuple(seen(setting.law, total) for total in sums)
    patterns = (
        *(named(setting.law, one) for one in moments),
        *(pattern for total in sums for pattern in total.patterns),
    )
    orders = {order for total in sums for order in total.harmonic_orders}
    return algebra(problem, setting, scales, patterns, orders)
