"""The catalogue of parametric laws: one row a law, moments as formulas in the parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, prod
from typing import Any

from symbolic_mesa.text.surds import Exact

ZERO, ONE = Fraction(0), Fraction(1)
Powers = tuple[int, ...]  # powers of distinct coordinates, descending, none zero


def above_one(k: int) -> Fraction:
    """Return 7/3, 8/4, 9/5, …: what is tried for a symbol that may be any positive number."""
    return Fraction(7 + k, 3 + k)


def below_half(k: int) -> Fraction:
    """Return 3/11, 4/13, 5/15, …: probabilities, at none of which two values are alike."""
    return Fraction(3 + k, 11 + 2 * k)


def far_above(k: int) -> Fraction:
    """Return 101/3, 103/3, …: degrees of freedom at which every moment that occurs exists."""
    return Fraction(101 + 2 * k, 3)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a parameter must satisfy: in words, as a test, and by bounds, and by values that do.

    Attributes:
        parameter: the parameter.
        words: the condition in words.
        holds: the condition as a test.
        low: what the parameter is not below, where there is such a bound.
        high: what it is not above, likewise.
        trial: a value that satisfies it for each number from 0 on, none of them a special one.
    """

    parameter: str
    words: str
    holds: Callable[[Exact], bool]
    low: Fraction | None = None
    high: Fraction | None = None
    trial: Callable[[int], Fraction] = above_one


