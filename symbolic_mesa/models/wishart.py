"""Gaussian matrices and their Gram matrices."""

from fractions import Fraction

from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.models.problem import PLAIN, Problem, Symbol

WHITE = AsStated("G a d x N matrix of independent standard Gaussian entries")

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
    about=("G is a d x N matrix of independent standard Gaussian entries, and W = G G^T",),
    title="Wishart matrices",
    sizes=("d",),
)
