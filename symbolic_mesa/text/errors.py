"""The errors that this package raises on purpose.

Each message is one line that names the input, the rule that it breaks and the remedy, so that the
command line can print it as it is.
"""


class MesaError(Exception):
    """Base of every error of this package; catch it to catch them all.

    Errors of one type that say the same are equal, in whichever process they were raised.
    """

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.args == getattr(other, "args", None)

    def __hash__(self) -> int:
        return hash((type(self), self.args))


class InvalidInput(MesaError, ValueError):
    """A value that cannot be meant: a law that cannot exist, a length below 3, a broken file."""


class BeyondDoubles(InvalidInput, OverflowError):
    """A number that was asked for as a double and is too large for one."""


class ForeignPackage(MesaError, ImportError):
    """A package that comes with this one is not the one of that name that Python finds."""


class MissingMoment(MesaError, LookupError):
    """A result needs a moment that the law does not give.

    Attributes:
        moment: the moment in mathematical words, for example ``E[x_j^6]``.
        reason: why the law does not give it.
    """

    def __init__(self, moment: str, reason: str) -> None:
        super().__init__(moment, reason)  # what it is made of, to be made again from a pickle
        self.moment = moment
        self.reason = reason

    def __str__(self) -> str:
        verb = "are" if " and " in self.moment else "is"
        return f"{self.moment} {verb} missing: {self.reason}"


class NotClosed(MesaError, ArithmeticError):
    """An expectation or an ODE has no closed form within the forms that the engine represents."""


class NotApplicable(MesaError, ArithmeticError):
    """A result has no meaning in a setting, such as an off-diagonal entry at d = 1."""


class CoordinatesDiffer(MesaError, ArithmeticError):
    """A result needs coordinates that are alike under the law, and these are not."""


class NoSymbol(KeyError):
    """A symbol that is in no formula of a setting; of a lemma that is derived for another law."""

    def __str__(self) -> str:
        return str(self.args[0])  # a KeyError shows its message in quotes
