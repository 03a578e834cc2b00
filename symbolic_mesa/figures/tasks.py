"""Tasks: functions with arguments, whose numbers are the same wherever and whenever they run."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from threadpoolctl import threadpool_limits

Numbers = dict[str, Any]
"""What JSON can hold: lists and dictionaries of numbers, and words."""


@dataclass(frozen=True)
class Task:
    """Some numbers of a figure that are computed together.

    Attributes:
        work: a function of a module, so that it can be sent to another process. What is random in
            it has a seed among its arguments.
        given: its arguments by name; what JSON can hold.
    """

    work: Callable[..., Numbers]
    given: Mapping[str, Any]

    @cached_property
    def words(self) -> str:
        """What it is, as text: two tasks with the same words have the same numbers."""
        name = f"{self.work.__module__}:{self.work.__qualname__}"
        return json.dumps({"work": name, "given": dict(self.given)}, sort_keys=True)

    @property
    def key(self) -> str:
        """A short name that no other task has."""
        return sha256(self.words.encode()).hexdigest()[:24]


def performed(task: Task) -> Numbers:
    """Return the numbers of a task, as they come back from a file.

    Linear algebra has one thread: sums over more have another order.
    """
    with threadpool_limits(1, "blas"):
        numbers: Numbers = json.loads(json.dumps(task.work(**task.given), allow_nan=False))
    return numbers


def row(task: Task, numbers: Numbers) -> Numbers:
    """Return what a figure is told of a task."""
    return {"work": task.work.__name__, "given": dict(task.given), "numbers": numbers}
