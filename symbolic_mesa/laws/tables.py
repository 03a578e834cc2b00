"""Tables of tokens, from arrays and from files: each becomes an empirical law."""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.laws.symmetries import averaging
from symbolic_mesa.laws.unlike.joint import JointLaw, joint
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import exact
from symbolic_mesa.text.quoting import quoted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]  # of whole, real or complex numbers

REMEDY = "give a file of an (n, d) array of tokens, not too large"
LARGEST_FILE = 10**8  # bytes of a file of tokens, unpacked
Row = list[tuple[int, int]]  # of numbers, numerator and denominator
MOST_ROWS = 10**6  # that weighted rows become


def samples(
    tokens: object, symmetrize: str | None = None, weights: Iterable[object] | None = None
) -> SampleLaw:
    """Return the empirical law of an (n, d) array of real tokens.

    Args:
        tokens: an (n, d) array, or a sequence of n rows of d numbers.
        symmetrize: over what of the coordinates to average: ``permutations``, ``signs``, ``both``,
            or nothing. It changes the law, unless the table is invariant already.
        weights: how probable each row is beside the others, n exact numbers; a row of weight 3 is
            a token that occurs three times. None makes all alike.

    Raises:
        InvalidInput: when it is no such array, holds NaN or infinity, or is all zero; when what to
            average over is none of the words; when weights are none.

    >>> samples([[1, 0], [0, 1]], weights=[2, "1/2"]) == samples([[1, 0]] * 4 + [[0, 1]])
    True
    """
    import numpy as np  # here, so that laws load without NumPy

    averaged = averaging(symmetrize)
    array = _array(tokens)
    if not np.all(np.isfinite(array)):
        raise InvalidInput("data: holds NaN or infinity; remove those tokens")
    ratios = [[value.as_integer_ratio() for value in row] for row in _python_numbers(array)]
    ratios = ratios if weights is None else _repeated(ratios, list(weights))
    if not any(above for row in ratios for above, _ in row):
        raise InvalidInput("data: every token is 0, so E x_j^4 = 0; give tokens that are not 0")
    exponent = max(below.bit_length() - 1 for row in ratios for _, below in row)
    rows = tuple(tuple(above * (2**exponent // below) for above, below in row) for row in ratios)
    return SampleLaw(rows, exponent, averaged)


def _array(tokens: object) -> "Array":
    """Return an (n, d) array of real numbers.

    Raises:
        InvalidInput: when it is none, with what it is instead.
    """
    import numpy as np

    wanted = "not a table of real numbers of at most 64 bits, none masked"
    remedy = "give an (n, d) array, one token a row"
    try:
        array = np.asarray(tokens)
    except ValueError:
        raise InvalidInput(f"data: rows of several lengths: {wanted}; {remedy}") from None
    real = array.dtype.kind in "iu" or (array.dtype.kind == "f" and array.dtype.itemsize <= 8)
    masked = np.ma.isMaskedArray(tokens)
    if not real or masked or array.ndim != 2 or 0 in array.shape:
        what = f"{'masked, ' if masked else ''}dtype {array.dtype} and shape {array.shape}"
        raise InvalidInput(f"data: {what}: {wanted}; {remedy}")
    return array


def _python_numbers(array: "Array") -> list[list[float]]:
    wide = array.astype("float64") if array.dtype.kind == "f" else array
    numbers: list[list[float]] = wide.tolist()
    return numbers


def _repeated(rows: list[Row], weights: list[object]) -> list[Row]:
    """Return each row as often as its weight says, in the smallest whole numbers that do."""
    if len(weights) != len(rows):
        raise InvalidInput(f"weights: {len(weights)} for {len(rows)} tokens; give one for each")
    exactly = [_weight(value, k) for k, value in enumerate(weights, start=1)]
    if not any(exactly):
        raise InvalidInput("weights: every one is 0; give one that is not")
    unit = lcm(*(weight.denominator for weight in exactly))
    counts = [int(weight * unit) for weight in exactly]
    if sum(counts) > MOST_ROWS:
        raise InvalidInput(
            f"weights: they stand for {float(sum(counts)):.1e} tokens of equal probability, above "
            f"{MOST_ROWS:.0e}; round them to fewer digits"
        )
    return [row for row, count in zip(rows, counts, strict=True) for _ in range(count)]


def _weight(value: Any, row: int) -> Fraction:
    """Return a weight; a float stands for its shortest decimal form."""
    weight = exact(value.item() if hasattr(value, "item") else value, f"weight of row {row}")
    if weight < 0:
        raise InvalidInput(f"weight of row {row} is {weight}; it must not be negative")
    return weight


def data(
    tokens: Any, symmetrize: str | None = None, weights_column: str | int | None = None
) -> SampleLaw | JointLaw:
    """Return the empirical law of an (n, d) array, or of one in a file, read without pickle.

    Of complex tokens it is a joint law.

    Args:
        tokens: the array, or the name of a .npy file, of an .npz file with one array, or of a .csv
            file; of at most `LARGEST_FILE` bytes.
        symmetrize: over what of the coordinates to average, see `samples`.
        weights_column: the column that has no coordinate but the weights of rows, see `samples`:
            its name in the first line of a .csv file, or its number, from 1 on.

    Raises:
        InvalidInput: when the file cannot be read, is none of these, or `samples` refuses it.
    """
    import numpy as np

    averaging(symmetrize)  # before a file is read
    given, names = _read(tokens) if isinstance(tokens, str | Path) else (tokens, ())
    if np.iscomplexobj(given):
        return _complex(given, symmetrize, weights_column)
    if weights_column is None:
        return samples(given, symmetrize)
    array = _array(given)
    chosen = _column(str(weights_column).strip(), names, array.shape[1])
    rest = [k for k in range(array.shape[1]) if k != chosen]
    return samples(array[:, rest], symmetrize, weights=array[:, chosen])


def _read(path: str | Path) -> tuple["Array", tuple[str, ...]]:
    """Return the array in a file and the names of its columns."""
    from symbolic_mesa.laws.array_files import table  # here, so that laws load without zipfile

    return table(path, LARGEST_FILE, REMEDY)


def _complex(array: "Array", symmetrize: str | None, weights_column: str | int | None) -> JointLaw:
    """Return the empirical law of complex tokens: every double is the dyadic number that it is."""
    import numpy as np

    for option, value in (("symmetrize", symmetrize), ("weights column", weights_column)):
        if value is not None:
            raise InvalidInput(f"{option}: it is for real tokens, and these are complex; none")
    if array.ndim != 2 or 0 in array.shape or array.dtype.itemsize > 16:
        raise InvalidInput(
            f"data: dtype {array.dtype} and shape {array.shape}; give an (n, d) array of complex "
            "numbers of at most 128 bits"
        )
    if not np.all(np.isfinite(array)):
        raise InvalidInput("data: holds NaN or infinity; remove those tokens")
    share = Fraction(1, len(array))
    return joint([(row, share) for row in array.astype("complex128").tolist()])


def _column(wanted: str, names: tuple[str, ...], width: int) -> int:
    """Return the index of a column that is named, or numbered from 1 on."""
    if names.count(wanted) == 1:
        return names.index(wanted)
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 and 1 <= int(wanted) <= width:
        return int(wanted) - 1
    known = f"{', '.join(quoted(name, 20) for name in names[:10])}, or " if names else ""
    raise InvalidInput(f"weights column {quoted(wanted)}: choose from {known}1 to {width}")
