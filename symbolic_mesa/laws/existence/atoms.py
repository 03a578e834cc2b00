"""Guesses of the atoms of a law on the border, made exact by Newton's method and rounding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import ModuleType
from typing import TYPE_CHECKING

from symbolic_mesa.laws.existence.polynomials import Polynomial, from_roots, trimmed
from symbolic_mesa.laws.existence.problem import Problem

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Real = NDArray[float64]

BITS = 160  # of the refined atoms
SOLVED = Fraction(1, 2**90)
LARGEST = 10**6  # residual of a guess that may still lead somewhere
ROUNDS = 30  # of Newton's method
CLOSE = Fraction(1, 2**60)  # a coefficient so near to a simple fraction is that fraction
NEAR = 0.1  # of 0, in the unit of the problem
SIMPLE = 2**26  # the largest denominator of a simple fraction


def starts(moments: Sequence[float], half: bool) -> Iterator[tuple[float, ...]]:
    """Yield guesses of the atoms from approximate moments, few atoms first.

    They are the nodes of Gauss's rules, of whose leading Hankel matrix the next is singular; where
    z >= 0 also those that have 0 for a node.
    """
    import numpy as np

    for size in range(1, len(moments) // 2 + 1):
        shifts = (0, 1) if half else (0,)
        for shift in shifts:
            inner = size - shift
            if 2 * inner + shift > len(moments):
                continue
            nodes = _nodes(np, moments[shift:], inner)
            if nodes is not None:
                yield (0.0,) * shift + nodes
                nearest = min(nodes, key=abs, default=0.0)
                if not shift and 0 < abs(nearest) < NEAR:  # Newton's method finds no atom at 0
                    yield tuple(0.0 if z == nearest else z for z in nodes)


def _nodes(np: ModuleType, moments: Sequence[float], size: int) -> tuple[float, ...] | None:
    """Return the roots of the orthogonal polynomial of a degree."""
    if not size:
        return ()
    form = np.array([[moments[i + j] for j in range(size)] for i in range(size)])
    right = np.array(moments[size : 2 * size])
    lower = np.linalg.lstsq(form, -right, rcond=None)[0]
    roots = np.roots([1.0, *lower[::-1]])
    return tuple(sorted(float(x) for x in roots.real))


@dataclass(frozen=True)
class _Border:
    """Atoms z with shares w, and a polynomial p in the given powers with p = p' = 0 at the atoms.

    The moments alone fix atoms to first order only where there are more of them than unknowns; the
    polynomial, whose second derivatives are positive, fixes them always.
    """

    shares: tuple[Fraction, ...]
    atoms: tuple[Fraction, ...]
    coefficients: tuple[Fraction, ...]

    def moved(self, step: Sequence[Fraction]) -> "_Border":
        """Return the point after a step; an atom at 0 stays there."""
        moved = [
            Fraction(round((x + s) * 2**BITS), 2**BITS)
            for x, s in zip(self.shares + self.atoms + self.coefficients, step, strict=True)
        ]
        count = len(self.atoms)
        return _Border(
            tuple(moved[:count]),
            tuple(z and new for z, new in zip(self.atoms, moved[count:], strict=False)),
            tuple(moved[2 * count :]),
        )


def refined(problem: Problem, start: Sequence[float]) -> Polynomial | None:
    """Return the simple polynomial whose roots are the atoms of a law near a guess, if any.

    Newton's method with exact residuals, for Σ w z^k = m_k over the known k and for p and p'.
    """
    import numpy as np

    point, last = _first(np, problem, start), None
    for _ in range(ROUNDS):
        residual = _residual(problem, point)
        size = max(map(abs, residual))
        if size < SOLVED:
            pairs = zip(point.atoms, point.shares, strict=True)
            return _simple([z for z, w in pairs if abs(w) > CLOSE])
        if size > LARGEST or (last is not None and size > 4 * last):
            return None
        last = size if last is None else min(size, last)
        jacobian = _jacobian(np, problem, point)
        if not np.all(np.isfinite(jacobian)):
            return None
        right = np.array([float(r / size) for r in residual])
        step = np.linalg.lstsq(jacobian, right, rcond=1e-8)[0].tolist()
        point = point.moved([size * Fraction(s) for s in step])
    return None


def _dual_degrees(problem: Problem) -> list[int]:
    return [k for k, _ in problem.known if k <= problem.top]


def _first(np: ModuleType, problem: Problem, start: Sequence[float]) -> _Border:
    """Return the shares that fit the moments best, and the polynomial that fits the atoms best."""
    powers = np.array([[z**k for z in start] for k, _ in problem.known])
    right = np.array([float(m) for _, m in problem.known])
    shares = np.linalg.lstsq(powers, right, rcond=None)[0]
    degrees = _dual_degrees(problem)
    rows = [[z**k for k in degrees] for z in start]
    rows += [[k * z ** (k - 1) if k and z else 0.0 for k in degrees] for z in start]
    coefficients = np.linalg.svd(np.array(rows))[2][-1]
    return _Border(*(tuple(map(Fraction, map(float, v))) for v in (shares, start, coefficients)))


def _residual(problem: Problem, point: _Border) -> list[Fraction]:
    """Return what the equations lack; an atom at 0 is on the edge, and has no p' = 0."""
    degrees = _dual_degrees(problem)
    powers = [[z**k for k in range(problem.known[-1][0] + 1)] for z in point.atoms]
    lacking = [
        m - sum((w * row[k] for w, row in zip(point.shares, powers, strict=True)), Fraction(0))
        for k, m in problem.known
    ]
    for z, row in zip(point.atoms, powers, strict=True):
        pairs = list(zip(degrees, point.coefficients, strict=True))
        lacking.append(-sum((c * row[k] for k, c in pairs), Fraction(0)))
        slope = sum((c * k * row[k - 1] for k, c in pairs if k), Fraction(0))
        lacking.append(-slope if z else Fraction(0))
    return [*lacking, 1 - sum((c * c for c in point.coefficients), Fraction(0))]


