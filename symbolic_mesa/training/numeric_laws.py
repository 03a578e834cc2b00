"""What training on the population needs of a setting: numbers, and those as doubles."""

from fractions import Fraction
from functools import cache

from symbolic_mesa.formulas.harmonics import harmonic_number
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput


def require_numbers(setting: Setting) -> tuple[int, int]:
    """Return d and T of a setting with real tokens and without symbols.

    Raises:
        InvalidInput: when d, T or a parameter is not given, or tokens are complex.
    """
    law, dim, length = setting.law, setting.dim, setting.length
    if dim is None or length is None:
        raise InvalidInput("population: d or T is not given; give --dim and --length")
    if not law.real:
        raise InvalidInput("population: tokens are complex; train on --samples")
    for name in (name for name, value in law.parameters.items() if isinstance(value, str)):
        how = f"as --param {name}=1" if law.exchangeable else "where the law is given"
        raise InvalidInput(f"{name} has no value; give it, {how}")
    return dim, length


def double(value: Fraction) -> float:
    """Return a number that follows from the law as a double.

    Raises:
        InvalidInput: when it is beyond them.
    """
    try:
        return float(value)
    except OverflowError:
        raise InvalidInput("population: a moment is beyond doubles; scale the law") from None


@cache  # most patterns ask for the same few
def harmonic(last: int, order: int) -> Fraction:
    """Return a partial sum of the harmonic series; of a long one to 50 digits, as sums cancel."""
    number = harmonic_number(last, order)
    if isinstance(number, Fraction):
        return number
    mantissa, exponent = number.man_exp
    exact: Fraction = int(mantissa) * Fraction(2) ** exponent
    return exact
