"""Where claims about prompts are looked at besides: a covariance of the tokens, and numbers."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derivations import Entry
from symbolic_mesa.laws.unlike.covariance import matrix_of
from symbolic_mesa.record import Step
from symbolic_mesa.statement.regression import Fixed
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import Whole, exact, whole

Rows = tuple[tuple[Fraction, ...], ...]
ISOTROPIC = "isotropic"
SAMPLES, TEST_SAMPLES = "N", "M"


@dataclass(frozen=True)
class PromptPoint:
    """A covariance and numbers.

    Attributes:
        covariance: the covariance of the tokens by rows; None where none is given.
        isotropic: whether it is the identity, of any size.
        numbers: numbers by the names of symbols.
    """

    covariance: Rows | None = None
    isotropic: bool = False
    numbers: tuple[tuple[str, Fraction], ...] = ()

    @property
    def has_covariance(self) -> bool:
        """Whether there is a covariance."""
        return self.isotropic or self.covariance is not None

    def in_words(self, entry: Entry, symbols: Container[str]) -> str:
        """Return where it is, as the theorem calls the covariance, of numbers those of symbols.

        >>> from derivations import REGISTRY
        >>> point = PromptPoint(isotropic=True, numbers=(("N", Fraction(5)), ("M", Fraction(7))))
        >>> point.in_words(REGISTRY["zhang-frei-bartlett"], ("N", "sigma"))
        'Lambda = I, N = 5'
        """
        numbers = [f"{name} = {number}" for name, number in self.numbers if name in symbols]
        given = [f"{covariance_of(entry)} = I"] if self.isotropic else []
        given += [f"this {covariance_of(entry)}"] if self.covariance is not None else []
        return ", ".join([*given, *numbers])


def where(point: PromptPoint | None, entry: Entry, step: Step) -> str:
    """Return where a claim is looked at, in words; empty for nowhere."""
    if point is None:
        return ""
    from symbolic_mesa.results.reach import symbols_met  # loads what words need

    return point.in_words(entry, symbols_met(entry, step))


def point_of(
    samples: Whole | None, test_samples: Whole | None, covariance: Any, numbers: Mapping[str, Any]
) -> PromptPoint | None:
    """Return where claims are to be looked at; None where nothing is given.

    Args:
        samples: the number of samples N.
        test_samples: that of a test prompt, M.
        covariance: ``isotropic``, a matrix as `symbolic_mesa.laws` takes it, or None.
        numbers: exact numbers of further symbols.

    Raises:
        InvalidInput: when one of these means nothing, or the matrix is not positive definite.
    """
    found = {name: exact(number, name) for name, number in numbers.items()}
    for name, option, size in (
        (SAMPLES, "samples", samples),
        (TEST_SAMPLES, "test_samples", test_samples),
    ):
        if name in found:
            require_size(name, found[name])
        if size is not None and name in found:
            raise InvalidInput(f"{name}: given twice; leave {option} out")
        if size is not None:
            found[name] = Fraction(_size(option, size))
    isotropic = isinstance(covariance, str) and covariance.strip() == ISOTROPIC
    rows = None if covariance is None or isotropic else rows_of(covariance)
    if rows is None and not isotropic and not found:
        return None
    return PromptPoint(rows, isotropic, tuple(found.items()))


def _size(option: str, size: Whole) -> int:
    found = whole(size, option, "give one that is >= 1")
    if found < 1:
        raise InvalidInput(f"{option}={found}: no number of samples; give a whole number >= 1")
    return found


def require_size(name: str, number: Fraction) -> None:
    """Refuse a number that is no size of a space.

    Raises:
        InvalidInput: when it is not whole, or less than 1.
    """
    if number.denominator != 1 or number < 1:
        raise InvalidInput(f"{name}={number}: no number of samples; give a whole number >= 1")


def rows_of(given: Any) -> Rows:
    """Return a positive definite matrix; a double stands for its shortest decimal form.

    Raises:
        InvalidInput: when it is none.
    """
    matrix = matrix_of(given)
    rows = tuple(tuple(_decimal(x) for x in row if isinstance(x, Fraction)) for row in matrix)
    if any(len(row) != len(rows) for row in rows):
        raise InvalidInput("covariance: symbols or roots in it; give rational numbers here")
    _refuse_singular(rows)
    return rows


def _decimal(value: Fraction) -> Fraction:
    """Return what a double was written as; other fractions are what they are."""
    return exact(float(value), "covariance") if Fraction(float(value)) == value else value


def _refuse_singular(rows: Rows) -> None:
    """Refuse a matrix that is not positive definite, by exact elimination."""
    left = [list(row) for row in rows]
    for k, row in enumerate(left):
        if row[k] <= 0:
            raise InvalidInput(
                f"covariance: not positive definite: pivot {k + 1} of the elimination is "
                f"{float(row[k]):.3g}; give a positive definite matrix"
            )
        for below in left[k + 1 :]:
            factor = below[k] / row[k]
            below[k:] = [x - factor * y for x, y in zip(below[k:], row[k:], strict=True)]


def covariance_of(entry: Entry) -> str:
    """Return the name of the one positive d x d matrix that claims are about; empty without one."""
    model = entry.problem.regression
    given = entry.problem.matrices if model is None else model.fixed
    found = [one.name for one in given if _is_covariance(one)]
    return found[0] if len(found) == 1 else ""


def _is_covariance(one: Fixed) -> bool:
    return one.kind == "positive" and one.rows == "d"


def refuse_strange(point: PromptPoint, entries: Iterable[Entry]) -> None:
    """Refuse a covariance where theorems or a model have none, or have several."""
    for entry in entries:
        if point.has_covariance and not covariance_of(entry):
            raise InvalidInput(
                f"covariance: {entry.id} is not about one positive d x d matrix; leave it out"
            )


def dimension_of(point: PromptPoint | None, dim: Whole | None) -> Whole | None:
    """Return the dimension d, which a matrix of numbers has by itself.

    Raises:
        InvalidInput: when another one is given.
    """
    if point is None or point.covariance is None:
        return dim
    rows = len(point.covariance)
    if dim is not None and whole(dim, "dim") != rows:
        raise InvalidInput(f"dim={dim}: the covariance has {rows} rows; leave one of them out")
    return rows
