"""The eigenvalues of the Hessian at the fixed point, sector by sector."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache, partial
from typing import Any, TypeAlias

import mpmath
from sympy.polys.fields import FracElement
from sympy.polys.rings import PolyElement

from derivations.dynamics.checks import remainder
from derivations.dynamics.steps import passed
from derivations.stability import observables
from derivations.stability.keys import Direction, Eigenvalue, Sector, Which
from derivations.stability.problem import Group, Matrix, Stability, stability
from derivations.stability.sectors import Shape
from derivations.stability.steps import stability_step
from symbolic_mesa import laws
from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.formulas.decimals import Decimals, decimals
from symbolic_mesa.formulas.formula import real
from symbolic_mesa.record import Check, Claim, Step, attempted
from symbolic_mesa.setting import Setting

DIGITS = 30  # of eigenvalues that are numbers
SHORT = 12  # of those that are decimals of few digits
WORKING = 60
ROUNDED = mpmath.mpf(10) ** -27  # what rounding leaves, relative to the largest of the sector
SMALLER, LARGER, POLYNOMIAL = Which.SMALLER, Which.LARGER, Which.POLYNOMIAL
ORDER = {2: (SMALLER, LARGER), 3: (Which.SMALLEST, Which.MIDDLE, Which.LARGEST)}
ONLY = (None,)
VARIABLE = "x"
Name = Which | str | None  # of an eigenvalue in its sector
RingElement: TypeAlias = FracElement | PolyElement | Fraction


def spectrum(problem: Stability) -> Step:
    """Every eigenvalue, or the characteristic polynomial of a sector of three blocks."""
    numbers = problem.has_numbers
    step = stability_step(
        problem,
        "hessian-spectrum",
        Claim(
            "eigenvalues of the Hessian of L in all six blocks at the fixed point, by sector: the "
            "blocks, the direction in each, and how often",
            "",
            r"\lambda",
        ),
        "blocks whose products turn differently with the phases share no second derivative; sign "
        "flips part off-diagonal pairs from each other and from the diagonal, permutations part "
        "both again: one matrix for each group of blocks and each direction",
        (),
        observables.SpectrumNumbers() if numbers else observables.Spectrum(problem.setting.init),
    )

    def value() -> Decimals | dict[Eigenvalue, Closed]:
        problem.require()
        return _digits(problem) if numbers else dict(_eigenvalues(problem))

    return attempted(step, value, partial(_solved if numbers else _closed, problem))


@cache  # pure: of the law whose moments are symbols
def form(group: Group, direction: Direction) -> str:
    """Return how the eigenvalues of a sector are written for every law.

    As the one of one block, as one for each of two blocks without a common second derivative, as
    0 and the trace where the determinant vanishes, as two with a root, or as a polynomial.
    """
    if len(group) != 2:
        return "one" if len(group) == 1 else "polynomial"
    problem = stability(Setting(laws.generic()))
    ((one, both), (_, other)) = problem.matrix(group, problem.shape(direction))
    if not both:
        return "apart"
    degenerate = not remainder(one * other - both**2, problem.rules)
    return "degenerate" if degenerate else "root"


def _eigenvalues(problem: Stability) -> Iterator[tuple[Eigenvalue, Closed]]:
    """Yield the eigenvalues of every sector by key, or its characteristic polynomial."""
    for group, shape in problem.sectors():
        matrix = problem.matrix(group, shape)
        definitions = named(problem, matrix)
        for which, element in eigenvalues(problem, group, shape, matrix).items():
            yield _key(group, shape, which), problem.closed(element, *definitions)


def _key(group: Group, shape: Shape, which: Name) -> Eigenvalue:
    return Eigenvalue(Sector(group, shape.direction), which)


def named(problem: Stability, matrix: Matrix) -> tuple[Definition, ...]:
    """Return the definitions of a sector's entries, and of the root R in two eigenvalues."""
    dynamics, size = problem.dynamics, len(matrix)
    definitions = [
        dynamics.defined(f"h_{i + 1}{k + 1}", "value", matrix[i][k])
        for i in range(size)
        for k in range(i, size)
    ]
    if size == 2:
        h11, h12, h22 = dynamics.names("h_11", "h_12", "h_22")
        definitions.append(dynamics.defined("R_2", "sqrt", (h11 - h22) ** 2 + 4 * h12**2))
    return tuple(definitions)


