"""Prompts of pairs (x_i, y_i), y_i = W x_i, read token by token by a layer that sees neighbours."""

from fractions import Fraction

from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.models.mesa_layer import PAPER
from symbolic_mesa.models.problem import PLAIN, Problem, Symbol

GAUSSIAN_PROMPTS = AsStated("x_1..x_N and q are independent N(0, I), and W is any matrix")

_ABOUT = (
    "A prompt x_1, y_1, ..., x_N, y_N, q has y_i = W x_i; x_1..x_N and q are independent N(0, I) "
    "in R^d, and W is a fixed matrix",
    "A layer of linear attention takes one gradient step of size eta from 0 on every pair of "
    "neighbours (key, value): (x_i, y_i), and besides (y_i, x_{i+1}) and (y_N, q). Its prediction "
    "is eta times the sum of value <key, q>; the truth is W q",
)

PROBLEM = Problem(
    "few-shot-prompts",
    PLAIN.model,
    {},
    {},
    {
        "W": Symbol("linear map from inputs to outputs"),
        "X": Symbol("inputs, one a column"),
        "q": Symbol("query"),
        "c": Symbol("embedding of a separator, as far as keys, queries and values see it"),
        "N": Symbol("number of pairs", Fraction(4), "> 0"),
        "eta": Symbol("step size", Fraction(1, 10), "> 0"),
    },
    about=_ABOUT,
    title="few-shot prompts, read token by token",
    paper=PAPER,
    sizes=("d",),
)
