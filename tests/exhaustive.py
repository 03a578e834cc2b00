"""Which tests run always, and which where every test is asked for (``pytest -m exhaustive``).

A test that takes seconds and would fail together with quicker ones is marked; CI runs both kinds.
"""

from collections.abc import Iterable
from typing import Any

import pytest


def first(values: Iterable[Any], always: int = 1) -> list[Any]:
    """Return a test's only parameter: the first values run always, the others are exhaustive."""
    return [
        value if k < always else pytest.param(value, marks=pytest.mark.exhaustive)
        for k, value in enumerate(values)
    ]


def first_rows(rows: Iterable[tuple[Any, ...]], always: int = 1) -> list[Any]:
    """Return a test's several parameters, likewise."""
    return [
        row if k < always else pytest.param(*row, marks=pytest.mark.exhaustive)
        for k, row in enumerate(rows)
    ]
