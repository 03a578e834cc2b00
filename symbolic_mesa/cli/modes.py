"""Ways of using a command in which some of its options would do nothing: those are refused."""

from typing import NamedTuple

import typer

from symbolic_mesa.text.errors import InvalidInput


class Mode(NamedTuple):
    """A way of using a command.

    Attributes:
        takes: the options that do something in it; every other option of the command is refused.
        refusal: what is said of one that is refused, with ``{option}`` in its place.
    """

    takes: frozenset[str]
    refusal: str

    def refuse_others(self, context: typer.Context) -> None:
        """Refuse what was typed and would be passed over in silence.

        Raises:
            InvalidInput: when there is such an option; the first is named.
        """
        for option in typed(context):
            if option not in self.takes:
                raise InvalidInput(self.refusal.format(option=option))


def typed(context: typer.Context) -> list[str]:
    """Return the options that were typed, in the order in which the command declares them."""
    sources = (
        (parameter.opts[0], context.get_parameter_source(parameter.name or ""))
        for parameter in context.command.params
    )
    return [option for option, source in sources if source and source.name == "COMMANDLINE"]
