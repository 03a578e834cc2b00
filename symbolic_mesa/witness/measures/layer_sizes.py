"""How claims about several layers on prompts are held against them: at several d and N."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.witness.judging import judged
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.measured import Pairs
from symbolic_mesa.witness.routes import ON_DIAGONAL, Route

SIZES, SMALL = ((1, 2), (2, 3), (3, 2)), ((1, 3), (2, 2))  # d and N
ROUTES = tuple(
    replace(route, model=words)
    for route, words in zip(
        ON_DIAGONAL, ("moments by every pairing", "all layers on prompts at nodes"), strict=True
    )
)

Size = tuple[int, int]
Of = Callable[[Claim, bool, int, Size], Pairs]


@dataclass(frozen=True)
class Compared:
    """Numbers at several sizes.

    Attributes:
        pairs: yields predicted and measured ones.
        routes: by which they can be measured.
    """

    pairs: Of
    routes: tuple[Route, ...] = ROUTES

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check of a claim about so many layers as the observable names."""
        observable: Any = step.observable
        sizes = SIZES if route.exact else SMALL
        try:
            gap = max(self._gap(route, claim, observable.depth, size) for size in sizes)
        except MesaError:
            gap = 1.0
        detail = f"{route.model}, at (d,N) = {', '.join(f'({d},{n})' for d, n in sizes)}"
        return judged(route, gap, detail, "")

    def _gap(self, route: Route, claim: Claim, depth: int, size: Size) -> float:
        pairs = list(self.pairs(claim, route.exact, depth, size))
        if route.exact:
            return float(any(stated != measured for stated, measured in pairs))
        return max(abs(float(s) - float(m)) / abs(float(m)) for s, m in pairs)
