"""At which d exchangeable coordinates can have given joint moments: symmetric sums, exactly.

The sums over distinct coordinates s(a) = Σ_j x_j^a and s(a, b) = Σ_{j≠k} x_j^a x_k^b have products
whose expectations are joint moments times counts of coordinates, polynomials in d; their matrix is
positive semidefinite. So Var Σ_j x_j >= 0 bounds d where coordinates are negatively correlated. The
other isotypic component, of x_j^a - x_k^a, does not depend on d (`positivity`).
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, permutations

from symbolic_mesa.engine.patterns import falling_factorial
from symbolic_mesa.laws.existence.linear import negative_vector
from symbolic_mesa.laws.positivity import Known, cliques
from symbolic_mesa.text.errors import InvalidInput

Powers = tuple[int, ...]
LARGEST = 10**6  # no larger d is looked at where d is a symbol


def refuse_dimension(moments: Mapping[Powers, Fraction], symmetric: bool, dim: int) -> None:
    """Refuse joint moments that no exchangeable law in R^dim has.

    Raises:
        InvalidInput: with the sum whose square would have a negative expectation.
    """
    found = _negative(moments, symmetric, dim)
    if found:
        limit = largest_dimension(moments, symmetric)
        raise InvalidInput(
            f"moments: no law has them at d = {dim}, since E[({found[0]})^2] would be {found[1]}; "
            f"give moments of a law, or --dim at most {limit}"
        )


def largest_dimension(moments: Mapping[Powers, Fraction], symmetric: bool) -> int | None:
    """Return the largest d at which no sum shows that there is no law; None beyond `LARGEST`."""
    if not _negative(moments, symmetric, LARGEST):
        return None
    low, high = 1, LARGEST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _negative(moments, symmetric, middle) else (middle, high)
    return low


def _negative(
    moments: Mapping[Powers, Fraction], symmetric: bool, dim: int
) -> tuple[str, Fraction] | None:
    """Return a combination of sums whose square would have this negative expectation."""
    known = Known(moments, symmetric)
    degree = max(map(sum, moments), default=0) // 2
    singles = [(a,) for a in range(1, degree + 1)]
    pairs = [(a, b) for a in range(1, degree) for b in range(1, min(a, degree - a) + 1)]
    sums = [s for s in [(), *singles, *pairs] if falling_factorial(dim, len(s))]
    table = {(u, v): _product(u, v, dim, known) for u in sums for v in sums}
    within = [u for u in sums if table[u, u] is not None]
    for clique in cliques(within, lambda u, v: table[u, v] is not None):
        chosen = sorted(clique, key=lambda s: (sum(s), s))
        form = [[table[u, v] or Fraction(0) for v in chosen] for u in chosen]
        fault = negative_vector(form)
        if fault:
            return _written(dict(zip(chosen, fault.vector, strict=True))), fault.value
    return None


def _product(left: Powers, right: Powers, dim: int, known: Known) -> Fraction | None:
    """Return E[s(left) s(right)]: some coordinates of the two are the same, the others distinct."""
    total = Fraction(0)
    for merged in _merged(left, right):
        choices = falling_factorial(dim, len(merged))
        moment = known.get(merged) if choices else Fraction(0)
        if moment is None:
            return None
        total += choices * moment
    return total


def _merged(left: Powers, right: Powers) -> Iterator[Powers]:
    """Yield the powers for each way in which coordinates of one are coordinates of the other."""
    for common in range(min(len(left), len(right)) + 1):
        for chosen in combinations(range(len(left)), common):
            for partners in permutations(range(len(right)), common):
                both = tuple(left[i] + right[k] for i, k in zip(chosen, partners, strict=True))
                alone = tuple(a for i, a in enumerate(left) if i not in chosen)
                others = tuple(b for k, b in enumerate(right) if k not in partners)
                yield both + alone + others


def _written(combination: Mapping[Powers, Fraction]) -> str:
    """Return a combination of sums as text.

    >>> _written({(): Fraction(-1), (2,): Fraction(1, 2), (1, 1): Fraction(1)})
    'sum x_j x_k + 1/2 sum x_j^2 - 1'
    """
    parts = []
    for powers, c in sorted(combination.items(), reverse=True, key=lambda p: (len(p[0]), p[0])):
        factors = [
            f"x_{i}" + (f"^{a}" if a > 1 else "") for i, a in zip("jk", powers, strict=False)
        ]
        words = [] if abs(c) == 1 and powers else [str(abs(c))]
        words += ["sum", *factors] if powers else []
        if c:
            parts.append(("- " if c < 0 else "+ ") + " ".join(words))
    text = " ".join(parts)
    return text[2:] if text.startswith("+") else "-" + text[2:]
