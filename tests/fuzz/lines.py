"""A command line, and one in the making."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

WRONG = 0.03  # the share of pieces that are wrong, of each kind


@dataclass(frozen=True)
class Command:
    """A command line, and whether a piece of it is wrong whatever the others are."""

    name: str
    arguments: tuple[str, ...]
    wrong: bool = False

    @property
    def format(self) -> str:
        """The format of the output."""
        given = [
            x.partition("=")
            for x in " ".join(self.arguments).replace("--format ", "--format=").split()
        ]
        return next((value for name, _, value in given if name == "--format"), "text")


class Line:
    """A command line in the making."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.pieces: list[tuple[tuple[str, ...], bool]] = []  # each, and whether it is wrong

    @property
    def wrong(self) -> bool:
        """Whether some piece is wrong."""
        return any(wrong for _, wrong in self.pieces)

    def maybe(self, share: float) -> bool:
        """Whether something of that probability happens."""
        return self.chance.random() < share

    def option(self, name: str, value: str, wrong: bool = False) -> None:
        """Add an option, in one of the two ways of writing it."""
        apart = not value.startswith("-") and self.maybe(0.5)
        self.pieces.append(((name, value) if apart else (f"{name}={value}",), wrong))

    def flag(self, name: str, share: float = 1.0) -> None:
        """Add an option without a value, now and then."""
        if self.maybe(share):
            self.pieces.append(((name,), False))

    def without(self, *names: str) -> None:
        """Take options away again."""
        self.pieces = [x for x in self.pieces if x[0][0].partition("=")[0] not in names]

    def choice(
        self, name: str, good: Sequence[str], bad: Sequence[str], absent: float = 0.0
    ) -> None:
        """Add an option with a value that is good, or now and then one that is none."""
        if self.maybe(absent):
            return
        wrong = self.maybe(WRONG)
        self.option(name, self.chance.choice(bad if wrong else good), wrong)

    def command(self, name: str) -> Command:
        """Return the command, its options in some order."""
        self.chance.shuffle(self.pieces)
        return Command(name, tuple(x for piece, _ in self.pieces for x in piece), self.wrong)
