"""Gauss rules from exact moments.

The orthogonal polynomials π_0, π_1, … of the moments obey π_{k+1} = (x − α_k) π_k − β_k π_{k−1}.
The zeros of π_n, as the eigenvalues of the Jacobi matrix of the α_k and √β_k, are the nodes
(Golub and Welsch 1969). The coefficients are found in fractions, since they are an ill-conditioned
function of the moments (Gautschi 2004, Section 2.1), and the zeros are polished in fractions too:
an eigenvalue is good relative to the largest one, but a node has to be good relative to itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.surds import Exact

Array = NDArray[np.float64]
Polynomial = tuple[Exact, ...]  # coefficients, constant first

NEWTON_STEPS = 3  # an eigenvalue has most digits, and each step doubles them


@dataclass(frozen=True, slots=True)
class _Orthogonal:
    """Monic orthogonal polynomials π_0..π_n with h_k = E π_k² for k < n, and the α_k."""

    polynomials: tuple[Polynomial, ...]
    norms: tuple[Exact, ...]
    centres: tuple[Exact, ...]


def gauss_from_moments(moments: Sequence[Exact]) -> tuple[Array, Array]:
    """Return nodes, ascending, and positive weights whose moments are these.

    Args:
        moments: m_0 = 1, m_1, …. From 2n moments come n nodes. From 2n − 1 too: m_{2n−1} is then
            free, and is chosen so that α_{n−1} = m_1, which keeps symmetric moments symmetric. When
            the moments belong to k < n points alone, the nodes are those k points.

    Returns:
        Nodes in the unit of x and weights that sum to 1, both of shape (n,).

    Raises:
        InvalidInput: when the moments belong to no law, or m_0 is not 1.

    >>> gauss_from_moments([Fraction(m) for m in (1, 0, 4, 0)])[0].tolist()
    [-2.0, 2.0]
    """
    if not moments or moments[0] != 1:
        raise InvalidInput("moments of a Gauss rule: m_0 must be 1; give m_0 = 1 first")
    system = _orthogonal(moments)
    nodes = sorted({_polished(zero, system.polynomials[-1]) for zero in _zeros(system)})
    weights = np.array([_weight(Fraction(node), system) for node in nodes])
    return np.array(nodes), _fitted(weights, nodes, moments)


def _orthogonal(moments: Sequence[Exact]) -> _Orthogonal:
    polynomials: list[Polynomial] = [(Fraction(1),)]
    norms: list[Exact] = []
    centres: list[Exact] = []
    for k in range((len(moments) + 1) // 2):
        p = polynomials[-1]
        norm = _mean(moments, _product(p, p))
        if norm == 0:  # the law sits on the k zeros of p
            _refuse_degenerate(moments, p)
            break
        if norm < 0:
            raise InvalidInput("moments of a Gauss rule: no law has them; give moments of a law")
        free = len(moments) < 2 * k + 2
        centre = moments[1] if free and k else _centre(moments, p, norm)
        lower = (norm / norms[-1], polynomials[-2]) if k else (Fraction(0), p)
        norms.append(norm)
        centres.append(centre)
        polynomials.append(_next(p, centre, *lower))
    return _Orthogonal(tuple(polynomials), tuple(norms), tuple(centres))


def _centre(moments: Sequence[Exact], p: Polynomial, norm: Exact) -> Exact:
    """Return α = E[x p²] / E[p²], and 0 when there is m_0 alone."""
    if len(moments) == 1:
        return Fraction(0)
    return _mean(moments, (Fraction(0), *_product(p, p))) / norm


def _refuse_degenerate(moments: Sequence[Exact], p: Polynomial) -> None:
    """P = 0 almost surely, so E[p x^k] must be 0 for every k."""
    for power in range(len(moments) - len(p) + 1):
        if _mean(moments, (*[Fraction(0)] * power, *p)):
            raise InvalidInput("moments of a Gauss rule: no law has them; give moments of a law")


def _next(p: Polynomial, centre: Exact, ratio: Exact, before: Polynomial) -> Polynomial:
    """Return (x − centre) p − ratio before."""
    result: list[Exact] = [Fraction(0), *p]
    for power, value in enumerate(p):
        result[power] -= centre * value
    for power, value in enumerate(before):
        result[power] -= ratio * value
    return tuple(result)


def _product(p: Polynomial, q: Polynomial) -> Polynomial:
    result: list[Exact] = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, x in enumerate(p):
        for j, y in enumerate(q):
            result[i + j] += x * y
    return tuple(result)


def _mean(moments: Sequence[Exact], p: Polynomial) -> Exact:
    return sum((c * m for c, m in zip(p, moments, strict=False)), Fraction(0))


def _at(p: Polynomial, x: Fraction) -> Exact:
    value: Exact = Fraction(0)
    for coefficient in reversed(p):
        value = value * x + coefficient
    return value


def _zeros(system: _Orthogonal) -> list[float]:
    """Return the zeros of the last polynomial as eigenvalues of the Jacobi matrix, ascending."""
    ratios = [below / above for above, below in zip(system.norms, system.norms[1:], strict=False)]
    jacobi = np.diag([float(centre) for centre in system.centres])
    jacobi += np.diag(np.sqrt([float(ratio) for ratio in ratios]), -1)  # eigvalsh reads below
    zeros: list[float] = np.linalg.eigvalsh(jacobi).tolist()
    return zeros


def _polished(zero: float, p: Polynomial) -> float:
    """Return the zero of p near by, to the last digits, by Newton steps in fractions."""
    slope = tuple(power * value for power, value in enumerate(p))[1:]
    for _ in range(NEWTON_STEPS):
        x = Fraction(zero)
        zero = float(x - _at(p, x) / _at(slope, x))
    return zero


def _weight(node: Fraction, system: _Orthogonal) -> float:
    """Return 1 / Σ_k π_k(node)² / h_k, the weight of a Gauss node (Gautschi 2004, Section 1.4)."""
    levels = zip(system.polynomials, system.norms, strict=False)
    return float(1 / sum((_at(p, node) ** 2 / norm for p, norm in levels), Fraction(0)))


def _fitted(weights: Array, nodes: Sequence[float], moments: Sequence[Exact]) -> Array:
    """Return the weights with the least relative change after which the moments fit best.

    The weights of nodes that are close to each other depend much on their last digits, which are
    rounded: their sum, and every moment with it, would be off by more than rounding.
    """
    points = [Fraction(node) for node in nodes]
    powers = range(min(len(moments), 2 * len(nodes)))
    terms = [[Fraction(w) * x**k for w, x in zip(weights, points, strict=True)] for k in powers]
    sizes = [sum(abs(term) for term in row) or Fraction(1) for row in terms]
    rows = [[float(term / size) for term in row] for row, size in zip(terms, sizes, strict=True)]
    gaps = [float((moments[k] - sum(terms[k])) / sizes[k]) for k in powers]
    change, *_ = np.linalg.lstsq(np.array(rows), np.array(gaps), rcond=None)
    fitted: Array = weights * (1 + change)
    return fitted
