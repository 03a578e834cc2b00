"""How a law is refused: `InvalidInput` in one line."""

from collections.abc import Callable

import pytest

from symbolic_mesa.text.errors import InvalidInput

HOSTILE = "__import__('os').system('touch hacked')"


def refusal(make: Callable[..., object], *arguments: object, **named: object) -> str:
    """Return the one line with which the call is refused."""
    with pytest.raises(InvalidInput) as caught:
        make(*arguments, **named)
    message = str(caught.value)
    assert message.isprintable()  # so it is one line
    return message
