"""Tests of the figures: how they are made, and that their numbers come out again."""

from concurrent.futures import Executor, Future
from typing import Any

from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.tasks import Numbers, Task

TINY = Sizes(dim=2, length=5, samples=12, laws=2, prompts=40)


class AtOnce(Executor):
    """An executor that a caller may bring: it runs in this thread, and remembers what it ran."""

    def __init__(self, most: int | None = None) -> None:
        self.ran: list[Any] = []
        self.most = most

    def submit(self, work: Any, /, *arguments: Any, **options: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        if self.most is not None and len(self.ran) >= self.most:
            future.set_exception(KeyboardInterrupt())
            return future
        self.ran.append(arguments[0])
        future.set_result(work(*arguments, **options))
        return future


def square(number: float, seed: int = 0) -> Numbers:
    """Return a number of which every digit counts."""
    return {"square": (number + seed / 3) ** 2}


def tasks(sizes: Sizes) -> list[Task]:
    """Return a few tasks."""
    return [Task(square, {"number": k / 7, "seed": sizes.dim}) for k in range(4)]


def draw(canvas: Any, rows: Any) -> None:
    """Draw points."""
    axes = canvas.subplots()
    axes.plot([row["given"]["number"] for row in rows], [row["numbers"]["square"] for row in rows])


POINTS = Figure("points", "What is a square?", "Theory: squares.", tasks, draw, (2, 2))
