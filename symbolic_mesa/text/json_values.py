"""What a JSON text can say, as a type."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""A value; sequences and mappings are read only, so that lists of texts are lists of values."""

Object: TypeAlias = dict[str, Json]
"""An object that is written."""
