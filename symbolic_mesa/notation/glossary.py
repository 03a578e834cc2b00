"""What the symbols in formulas mean, in words."""

import re

from symbolic_mesa.laws.parameters import names_in
from symbolic_mesa.laws.unlike.diagonal import trace_power
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting

_SIZES = {"d": "dimension of a token", "T": "length of the sequence"}


def meaning(name: str, problem: Problem, setting: Setting) -> str:
    """Return what a symbol of a problem stands for in a setting.

    >>> from symbolic_mesa.laws import gaussian
    >>> from symbolic_mesa.models.causal_linear_attention import PROBLEM
    >>> meaning("T", PROBLEM, Setting(gaussian()))
    'length of the sequence'
    """
    for parameter, value in setting.law.parameters.items():
        if name in names_in([value]):
            conditions = [c for c in setting.law.conditions if name in re.findall(r"\w+", c)]
            part = "parameter" if value == name else "symbol in the parameter"
            return f"{part} {parameter} of the law" + "".join(f", {c}" for c in conditions)
    for constant in setting.law.constants:
        if constant.name == name:
            return constant.constant.words
    if name in problem.glossary:
        return problem.glossary[name].words
    if name in _SIZES:
        return _SIZES[name]
    power = trace_power(name)
    if power is not None:
        return f"tr Lambda^{power}, the sum of lambda_j^{power}, of the covariance Lambda"
    scale, _, index = name.partition("_")
    if scale == "mu":
        powers = index.split("_")
        factors = " ".join(f"x_i{k}^{power}" for k, power in enumerate(powers, start=1))
        return f"E[{factors}] of distinct coordinates of the initial token"
    return f"entry {index} on the diagonal of {problem.block_of(scale)}"
