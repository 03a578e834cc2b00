"""What is wrong in a stated model, and where."""

from symbolic_mesa.stating.syntax import Place


class Misstated(ValueError):
    """Why a text states nothing, in words, and the place in that text.

    Attributes:
        reason: what is wrong.
        place: where.
    """

    def __init__(self, reason: str, place: Place) -> None:
        super().__init__(reason, place)
        self.reason = reason
        self.place = place
