"""The errors that this package raises on purpose.

Each message is one line that names the input, the rule that it breaks and the remedy, so that the
command line can print it as it is.
"""


class MesaError(Exception):
    """Base of every error of this package; catch it to catch them all."""


class InvalidInput(MesaError, ValueError):
    """A value that cannot be meant: a law that cannot exist, a length below 3, a broken file."""


class BeyondDoubles(InvalidInput, OverflowError):
    """A number that was asked for as a double and is too large for one."""


class MissingMoment(MesaError, LookupError):
    """A result needs a moment that the law does not give.

    Attributes:
        moment: the moment in mathematical words, for example ``E[x_j^6]``.
        reason: why the law does not give it.
    """

    def __init__(self, moment: str, reason: str) -> None:
        verb = "are" if " and " in moment else "is"
        super().__init__(f"{moment} {verb} missing: {reason}")
        self.moment = moment
        self.reason = reason


class NotClosed(MesaError, ArithmeticError):
    """An expectation or an ODE has no closed form within the forms that the engine represents."""


class NotApplicable(MesaError, ArithmeticError):
    """A result has no meaning in a setting, such as an off-diagonal entry at d = 1."""


class CoordinatesDiffer(MesaError, ArithmeticError):
    """A result needs coordinates that are alike under the law, and these are not."""
