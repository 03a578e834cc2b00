"""Random settings from a seed: a law, d, T, a start of each kind, and what stays a symbol."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import permutations
from typing import Any

import numpy as np

from symbolic_mesa import laws
from tests.oracle import tokens as own
from tests.oracle.cases import Case, Pair
from tests.oracle.tokens import ONE, Tokens

Generator = np.random.Generator
Drawn = tuple[str, Any, Any, Tokens, dict[str, Fraction]]  # name, law, with symbols, tokens, values
MOMENTS = 6  # of the loss
EVERY = 25  # one family in so many is of very large, and one of very small tokens
EXTREME = {23: Fraction(1, 1000), 24: Fraction(1000)}
PERMUTED = 22  # and one in so many is a table with all orders of its rows


def _between(generator: Generator, low: int, high: int) -> int:
    return int(generator.integers(low, high + 1))


def _ratio(generator: Generator) -> Fraction:
    return Fraction(_between(generator, 1, 7), _between(generator, 1, 4))


def _family(name: str, dim: int, generator: Generator, size: Fraction) -> Drawn:
    x, p = _ratio(generator) * size, Fraction(_between(generator, 1, 6), 7)
    nu = Fraction(_between(generator, 13, 40), 2) if _between(generator, 0, 5) else Fraction(6)
    weights: Mapping[str, tuple[dict[str, Fraction], Callable[[], Tokens]]] = {
        "gaussian": ({"sigma": x}, lambda: own.independent(dim, own.gaussian(x))),
        "laplace": ({"scale": x}, lambda: own.independent(dim, own.laplace(x))),
        "uniform": ({"c": x}, lambda: own.independent(dim, own.uniform(x))),
        "student-t": (
            {"nu": nu},
            lambda: own.independent(dim, own.student(nu), every_moment=False),
        ),
        "bernoulli-gaussian": (
            {"p": p, "sigma": x},
            lambda: own.independent(dim, _sometimes(p, own.gaussian(x)), p),
        ),
        "sphere": ({"radius": x}, lambda: own.sphere(dim, x)),
        "rademacher": ({"c": x}, lambda: own.product_law(dim, [(x, ONE / 2), (-x, ONE / 2)])),
        "two-point": (
            {"p": p, "scale": x},
            lambda: own.product_law(dim, [(x * (1 - p), p), (-x * p, 1 - p)]),
        ),
        "full-one": ({"c": x}, lambda: own.finite([((x,) * dim, ONE)])),
        "sparse": ({"c": x}, lambda: own.finite(_sparse(dim, x))),
    }
    values, tokens = weights[name]
    drawn = laws.by_name(name, values)
    return f"{name} {_shown(values)}", drawn, laws.by_name(name, {}), tokens(), values


def _shown(values: Mapping[str, Fraction]) -> str:
    return " ".join(f"{name}={value}" for name, value in values.items())


def _sometimes(p: Fraction, univariate: own.Univariate) -> own.Univariate:
    def moment(power: int) -> Fraction | None:
        found = univariate(power)
        return found if not power or found is None else p * found

    return moment


def _sparse(dim: int, c: Fraction) -> list[own.Point]:
    zero = Fraction(0)
    return [
        (tuple(x if k == i else zero for k in range(dim)), ONE / (2 * dim))
        for i in range(dim)
        for x in (c, -c)
    ]


def _atoms(generator: Generator) -> list[tuple[Fraction, Fraction]]:
    """Return a random finite support, one in two of them symmetric, some with the atom 0."""
    size = _between(generator, 1, 3)
    values = {_ratio(generator) * (1 if _between(generator, 0, 2) else -1) for _ in range(size)}
    if _between(generator, 0, 1):
        values |= {-x for x in values}
    shares = {abs(x): _between(generator, 1, 9) for x in values}
    if not _between(generator, 0, 2):
        values, shares = values | {Fraction(0)}, shares | {Fraction(0): 2}
    total = sum(shares[abs(x)] for x in values)
    return [(x, Fraction(shares[abs(x)], total)) for x in sorted(values)]


def _support(dim: int, generator: Generator) -> Drawn:
    atoms = _atoms(generator)
    text = ",".join(f"{x}:{p}" for x, p in atoms)
    law = laws.support(atoms)
    return f"support {text}", law, law, own.product_law(dim, atoms), {}


def _moments(dim: int, generator: Generator) -> Drawn:
    """The six moments of a random support, and nothing else."""
    atoms = _atoms(generator)
    tokens = own.product_law(dim, atoms)
    table = {f"m{k}": tokens.single(k) for k in range(1, MOMENTS + 1)}
    known = replace(own.independent(dim, _first(table), None), symmetric=False)
    return f"moments {_shown(table)}", laws.moments(table), laws.moments(table), known, {}


def _first(table: Mapping[str, Fraction]) -> own.Univariate:
    return lambda k: ONE if k == 0 else table.get(f"m{k}")


def _rows(dim: int, generator: Generator) -> list[tuple[int, ...]]:
    """Return a table of tokens in which every coordinate is not always 0."""
    while True:
        rows = generator.integers(-3, 4, size=(_between(generator, 2, 5), dim))
        if rows.any(axis=0).all():
            return [tuple(map(int, row)) for row in rows]


def _samples(dim: int, generator: Generator) -> Drawn:
    rows = _rows(dim, generator)
    law = laws.samples(rows)
    points = [(tuple(map(Fraction, row)), Fraction(1, len(rows))) for row in rows]
    return f"samples {rows}", law, law, own.finite(points), {}


def _symmetrized(dim: int, generator: Generator) -> Drawn:
    rows = _rows(dim, generator)
    law = laws.samples(rows, symmetrize="both")
    return f"samples symmetrized {rows}", law, law, own.finite(own.averaged(rows)), {}


def _permuted(dim: int, generator: Generator) -> Drawn:
    """Return a table with every order of its rows: exchangeable, and nobody says so."""
    drawn_rows = [row for row in _rows(dim, generator) if any(row)][:2]
    rows = [order for row in drawn_rows for order in permutations(row)]
    law = laws.samples(rows)
    points = [(tuple(map(Fraction, row)), Fraction(1, len(rows))) for row in rows]
    return f"samples {rows}", law, law, own.finite(points), {}


_FAMILIES = (
    *("gaussian", "laplace", "uniform", "student-t", "bernoulli-gaussian", "sphere"),
    *("rademacher", "two-point", "full-one", "sparse"),
)
_OTHERS = (_support, _support, _support, _moments, _samples, _samples, _symmetrized)


def _law(dim: int, generator: Generator, size: Fraction) -> Drawn:
    n = _between(generator, 0, len(_FAMILIES) + len(_OTHERS) - 1)
    if n < len(_FAMILIES):
        return _family(_FAMILIES[n], dim, generator, size)
    return _OTHERS[n - len(_FAMILIES)](dim, generator)


def _generic(tokens: Tokens) -> tuple[Any, dict[str, Fraction]]:
    """Return the law whose moments are all symbols, and what they are for these tokens."""
    law = laws.generic() if tokens.symmetric else laws.exchangeable()
    values = {"m_2": tokens.single(2), "kappa_1": tokens.single(4), "kappa_2": tokens.single(6)}
    values["kappa_3"] = tokens.kappa_3()
    for powers in own.partitions(MOMENTS):
        rest = (0,) * (tokens.dim - len(powers))
        occurs = len(powers) <= tokens.dim  # else it is multiplied by 0
        value = tokens.at((*powers, *rest)) if occurs else Fraction(0)
        values["mu_" + "_".join(map(str, powers))] = value
    return law, values


STARTS: Mapping[str, Callable[[Fraction, Fraction, Fraction], Pair]] = {
    "++": lambda x, y, s: (x, y),
    "+-": lambda x, y, s: (x, -y),
    "-+": lambda x, y, s: (-x, y),
    "--": lambda x, y, s: (-x, -y),
    "on an axis": lambda x, y, s: (x, Fraction(0)),
    "on the other axis": lambda x, y, s: (Fraction(0), -y),
    "equal": lambda x, y, s: (x / 4, x / 4),
    "at rest": lambda x, y, s: (Fraction(0), Fraction(0)),
    "a minimum": lambda x, y, s: (x, s / x),
    "a minimum below": lambda x, y, s: (-x, -s / x),
    "near a minimum": lambda x, y, s: (x, s / x * (1 + Fraction(1, 10**6))),
    "the saddle line": lambda x, y, s: (x, -x),
    "the saddle line near rest": lambda x, y, s: (-x / 100, x / 100),
    "near the saddle line": lambda x, y, s: (x, -x + Fraction(1, 10**7)),
    "near the saddle line, below": lambda x, y, s: (-y, y - Fraction(1, 10**5)),
    "small": lambda x, y, s: (x / 1000, y / 1000),
}


def drawn(seed: int) -> Case:
    """Return the random case of a seed."""
    generator = np.random.default_rng(seed)
    dim, length, test = (_between(generator, *ends) for ends in ((1, 3), (3, 6), (2, 6)))
    size = EXTREME.get(seed % EVERY, ONE)
    draw = _permuted if seed % EVERY == PERMUTED else partial(_law, size=size)
    name, law, open_law, tokens, values = draw(dim, generator)
    case = Case(name, tokens, law, length, (ONE, ONE), test)
    kind = list(STARTS)[_between(generator, 0, len(STARTS) - 1)]
    s = case.product if tokens.has_model and tokens.exchangeable else ONE
    start = STARTS[kind](_ratio(generator) / 2, _ratio(generator) / 2, s)
    told: dict[str, Any] = {"dim": dim, "length": length, "init": start, "test_length": test}
    for known in told.copy():
        if _between(generator, 0, 3) == 0:
            del told[known]
    if _between(generator, 0, 2):  # two in three have all numbers
        told = {"dim": dim, "length": length, "init": start, "test_length": test}
    elif _between(generator, 0, 1) and tokens.exchangeable and not law.dim:
        law, values = (open_law, values) if values else (law, {})
        if _between(generator, 0, 2) == 0 and tokens.has_model:
            law, values = _generic(tokens)
            case = replace(case, tokens=replace(tokens, every_moment=True))
    where = {k: str(v) for k, v in told.items() if k != "init"}
    title = f"{name}; d={dim} T={length} start {kind} ({start[0]}, {start[1]}); told {where}"
    if law.name not in ("generic", "exchangeable"):
        symbols = {value for value in law.parameters.values() if isinstance(value, str)}
        values = {name: value for name, value in values.items() if name in symbols}
    return replace(case, name=title, law=law, start=start, told=told, values=values)
