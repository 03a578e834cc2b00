"""Products of matrices of whole numbers: exact, and as quick as those of doubles."""

from typing import Any

import numpy as np

from numeric_check.words.arrays import Array

DIGITS = 53  # of a double: sums of whole numbers below 2^53 are exact in any order


def exact_product(left: Array, right: Array) -> Any:
    """Return a matrix times another, whole numbers in both, as Python's whole numbers.

    Entries of the second are cut into digits, so that no sum is beyond the doubles that are exact.

    Args:
        left: of shape (k, n).
        right: of shape (n, m).

    Raises:
        ArithmeticError: where a row of the first adds up to 2^52 or more.

    >>> exact_product(np.array([[2**40, 1]]), np.array([[2**50], [-3]]))[0, 0] == 2**90 - 3
    True
    """
    first = left.astype(np.float64)
    bits = DIGITS - int(np.abs(first).sum(axis=1).max()).bit_length()
    if bits < 1:
        raise ArithmeticError("sums of products are beyond the range of whole numbers")
    total: Any = 0
    rest, scale = right, 1
    while np.abs(rest).max() >> bits:
        total = total + scale * _whole(first, rest & ((1 << bits) - 1))
        rest, scale = rest >> bits, scale << bits
    return total + scale * _whole(first, rest)


def _whole(left: Array, right: Array) -> Array:
    return (left @ right.astype(np.float64)).astype(np.int64).astype(object)