@dataclass(frozen=True, slots=True)
class Family:
    """A parametric law: its name, its parameters and its mixed moments.

    Its functions are those of a module, or frozen callables: laws are compared and pickled.

    Attributes:
        phrase: the law in words.
        conditions: what the parameters must satisfy, one condition a parameter.
        moment: E[x_1^{k1} x_2^{k2} ⋯] from the powers, the dimension and the parameters; the
            parameters and the dimension are elements of any field.
        finite_below: the parameter that every moment's total power in one coordinate must stay
            below, when there is such a limit.
        symmetric: whether a coordinate may change its sign.
        independent: whether coordinates are independent.
        nonzero: the same as `moment` on the tokens with another coordinate ≠ 0; None when no
            coordinate is ever 0.
        numeric: the full name of the module whose ``LAWS`` has, by the law's name, what is said of
            it a second time, to be checked with (see `numeric_check.laws.catalogue`).
    """

    name: str
    phrase: str
    conditions: tuple[Condition, ...]
    moment: Callable[[Powers, Any, Mapping[str, Any]], Any]
    finite_below: str | None = None
    symmetric: bool = True
    independent: bool = True
    nonzero: Callable[[Powers, Any, Mapping[str, Any]], Any] | None = None
    numeric: str = "numeric_check.laws.catalogue"

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters, in order."""
        return tuple(condition.parameter for condition in self.conditions)


def _is_positive(value: Exact) -> bool:
    return value > 0


def _is_nonzero(value: Exact) -> bool:
    return value != 0


def _is_share(value: Exact) -> bool:
    return 0 < value <= 1


def _is_inner_share(value: Exact) -> bool:
    return 0 < value < 1


def _positive(name: str) -> Condition:
    return Condition(name, f"{name} > 0", _is_positive, ZERO)


def _share(words: str, holds: Callable[[Exact], bool]) -> Condition:
    return Condition("p", words, holds, ZERO, ONE, below_half)


def _nonzero(name: str) -> Condition:
    return Condition(name, f"{name} != 0", _is_nonzero)


@dataclass(frozen=True, slots=True)
class Independent:
    """The mixed moments of i.i.d. coordinates.

    Attributes:
        univariate: E x^k from k and the parameters by name.
    """

    univariate: Callable[..., Any]

    def __call__(self, powers: Powers, dim: Any, values: Mapping[str, Any]) -> Any:
        """Return the product of the moments of single coordinates."""
        product: Any = 1
        for power in powers:
            product = product * self.univariate(power, **values)
        return product


def _odd_product(power: int) -> int:
    """Return (power − 1)!! = 1·3·5⋯(power − 1), the Gaussian moment of that even order."""
    return prod(range(1, power, 2))


def _gaussian(k: int, sigma: Any) -> Any:
    return 0 if k % 2 else _odd_product(k) * sigma**k


def _rademacher(k: int, c: Any) -> Any:
    return 0 if k % 2 else c**k


def _uniform(k: int, c: Any) -> Any:
    return 0 if k % 2 else c**k / (k + 1)


def _laplace(k: int, scale: Any) -> Any:
    return 0 if k % 2 else factorial(k) * scale**k


def _bernoulli_gaussian(k: int, p: Any, sigma: Any) -> Any:
    return p * _gaussian(k, sigma)


def _two_point(k: int, p: Any, scale: Any) -> Any:
    return scale**k * (p * (1 - p) ** k + (1 - p) * (-p) ** k)


def _student_t(k: int, nu: Any) -> Any:
    """ν^{k/2} Π (2i − 1)/(ν − 2i) over i <= k/2."""
    product: Any = 0 if k % 2 else 1
    for i in range(1, k // 2 + 1):
        product = product * nu * (2 * i - 1) / (nu - 2 * i)
    return product


def _sparse(powers: Powers, dim: Any, values: Mapping[str, Any]) -> Any:
    if not powers:
        return 1
    if len(powers) > 1 or powers[0] % 2:
        return 0
    return values["c"] ** powers[0] / dim


def _sparse_nonzero(powers: Powers, dim: Any, values: Mapping[str, Any]) -> Any:
    """Where x_j is not 0 every other coordinate is."""
    return 0 if powers else dim**0 / dim


def _bernoulli_gaussian_nonzero(powers: Powers, dim: Any, values: Mapping[str, Any]) -> Any:
    return values["p"] * Independent(_bernoulli_gaussian)(powers, dim, values)


def _full_one(powers: Powers, dim: Any, values: Mapping[str, Any]) -> Any:
    return values["c"] ** sum(powers)


def _sphere(powers: Powers, dim: Any, values: Mapping[str, Any]) -> Any:
    """radius^{2n} Π (k_i − 1)!! / (d (d + 2) ⋯ (d + 2n − 2)) with 2n = Σ k_i."""
    if any(power % 2 for power in powers):
        return 0
    moment = prod(_odd_product(power) for power in powers) * values["radius"] ** sum(powers)
    for step in range(sum(powers) // 2):
        moment = moment / (dim + 2 * step)
    return moment


_ROWS = (
    Family(
        "gaussian",
        "i.i.d. coordinates N(0, sigma^2)",
        (_positive("sigma"),),
        Independent(_gaussian),
    ),
    Family(
        "sparse",
        "+c e_i or -c e_i, all 2d with the same probability",
        (_nonzero("c"),),
        _sparse,
        independent=False,
        nonzero=_sparse_nonzero,
    ),
    Family(
        "full-one",
        "always (c, ..., c)",
        (_nonzero("c"),),
        _full_one,
        symmetric=False,
        independent=False,
    ),
    Family(
        "rademacher",
        "i.i.d. coordinates +c or -c, each with probability 1/2",
        (_nonzero("c"),),
        Independent(_rademacher),
    ),
    Family(
        "uniform",
        "i.i.d. coordinates uniform on [-c, c]",
        (_positive("c"),),
        Independent(_uniform),
    ),
    Family(
        "laplace",
        "i.i.d. coordinates of density exp(-|x|/scale)/(2 scale)",
        (_positive("scale"),),
        Independent(_laplace),
    ),
    Family(
        "bernoulli-gaussian",
        "i.i.d. coordinates N(0, sigma^2) with probability p, else 0",
        (
            _share("0 < p <= 1", _is_share),
            _positive("sigma"),
        ),
        Independent(_bernoulli_gaussian),
        nonzero=_bernoulli_gaussian_nonzero,
    ),
    Family(
        "student-t",
        "i.i.d. coordinates, Student's t with nu degrees of freedom",
        (Condition("nu", "nu > 0", _is_positive, ZERO, trial=far_above),),
        Independent(_student_t),
        finite_below="nu",
    ),
    Family(
        "two-point",
        "i.i.d. coordinates, scale (1-p) with probability p, else -scale p",
        (
            _share("0 < p < 1", _is_inner_share),
            _positive("scale"),
        ),
        Independent(_two_point),
        symmetric=False,
    ),
    Family(
        "sphere",
        "uniform on the sphere of that radius",
        (_positive("radius"),),
        _sphere,
        independent=False,
    ),
)
FAMILIES: Mapping[str, Family] = {family.name: family for family in _ROWS}
