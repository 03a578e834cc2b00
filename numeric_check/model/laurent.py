"""Laurent polynomials in the phases λ_1, …, λ_d, with integers and fractions as coefficients."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

Rational = Fraction | int  # integers where they are integers: they are faster
Laurent = dict[tuple[int, ...], Rational]  # exponents of the phases -> coefficient
Vector = list[Laurent]
Matrix = Sequence[Sequence[Rational]]


def times(left: Laurent, right: Laurent) -> Laurent:
    """Return the product of two Laurent polynomials."""
    total: Laurent = defaultdict(int)
    for exponents, factor in left.items():
        for others, other in right.items():
            total[tuple(map(int.__add__, exponents, others))] += factor * other
    return total


def conjugate(polynomial: Laurent) -> Laurent:
    """Return the complex conjugate where every phase has modulus 1."""
    return {tuple(-e for e in exponents): c for exponents, c in polynomial.items()}


def phase_average(left: Laurent, right: Laurent) -> Fraction:
    """Return the coefficient of λ^0 of the product of two polynomials."""
    terms = (c * right.get(tuple(-e for e in exponents), 0) for exponents, c in left.items())
    return Fraction(sum(terms))


def matrix_times(matrix: Matrix, vector: Vector) -> Vector:
    """Return a matrix times a vector of polynomials."""
    return [weighted_sum(zip(row, vector, strict=True)) for row in matrix]


def inner_product(left: Vector, right: Vector) -> Laurent:
    """Return Σ x̄_i y_i."""
    pairs = zip(left, right, strict=True)
    return weighted_sum((1, times(conjugate(x), y)) for x, y in pairs)


def combined(dim: int, terms: Sequence[tuple[Rational, Vector]]) -> Vector:
    """Return the sum of vectors of polynomials, each times a number."""
    return [weighted_sum((factor, vector[i]) for factor, vector in terms) for i in range(dim)]


def weighted_sum(terms: Iterable[tuple[Rational, Laurent]]) -> Laurent:
    """Return the sum of polynomials, each times a number."""
    total: Laurent = defaultdict(int)
    for factor, polynomial in terms:
        if factor:
            for exponents, coefficient in polynomial.items():
                total[exponents] += factor * coefficient
    return total
