"""Covariance matrices: as a person writes them, and whether they are semidefinite, exactly."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symbolic_mesa.laws.array_files import table
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Quantity, quantity
from symbolic_mesa.text.quoting import shortened
from symbolic_mesa.text.surds import Exact, Surd

if TYPE_CHECKING:
    from numpy.typing import NDArray

Matrix = tuple[tuple[Quantity, ...], ...]
Numbers = Sequence[Sequence[Exact]]

LARGEST_FILE = 10**7  # bytes of a file with a matrix, unpacked
MOST = 100  # rows of a covariance
ROUNDING = Fraction(1, 10**9)  # beside the largest entry: a pivot that may be rounding
FORMS = 'give a .npy, .npz or .csv file, "diag(1,2,3)", rows as "2,1;1,2", or diag'


def diagonal_matrix(entries: Sequence[Quantity]) -> Matrix:
    """Return the matrix with these entries on its diagonal, 0 elsewhere."""
    size = range(len(entries))
    return tuple(tuple(entries[i] if i == j else Fraction(0) for j in size) for i in size)


def matrix_of(given: Any) -> Matrix:
    """Return a covariance matrix that a person gives.

    Args:
        given: text such as ``diag(1,2,3)`` or ``2,1;1,2`` with expressions as entries, the name of
            a file with an array, an array, or rows of numbers and expressions.

    Raises:
        InvalidInput: when it is none of these, not square, not symmetric, or not semidefinite.

    >>> matrix_of("2,rho_1;rho_1,2")[0][1]
    'rho_1'
    """
    if isinstance(given, str) and given.strip().startswith("diag(") and given.strip()[-1] == ")":
        entries = given.strip().removeprefix("diag(")[:-1].split(",")
        rows: Any = diagonal_matrix([quantity(x, "covariance") for x in entries])
    elif isinstance(given, str) and ("," in given or ";" in given) and not Path(given).suffix:
        rows = [row.split(",") for row in given.split(";")]
    elif isinstance(given, str | Path):
        rows = _exactly(table(given, LARGEST_FILE, FORMS).array)
    else:
        rows = _exactly(given) if hasattr(given, "tolist") else given
    found = tuple(tuple(quantity(x, "covariance") for x in _row(row)) for row in rows)
    _refuse(found)
    return found


def _row(row: object) -> Sequence[object]:
    if isinstance(row, str) or not isinstance(row, Sequence):
        raise InvalidInput(f"covariance: no rows of numbers; {FORMS}")
    return row


def _exactly(array: "NDArray[Any]") -> list[list[Fraction]]:
    """Return an array of real numbers as fractions: a float is the dyadic number that it is."""
    if array.dtype.kind not in "iuf" or array.ndim != 2:
        raise InvalidInput(
            f"covariance: dtype {array.dtype} and shape {array.shape}; give a (d, d) array of real "
            "numbers"
        )
    try:
        return [[Fraction(x) for x in row] for row in array.tolist()]
    except (ValueError, OverflowError):
        raise InvalidInput("covariance: holds NaN or infinity; give finite numbers") from None


def _refuse(matrix: Matrix) -> None:
    """Refuse what is no covariance; where symbols are left it is a condition."""
    size = len(matrix)
    if not 1 <= size <= MOST or any(len(row) != size for row in matrix):
        widths = sorted({len(row) for row in matrix})
        raise InvalidInput(
            f"covariance: {size} rows of {widths} entries; give a square matrix of 1 to {MOST}"
        )
    for i in range(size):
        for j in range(i):
            if matrix[i][j] != matrix[j][i]:
                raise InvalidInput(
                    f"covariance: the entries {i + 1},{j + 1} and {j + 1},{i + 1} differ; give a "
                    "symmetric matrix, as (A + A.T)/2"
                )
    if all(isinstance(x, Fraction | Surd) for row in matrix for x in row):
        refuse_indefinite(matrix)  # type: ignore[arg-type]  # all are numbers


def refuse_indefinite(matrix: Numbers) -> None:
    """Refuse a matrix of numbers that is not positive semidefinite, or 0, by exact elimination.

    Raises:
        InvalidInput: with the pivot that is negative.
    """
    rows, size = [list(row) for row in matrix], len(matrix)
    largest: Exact = max(x if x >= 0 else -x for row in rows for x in row)
    if not largest:
        raise InvalidInput("covariance: it is 0, so that every token is 0; give one that is not")
    for k in range(size):
        pivot = rows[k][k]
        if pivot < 0:
            _refuse_pivot(k, pivot, largest)
        if not pivot:
            j = next((j for j in range(k + 1, size) if rows[k][j]), None)
            if j is not None:
                raise InvalidInput(
                    f"covariance: not positive semidefinite: pivot {k + 1} is 0, and the entry "
                    f"{k + 1},{j + 1} beside it is not; give a covariance"
                )
            continue
        for i in range(k + 1, size):
            factor = rows[i][k] / pivot
            if factor:
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]


def _refuse_pivot(k: int, pivot: Exact, largest: Exact) -> None:
    near = -pivot <= ROUNDING * largest
    shown = f"{float(pivot):.3g}" if near else shortened(str(pivot))
    remedy = (
        f"it may be rounding: add {float(-2 * pivot):.1g} to the diagonal, or give exact entries"
        if near
        else "give a covariance"
    )
    raise InvalidInput(
        f"covariance: not positive semidefinite: pivot {k + 1} of the elimination is {shown}; "
        f"{remedy}"
    )
