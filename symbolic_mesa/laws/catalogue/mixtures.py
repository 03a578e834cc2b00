"""Mixtures of Gaussians: a family for each number of parts, made from a text of them."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import comb

from symbolic_mesa.laws.catalogue.conditions import Condition, positive, real, share
from symbolic_mesa.laws.catalogue.family import Family, Independent, Maker, odd_product
from symbolic_mesa.laws.loading import by_name
from symbolic_mesa.laws.weights import refuse_sum
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Quantity, quantity
from symbolic_mesa.text.quoting import quoted
from symbolic_mesa.text.surds import Exact, Surd
from symbolic_mesa.text.written import written

NAME = "gaussian-mixture"
MOST_PARTS = 20
FIELDS = ("weight", "mean", "sigma")
Part = tuple[Quantity, Quantity, Quantity]


@dataclass(frozen=True, slots=True)
class _Mixture:
    """E x^k of a mixture of so many parts."""

    count: int

    def __call__(self, k: int, **values: Element) -> Element:
        """Return Σ weight E (mean + sigma z)^k for z ~ N(0, 1)."""
        total: Element = 0
        for i in range(1, self.count + 1):
            weight, mean, sigma = (values[f"{field}_{i}"] for field in FIELDS)
            for even in range(0, k + 1, 2):
                term = weight * comb(k, even) * odd_product(even) * sigma**even
                total = total + (term * mean ** (k - even) if k > even else term)
        return total


def mixture(parts: str) -> tuple[Family, dict[str, Quantity]]:
    """Return the family of mixtures of as many parts, and the value of each of its parameters.

    Args:
        parts: text such as ``"1/2:0:1,1/2:3:2"``: the weight, the mean and the standard deviation
            of each part. Each may be a symbol, or an expression.

    Raises:
        InvalidInput: when it is no such text, or weights do not sum to 1.

    >>> mixture("1/3:0:1,2/3:q:2")[1]["mean_2"]
    'q'
    """
    items = parts.split(",")
    if len(items) > MOST_PARTS:
        raise InvalidInput(f"parts: {len(items)} of them; give at most {MOST_PARTS}")
    read = [_part(item, i) for i, item in enumerate(items, 1)]
    refuse_sum("parts", "weights", [weight for weight, _, _ in read])
    names = [f"{field}_{i}" for i in range(1, len(items) + 1) for field in FIELDS]
    values = dict(zip(names, chain.from_iterable(read), strict=True))
    return _family(len(items), _is_symmetric(read)), values


def _part(item: str, i: int) -> Part:
    fields = item.split(":")
    if len(fields) != len(FIELDS):
        raise InvalidInput(
            f"parts {quoted(item)}: a part is weight:mean:sigma, as in 1/2:0:1,1/2:3:2"
        )
    weight, mean, sigma = fields
    return (
        quantity(weight, f"weight_{i}"),
        quantity(mean, f"mean_{i}"),
        quantity(sigma, f"sigma_{i}"),
    )


def _is_symmetric(parts: list[Part]) -> bool:
    """Whether each part has its mirror image, where every mean is a number."""
    shares: dict[tuple[Exact, Quantity], list[Quantity]] = {}
    for weight, mean, sigma in parts:
        if not isinstance(mean, Fraction | Surd):
            return False
        shares.setdefault((mean, sigma), []).append(weight)
    nothing: list[Quantity] = []
    return all(
        mean == 0 or _alike(shares.get((-mean, sigma), nothing), weights)
        for (mean, sigma), weights in shares.items()
    )


def _alike(some: list[Quantity], others: list[Quantity]) -> bool:
    """Whether weights are the same: numbers in sum, symbols and expressions one by one."""

    def summed(weights: list[Quantity]) -> tuple[Quantity, list[str]]:
        numbers = (written(one) for one in weights if isinstance(one, Fraction | Surd))
        left = (one for one in weights if not isinstance(one, Fraction | Surd))
        return sum(numbers, written(0)).quantity, sorted(map(str, left))

    return summed(some) == summed(others)


def _family(count: int, symmetric: bool) -> Family:
    makers = (share, real, positive)
    conditions: list[Condition] = [
        condition(f"{field}_{i}")
        for i in range(1, count + 1)
        for field, condition in zip(FIELDS, makers, strict=True)
    ]
    return Family(
        NAME,
        f"i.i.d. coordinates N(mean_i, sigma_i^2) with probability weight_i, i = 1..{count}",
        tuple(conditions),
        Independent(_Mixture(count)),
        symmetric=symmetric,
    )


MAKERS = by_name(
    Maker(
        NAME,
        "i.i.d. coordinates, N(mean, sigma^2) of one of several parts",
        "parts",
        "weight:mean:sigma of each part, weights that sum to 1, sigma > 0",
        mixture,
    ),
)
"""Families that are made from parts."""
