"""The names in a stated model: weights, scales, times and coordinates, each with one meaning."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from symbolic_mesa.statement.contractions import Model
from symbolic_mesa.statement.manifolds import Entries, Form, Manifold
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.scope import RESERVED
from symbolic_mesa.stating.syntax import START, Place
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

THEORY = ("E", "H", "L", "Q", "W", "lambda", "pi", "tau")
"""What formulas about any model are written in; d, T and x are reserved besides."""

INDEXED = re.compile(r"(H|L|Q|h|kappa|lambda|m|mu|x)_*\d[\d_b]*", re.ASCII)
"""The same with an index, and moments of x_1."""


@dataclass(frozen=True)
class Names:
    """What a stated model calls things.

    Attributes:
        model: the model.
        forms: the ansatz of each weight.
    """

    model: Model
    forms: Mapping[str, Form]

    @property
    def scales(self) -> tuple[str, ...]:
        """The scales of all weights."""
        return Manifold(tuple(self.forms.items())).scales

    def weights_are_listed(self, prediction: str) -> None:
        """Refuse a weight without an ansatz, and an ansatz without a scale.

        Raises:
            Misstated: for the first of them.
        """
        for block in self.model.blocks:
            if block not in self.forms:
                reason = f"the weight {block} is not listed in [weights]"
                near = nearest(block, self.forms)
                raise Misstated(
                    f'{reason}; add {block} = "0", or a scale{near}', _at(block, prediction)
                )
        if not self.model.blocks:
            raise Misstated("no weight to train; write one, as A[i,j] x[t,j]", START)
        if not self.scales:
            raise Misstated(
                'every weight is 0 on the ansatz, or fixed; give one a scale, as "a I"', START
            )

    def weight_occurs(self, block: str) -> None:
        """Refuse a listed weight that is not in the prediction.

        Raises:
            Misstated: when it is not.
        """
        if block not in self.model.blocks:
            there = ", ".join(self.model.blocks) or "none"
            near = nearest(block, self.model.blocks)
            raise Misstated(f"no such weight in the prediction; there is {there}{near}", START)

    def scales_mean_nothing_else(self, block: str, ansatz: str) -> None:
        """Refuse a scale whose name has another meaning.

        Raises:
            Misstated: for the first of them.
        """
        for name in Manifold(((block, self.forms[block]),)).scales:
            meant = self._meaning(name)
            if meant:
                reason = f"the scale {name} has another meaning ({meant}); choose another name"
                raise Misstated(reason, _at(name, ansatz))

    def is_a_scale(self, name: str) -> None:
        """Refuse notation for what is no scale.

        Raises:
            Misstated: when it is none.
        """
        if name not in self.scales:
            near = nearest(name, self.scales)
            there = ", ".join(self.scales)
            raise Misstated(
                f"{quoted(name)} is no scale of the ansatz; there is {there}{near}", START
            )

    def _meaning(self, name: str) -> str:
        """Return what else a name means; nothing where it is free."""
        terms = (*self.model.prediction, *self.model.target)
        times = {self.model.steps.name, *(span.name for term in terms for span in term.sums)}
        single = {f.scale for f in self.forms.values() if isinstance(f, Entries)}
        entry = re.fullmatch(r"(\w+)_\d+", name)
        meanings = {
            "a word of the grammar": name in RESERVED,
            "a symbol of the theory": name in THEORY or INDEXED.fullmatch(name),
            "a weight": name in self.model.blocks,
            "a time": name in times,
            "a coordinate": any(name in term.coordinates() for term in terms),
            "an entry of a diagonal": entry and entry[1] in single,
            "a number for each coordinate": name in single and not self._is_single(name),
        }
        return next((meaning for meaning, holds in meanings.items() if holds), "")

    def _is_single(self, name: str) -> bool:
        """Whether every block that has a scale has a number of it for each coordinate."""
        having = [f for b, f in self.forms.items() if name in Manifold(((b, f),)).scales]
        return all(isinstance(form, Entries) for form in having)


def _at(name: str, text: str) -> Place:
    """Return where a name stands first in a text."""
    found = re.search(rf"\b{re.escape(name)}\b", text)
    before = text[: found.start() if found else 0].split("\n")
    return Place(len(before), len(before[-1]) + 1)
