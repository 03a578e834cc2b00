"""Tables of tokens, from arrays and from files: each becomes an empirical law."""

from pathlib import Path
from typing import Any

from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.laws.symmetries import averaging
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable


def samples(tokens: Any, symmetrize: str | None = None) -> SampleLaw:
    """Return the empirical law of an (n, d) array of real tokens.

    Args:
        tokens: an (n, d) array, or a sequence of n rows of d numbers.
        symmetrize: over what of the coordinates to average: ``permutations``, ``signs``, ``both``,
            or nothing. It changes the law, unless the table is invariant already.

    Raises:
        InvalidInput: when it is no such array, holds NaN or infinity, or is all zero; when what to
            average over is none of the words.
    """
    import numpy as np  # here, so that laws load without NumPy

    averaged = averaging(symmetrize)
    try:
        array = np.asarray(tokens)
        real = array.dtype.kind in "iu" or (array.dtype.kind == "f" and array.dtype.itemsize <= 8)
        real = real and not np.ma.isMaskedArray(tokens)
    except ValueError:
        real = False
    if not real or array.ndim != 2 or 0 in array.shape:
        raise InvalidInput(
            "data: not a table of real numbers of at most 64 bits, none masked; give an (n, d) "
            "array, one token a row"
        )
    if not np.all(np.isfinite(array)):
        raise InvalidInput("data: holds NaN or infinity; remove those tokens")
    if not np.any(array):
        raise InvalidInput("data: every token is 0, so E x_j^4 = 0; give tokens that are not 0")
    ratios = [[value.as_integer_ratio() for value in row] for row in _python_numbers(array)]
    exponent = max(below.bit_length() - 1 for row in ratios for _, below in row)
    rows = tuple(tuple(above * (2**exponent // below) for above, below in row) for row in ratios)
    return SampleLaw(rows, exponent, averaged)


def _python_numbers(array: Any) -> list[list[Any]]:
    wide = array.astype("float64") if array.dtype.kind == "f" else array
    numbers: list[list[Any]] = wide.tolist()
    return numbers


def data(tokens: str | Path | Any, symmetrize: str | None = None) -> SampleLaw:
    """Return the empirical law of an (n, d) array, or of one in a .npy file, read without pickle.

    Args:
        tokens: the array, or the name of the file.
        symmetrize: over what of the coordinates to average, see `samples`.

    Raises:
        InvalidInput: when the file cannot be read, is no .npy file, or `samples` refuses it.
    """
    import numpy as np

    averaging(symmetrize)  # before a file is read
    if not isinstance(tokens, str | Path):
        return samples(tokens, symmetrize)
    path, name = tokens, printable(tokens)
    try:
        with open(path, "rb") as stream:
            array = np.lib.format.read_array(stream, allow_pickle=False)
    except OSError as error:
        reason = error.strerror or "it is cut off"
        raise InvalidInput(f"{name}: cannot be read ({reason}); check the name") from None
    except Exception:  # whatever a broken header makes NumPy raise
        raise InvalidInput(
            f"{name}: not a .npy file of numbers; save one (n, d) array with numpy.save"
        ) from None
    return samples(array, symmetrize)
