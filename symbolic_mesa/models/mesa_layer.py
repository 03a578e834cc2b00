"""Layers that solve or descend on least-squares problems, and the tokens that they read."""

from dataclasses import replace
from fractions import Fraction

from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.models.problem import PLAIN, Paper, Problem, Symbol

PAPER = Paper(
    "von-oswald-2023",
    "Uncovering mesa-optimization algorithms in Transformers",
    "von Oswald, Johannes and Schlegel, Maximilian and Meulemans, Alexander and Kobayashi, Seijin "
    "and Niklasson, Eyvind and Zucchet, Nicolas and Scherrer, Nino and Miller, Nolan and Sandler, "
    "Mark and Agüera y Arcas, Blaise and Vladymyrov, Max and Pascanu, Razvan and Sacramento, João",
    2023,
    "arXiv:2309.05858",
)

ANY_SEQUENCE = AsStated("keys, values and queries are any real numbers")

_ABOUT = (
    "Keys k_t, values v_t and queries q_t are columns of any real numbers, t = 1, 2, ...",
    "A mesa-layer returns Phi_t q_t, where Phi_t has the least "
    "sum over i <= t of w_i |v_i - Phi k_i|^2/2, plus a ridge times |Phi|^2/2; with forgetting "
    "factors gamma_t the weight w_i is the product of gamma_j over i < j <= t, and the ridge is "
    "1/lambda times the product of all of them",
)

_HEAD = {
    "V_1": Symbol("what a head takes from s_u"),
    "V_2": Symbol("what a head takes from s_{u-1}"),
    **{
        f"M_{i}{j}": Symbol(f"score of {left} with {right}")
        for i, left in (("1", "s_u"), ("2", "s_{u-1}"))
        for j, right in (("1", "s_t"), ("2", "s_{t-1}"))
    },
    **{f"P_{i}": Symbol(f"value block of place {i} of a token") for i in "123"},
    **{f"A_{i}{j}": Symbol(f"key-query block of places {i} and {j}") for i in "123" for j in "123"},
    "s": Symbol("token s_u"),
    "p": Symbol("token s_{u-1}"),
    "q": Symbol("query, token s_t"),
    "r": Symbol("token s_{t-1}"),
    **{f"s_{i}": Symbol(f"token s_{i}") for i in "123"},
    "c": Symbol("scale of the weights, any but 0"),
}

_LAYERS = {
    "e": Symbol("error of a layer"),
    "x": Symbol("eigenvalue of K K^T + mu I", Fraction(1), "> 0"),
    "x_min": Symbol("the least of them", Fraction(1, 2), "> 0", latex=r"x_{\min}"),
    "x_max": Symbol("the largest of them", Fraction(3), "> 0", latex=r"x_{\max}"),
    "kappa": Symbol("condition number x_max/x_min", Fraction(6), "> 1"),
    "root": Symbol("square root of kappa", Fraction(3), "> 1", latex=r"\sqrt{\kappa}"),
    "y": Symbol("where an eigenvalue is, from -1 at x_max to 1 at x_min", Fraction(1, 2)),
    "sigma": Symbol("(kappa + 1)/(kappa - 1)", Fraction(7, 5), "> 1"),
}

_COPYING = {
    "v": Symbol("scale of the values", Fraction(1)),
    "n": Symbol("number of other tokens", Fraction(4), ">= 1"),
    "g": Symbol("weight of the token before, beside another's", Fraction(20), "> 0"),
    "epsilon": Symbol("leak", Fraction(1, 10), "> 0"),
    "cosine": Symbol("cosine of the angle between positions", Fraction(4, 5), "> 0"),
}

PROBLEM = Problem(
    "mesa-layer",
    PLAIN.model,
    {},
    {},
    {
        "Phi": Symbol("linear map from keys to values"),
        "K": Symbol("keys, one a column"),
        "V": Symbol("values, one a column"),
        "D": Symbol("weights of the tokens, on a diagonal"),
        "M": Symbol("symmetric matrix of the problem before a token"),
        "R": Symbol("its inverse"),
        "I": Symbol("identity"),
        "gamma": Symbol("forgetting factor of the step", Fraction(9, 10), "> 0"),
        "mu": Symbol("ridge", Fraction(1, 10), "> 0"),
        "eta": Symbol("step size", Fraction(1, 10), "> 0"),
        "k": Symbol("key of the token"),
        **_HEAD,
        **_LAYERS,
        **_COPYING,
    },
    about=_ABOUT,
    title="layers that build and solve least-squares problems",
    paper=PAPER,
    sizes=("d",),
)

_BACKWARD = {
    "q": Symbol("query of time t"),
    "g": Symbol("gradient of the loss in the output y_t"),
    "S": Symbol("S_t, the sum of v k^T over the tokens up to t, each with its weight"),
    "R": Symbol("R_t; its inverse is the sum of k k^T likewise, and the ridge"),
    "A": Symbol("the inverse of R_t"),
    "E": Symbol("change of the inverse of R_t"),
    "F": Symbol("change of R_t"),
    "G": Symbol("gradient of the loss in the inverse of R_t, symmetric"),
    "C": Symbol("gradient of the loss in S_t"),
    "G_n": Symbol("G of the next time", latex="G_{+}"),
    "C_n": Symbol("C of the next time", latex="C_{+}"),
    "k": Symbol("key of time t"),
    "v": Symbol("value of time t"),
    "M": Symbol("the inverse of R_{t-1}, before the step"),
    "P": Symbol("R_{t-1}, before the step"),
    "U": Symbol("S_{t-1}, before the step"),
    "V": Symbol("values, one a column"),
    "K": Symbol("keys, one a column"),
    "D": Symbol("weights of the tokens, on a diagonal"),
    "gamma": Symbol("forgetting factor of a step", Fraction(9, 10), "> 0"),
    "lam": Symbol("lambda, the inverse ridge", Fraction(1), "> 0", latex=r"\lambda"),
}

BACKWARD = replace(PROBLEM, id="mesa-layer run backwards", glossary=_BACKWARD)