def eigenvalues(
    problem: Stability, group: Group, shape: Shape, matrix: Matrix
) -> Mapping[Name, FracElement]:
    """Return the eigenvalues of a sector by which they are, in the names of its entries."""
    kind, field = form(group, shape.direction), problem.field
    if kind == "one":
        return {None: matrix[0][0]}
    if kind == "apart":
        return {group[0]: matrix[0][0], group[1]: matrix[1][1]}
    if kind == "degenerate":
        return {SMALLER: field.field.zero, LARGER: problem.trace(matrix)}
    if kind == "root":
        h11, h22, root = problem.dynamics.names("h_11", "h_22", "R_2")
        return {SMALLER: (h11 + h22 - root) / 2, LARGER: (h11 + h22 + root) / 2}
    variable = problem.field.symbol(VARIABLE)
    return {POLYNOMIAL: pencil(named_matrix(problem, 3), variable, field.field.one)}


def determinant(rows: list[list[RingElement]]) -> RingElement:
    """Return the determinant of a small matrix."""
    if len(rows) == 1:
        return rows[0][0]
    total = rows[0][0] * 0
    for k, head in enumerate(rows[0]):
        minor = [[*row[:k], *row[k + 1 :]] for row in rows[1:]]
        total = total + (-1) ** k * head * determinant(minor)
    return total


def _closed(problem: Stability, claim: Claim) -> Check:
    """Each eigenvalue put into its sector's characteristic polynomial, and their sum."""
    gaps: list[object] = []
    keys: list[Eigenvalue] = []
    for group, shape in problem.sectors():
        matrix = problem.matrix(group, shape)
        wanted = {w: _key(group, shape, w) for w in eigenvalues(problem, group, shape, matrix)}
        keys += wanted.values()
        if all(key in claim.parts for key in wanted.values()):
            sides = {which: claim.parts[key] for which, key in wanted.items()}
            gaps += _sector_gaps(problem, matrix, sides)
    gaps.append(list(claim.parts) != keys)
    return passed(gaps, "det(x - H) at each eigenvalue, their sum less the trace of H")


def _sector_gaps(
    problem: Stability, matrix: Matrix, sides: Mapping[Name, Closed]
) -> Iterator[object]:
    """Yield what must vanish for a sector's sides to be those of its matrix."""
    field = problem.field
    gaps, matrix, rules = comparable(problem, matrix, sides.values())
    yield from gaps
    values = {which: side.formula.element for which, side in sides.items()}
    if POLYNOMIAL in values:
        yield values[POLYNOMIAL] - pencil(matrix, field.symbol(VARIABLE), field.field.one)
        return
    for value in values.values():
        yield remainder(pencil(matrix, value, field.field.one), rules)
    yield sum(values.values(), field.field.zero) - problem.trace(matrix)
    if LARGER in values:
        yield values[LARGER] - values[SMALLER] - gap_of_two(problem, matrix, sides[LARGER])


def comparable(
    problem: Stability, matrix: Matrix, sides: Iterable[Closed]
) -> tuple[list[FracElement], Matrix, tuple[Definition, ...]]:
    """Return the gaps of the definitions in these sides, and what is left to be compared.

    That is the matrix, in the names of its entries where a side uses them, and the definitions
    modulo which the sides are compared with it.
    """
    entries, size = named(problem, matrix), range(len(matrix))
    used = [one for side in sides for one in side.where]
    known = {one.name: one.of.element for one in (*problem.definitions, *entries)}
    gaps = [one.of.element - known[one.name] for one in used]
    if any(one.name == "h_11" for one in used):
        matrix = named_matrix(problem, len(size))
    return gaps, matrix, (*problem.rules, *(one for one in entries if one.name == "R_2"))


def gap_of_two(problem: Stability, matrix: Matrix, larger: Closed) -> FracElement:
    """Return the larger less the smaller eigenvalue: R, or the trace where one is 0."""
    rooted = any(one.name == "R_2" for one in larger.where)
    return problem.field.symbol("R_2") if rooted else problem.trace(matrix)


def named_matrix(problem: Stability, size: int) -> Matrix:
    """Return the matrix of the names of a sector's entries."""
    field, places = problem.field, range(1, size + 1)
    return [[field.symbol(f"h_{min(i, k)}{max(i, k)}") for k in places] for i in places]