def _jacobian(np: ModuleType, problem: Problem, point: _Border) -> "Real":
    """Return the derivative of the equations by shares, atoms and coefficients, in doubles."""
    degrees, known = _dual_degrees(problem), [k for k, _ in problem.known]
    z, w, c = (
        np.array([float(x) for x in v]) for v in (point.atoms, point.shares, point.coefficients)
    )
    count, moves = len(z), (z != 0).astype(float)
    table: Real = np.zeros((len(known) + 2 * count + 1, 2 * count + len(c)))

    def derived(k: int, order: int) -> "Real":
        factor = [1, k, k * (k - 1)][order]
        power: Real = factor * z ** (k - order) if factor else 0 * z
        return power

    for i, k in enumerate(known):
        table[i, :count] = z**k
        table[i, count : 2 * count] = w * derived(k, 1) * moves
    for a in range(count):
        value, slope = len(known) + 2 * a, len(known) + 2 * a + 1
        slopes = [derived(k, 1)[a] for k in degrees]
        table[value, 2 * count :] = [derived(k, 0)[a] for k in degrees]
        table[value, count + a] = moves[a] * float(c @ np.array(slopes))
        table[slope, 2 * count :] = moves[a] * np.array(slopes)
        table[slope, count + a] = moves[a] * sum(
            x * derived(k, 2)[a] for x, k in zip(c, degrees, strict=True)
        )
    table[-1, 2 * count :] = 2 * c
    return table


def _simple(atoms: Sequence[Fraction]) -> Polynomial | None:
    if len(set(atoms)) < len(atoms):
        return None
    q = from_roots(atoms)
    near = tuple(c.limit_denominator(SIMPLE) for c in q)
    if all(abs(a - b) < CLOSE for a, b in zip(q, near, strict=True)):
        return trimmed(near)
    return None
