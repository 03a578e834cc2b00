"""Gaussian matrices and their Gram matrices."""

from fractions import Fraction

from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.models.problem import PLAIN, Problem, Symbol

WHITE = AsStated("G is d by N, its entries independent standard Gaussian")

PROBLEM = Problem(
    "wishart",
    PLAIN.model,
    {},
    {},
    {
        "W": Symbol("G G^T"),
        "d": Symbol("number of rows of G", Fraction(5), ">= 1"),
        "N": Symbol("number of columns of G", Fraction(10), ">= 1"),
    },
    about=("G is d by N, its entries are independent standard Gaussian, and W = G G^T",),
    title="Wishart matrices",
    sizes=("d",),
)