def pencil(matrix: list[list[Any]], x: Any, y: Any) -> Any:
    """Return det(x I − y H)."""
    rows = [
        [x - y * h if i == k else -y * h for k, h in enumerate(row)] for i, row in enumerate(matrix)
    ]
    return determinant(rows)


def _digits(problem: Stability) -> Decimals:
    numbers = dict(_numbers(problem))
    with mpmath.workdps(WORKING):
        return decimals(numbers, DIGITS, dict(_rounding(problem)), tuple(_exact(problem)))


def _exact(problem: Stability) -> Iterator[Eigenvalue]:
    """Yield the eigenvalues that are decimals of few digits: zeros of det(x - H) in fractions."""
    for group, shape in problem.sectors():
        entries = [[problem.closed(x).exact for x in row] for row in problem.matrix(group, shape)]
        rows = [[x for x in row if x is not None] for row in entries]
        if rows != entries:
            continue
        for key, value in _of_sector(problem, group, shape):
            decimal = Fraction(mpmath.nstr(value, SHORT))
            if abs(value - real(decimal)) <= ROUNDED * abs(value) and not pencil(
                rows, decimal, Fraction(1)
            ):
                yield key


def _rounding(problem: Stability) -> Iterator[tuple[Eigenvalue, mpmath.mpf]]:
    """Yield what rounding leaves of each eigenvalue that a solver gives: beside its sector's."""
    for group, shape in problem.sectors():
        if form(group, shape.direction) != "apart":
            largest = max(abs(x) for x in sector_numbers(problem, group, shape))
            for which in ORDER.get(len(group), ONLY):
                yield _key(group, shape, which), ROUNDED * largest


def _numbers(problem: Stability) -> Iterator[tuple[Eigenvalue, mpmath.mpf]]:
    """Yield the eigenvalues as numbers, the sector's matrix put into a solver."""
    with mpmath.workdps(WORKING):
        for group, shape in problem.sectors():
            yield from _of_sector(problem, group, shape)


def _of_sector(
    problem: Stability, group: Group, shape: Shape
) -> Iterator[tuple[Eigenvalue, mpmath.mpf]]:
    kind, values = form(group, shape.direction), sector_numbers(problem, group, shape)
    every = group if kind == "apart" else ORDER.get(len(group), ONLY)
    for which, value in zip(every, values, strict=True):
        yield _key(group, shape, which), value


def sector_numbers(problem: Stability, group: Group, shape: Shape) -> list[mpmath.mpf]:
    """Return the eigenvalues of a sector where no symbol is left, ascending or by block."""
    with mpmath.workdps(WORKING):
        rows = numeric_matrix(problem, group, shape)
        if form(group, shape.direction) == "apart":
            return [rows[0, 0], rows[1, 1]]
        return list(mpmath.eigsy(rows, eigvals_only=True))


def numeric_matrix(problem: Stability, group: Group, shape: Shape) -> mpmath.matrix:
    """Return a sector's matrix as numbers."""
    rows = problem.matrix(group, shape)
    return mpmath.matrix([[real(problem.closed(x).at({})) for x in row] for row in rows])


def _solved(problem: Stability, claim: Claim) -> Check:
    """The stated digits against traces of the powers of each sector's matrix."""
    worst, at = mpmath.mpf(0), 0
    texts = claim.value.texts
    keys = [key for key, _ in texts]
    with mpmath.workdps(WORKING):
        for group, shape in problem.sectors():
            rows = numeric_matrix(problem, group, shape)
            stated = [mpmath.mpf(text) for _, text in texts[at : at + len(group)]]
            at += len(group)
            power = mpmath.eye(len(group))
            size = mpmath.mnorm(rows, "f") or mpmath.mpf(1)
            for k in range(1, len(group) + 1):
                power = power * rows
                gap = sum(x**k for x in stated) - sum(power[i, i] for i in range(len(group)))
                worst = max(worst, abs(gap) / size**k)
            if form(group, shape.direction) == "apart":
                worst = max(worst, abs(stated[0] - rows[0, 0]) / size)
    named_so = keys == [key for key, _ in _numbers(problem)]
    holds = bool(worst <= ROUNDED) and named_so
    what = "the sums of the powers of each sector's eigenvalues are the traces of its matrix's"
    return Check.decided("substitution", holds, what, float(worst))
