"""Charges: how products of blocks turn when W is multiplied by a common phase e^{iφ}.

Then x_t turns with e^{i(t−1)φ}, while the law of the phases stays: two terms of different charge
have mean product 0.
"""

from collections.abc import Mapping
from functools import cache

from symbolic_mesa.models.causal_linear_attention import causal_linear_attention
from symbolic_mesa.statement.contractions import TimeIndex, Token
from symbolic_mesa.text.errors import NotApplicable


@cache  # pure: a property of the model
def charges() -> Mapping[tuple[str, ...], int]:
    """Return by its blocks how each term of the prediction turns against the target.

    Raises:
        NotApplicable: when that depends on a time.
    """
    model = causal_linear_attention()
    target = _turning(model.target[0].tokens)
    turning = {}
    for term in model.prediction:
        left = _turning(term.tokens) - target
        if left.coefficients:
            raise NotApplicable(f"a term turns with {left}, which depends on a time")
        turning[tuple(weight.block for weight in term.weights)] = left.constant
    return turning


def _turning(tokens: tuple[Token, ...]) -> TimeIndex:
    total = TimeIndex(())
    for token in tokens:
        exponent = token.time - 1
        total = total - exponent if token.conjugate else total + exponent
    return total
