"""Numbers and arrays as layers are run with: exact ones, or doubles."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from numpy.typing import NDArray

Number: TypeAlias = Fraction | float
"""Exact, or a double; whole numbers are both."""

Array: TypeAlias = NDArray[Any]
"""Of Python's exact numbers, of whole numbers or of doubles: what is run does not ask which."""

Arrays: TypeAlias = Mapping[str, Array]
"""Matrices by name."""
