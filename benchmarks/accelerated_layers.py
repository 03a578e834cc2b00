"""Where accelerated layers stop helping in floating point: the table of docs/von-oswald.md.

Usage: python benchmarks/accelerated_layers.py

A row for each kind of number and condition number: for layers with the best step and accelerated
ones the relative error at which they stay, and the layers after which they are within twice of it;
then a direct solve. d = 16, M has eigenvalues from 1/kappa to 1, even in their logarithms, and a
random basis; the solution is drawn, and errors are those against extended precision.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

DIM, MOST = 16, 700_000
CONDITIONS = (1e1, 1e2, 1e3, 1e4, 1e6, 1e8)


def problem(condition: float, kind: Any) -> tuple[Any, Any, Any]:
    """Return M and q in a precision, and M⁻¹ q for what M and q were rounded to."""
    source = np.random.default_rng(1)
    basis = np.linalg.qr(source.normal(size=(DIM, DIM)))[0]
    spectrum = np.logspace(-np.log10(condition), 0, DIM)
    matrix = ((basis * spectrum) @ basis.T).astype(kind)
    query = (matrix.astype(float) @ source.normal(size=DIM)).astype(kind)
    return matrix, query, refined(matrix, query)


def refined(matrix: Any, query: Any) -> Any:
    """Return the solution by iterative refinement, residuals in extended precision."""
    long, right = matrix.astype(np.longdouble), query.astype(np.longdouble)
    found = np.zeros(DIM, np.longdouble)
    for _ in range(40):
        residual = (right - long @ found).astype(float)
        found = found + np.linalg.solve(matrix.astype(float), residual)
    return found


def plain(matrix: Any, query: Any, condition: float) -> Iterator[Any]:
    """Yield what layers with the best step give."""
    step = matrix.dtype.type(2 / (1 + 1 / condition))
    current = np.zeros_like(query)
    while True:
        current = current + step * (query - matrix @ current)
        yield current


def accelerated(matrix: Any, query: Any, condition: float) -> Iterator[Any]:
    """Yield what accelerated layers give."""
    kind = matrix.dtype.type
    low, high = 1 / condition, 1.0
    rate, share, weight = kind(2 / (low + high)), ((high - low) / (high + low)) ** 2 / 4, 2.0
    before, now = np.zeros_like(query), rate * query
    while True:
        yield now
        weight = 1 / (1 - weight * share)
        change = now - before + rate * (query - matrix @ now)
        before, now = now, before + kind(weight) * change


def stalls(outputs: Iterator[Any], goal: Any, most: int) -> tuple[str, str]:
    """Return the error at which layers stay, and after how many: no error where that is long."""
    if most > MOST:
        return "", f"> {MOST}"
    size = np.linalg.norm(goal.astype(float))
    errors = [
        float(np.linalg.norm((output - goal).astype(float)) / size)
        for output, _ in zip(outputs, range(most), strict=False)
    ]
    stays = float(np.median(errors[-most // 10 :]))
    first = next(k for k, error in enumerate(errors, 1) if error <= 2 * stays)
    return f"{stays:.0e}", str(first)


def row(kind: Any, condition: float) -> str:
    """Return a row of the table."""
    matrix, query, goal = problem(condition, kind)
    ways = ((plain, 60 * condition), (accelerated, 60 * condition**0.5 + 100))
    cells = [
        cell
        for way, most in ways
        for cell in stalls(way(matrix, query, condition), goal, int(most))
    ]
    gap = np.linalg.solve(matrix, query) - goal
    direct = float(np.linalg.norm(gap.astype(float)) / np.linalg.norm(goal.astype(float)))
    cells.append(f"{direct:.0e}" if kind is np.float64 else "")  # NumPy solves in doubles
    return f"| {kind.__name__} | {condition:.0e} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    print("| numbers | κ | best step | layers | accelerated | layers | direct |")
    print("|---|---|---|---|---|---|---|")
    for kind, conditions in ((np.float64, CONDITIONS), (np.float32, CONDITIONS[:-1])):
        for condition in conditions:
            print(row(kind, condition))


if __name__ == "__main__":
    main()
