"""Which tests run always, and which where every test is asked for (``pytest -m exhaustive``).

A test that takes seconds and would fail together with quicker ones is marked; CI runs both kinds.
"""

from collections.abc import Iterable
from typing import Any

import pytest


def first(values: Iterable[Any], always: int = 1) -> list[Any]:
    """Return parameters of a test: the first of them run always, the others are exhaustive."""
    values = list(values)
    return [
        value if k < always else pytest.param(*_each(value), marks=pytest.mark.exhaustive)
        for k, value in enumerate(values)
    ]


def _each(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)
