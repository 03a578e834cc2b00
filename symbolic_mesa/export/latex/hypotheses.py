"""The hypotheses of a theorem in words: the law, the sizes, the start, what is assumed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from symbolic_mesa.export.latex.sentences import Sentences, listed
from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.notation.names import escaped, name_latex
from symbolic_mesa.notation.phrases import as_formula
from symbolic_mesa.notation.tex import number_latex
from symbolic_mesa.record import Assumption, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.expressions import Quantity

MOST_PARAMETERS = 8  # that are listed one by one
Claims = Mapping[str, tuple[str, Step]]  # by id: the number in the theorem, and the step
_SEE = re.compile(r"; see [a-z-]+(?=\))")
_LONGEST = 12  # digits of a parameter that is written exactly


def hypotheses(
    setting: Setting, problem: Problem, claims: Claims, words: Sentences
) -> Iterator[str]:
    """Yield the sentences before the claims.

    Args:
        setting: the law, the sizes and the start.
        problem: the paper whose model it is.
        claims: the claims by id, each with its number in the theorem.
        words: how words are written.
    """
    if isinstance(setting.law, AsStated):
        yield f"Suppose that {words.tex(setting.law.phrase)}."
    else:
        yield _law(setting, words)
        yield _sizes(setting, problem)
    if setting.init is not None:
        start = (
            f"${scale}_0 = {_exact(value)}$"
            for scale, value in zip(problem.scales, setting.init, strict=True)
        )
        yield f"Training starts at {listed(list(start))}."
    yield from _assumed(claims, words)


def _law(setting: Setting, words: Sentences) -> str:
    law = setting.law
    space = "R" if setting.law.real else "C"
    token = rf"$x_1 \in \mathbb{{{space}}}^{{{setting.dim or 'd'}}}$"
    given = [
        f"${parameter_latex(name)} {_quantity(value)}$"
        for name, value in law.parameters.items()
        if str(value) != name
    ]
    more = [words.tex(condition) for condition in law.conditions]
    listing = given if len(given) <= MOST_PARAMETERS else []
    where = f", where {listed([*listing, *more])}" if listing or more else ""
    return f"Let the initial token {token} have the following law: {words.tex(law.phrase)}{where}."


def parameter_latex(name: str) -> str:
    """Return the name of a parameter in LaTeX: one of a symbol, or the probability of a point."""
    if name.isidentifier():
        return name_latex(name)
    return as_formula(name) or rf"\text{{{escaped(name)}}}"


def _quantity(value: Quantity) -> str:
    text = str(value)
    if isinstance(value, Fraction | int):
        if len(text) > _LONGEST:
            return rf"\approx {number_latex(f'{float(value):.6g}')}"
        return f"= {_exact(Fraction(value))}"
    words = frozenset(re.findall(r"[A-Za-z]\w*", text))
    written = as_formula(text, words) or rf"\text{{{escaped(text)}}}"
    return f"= {written}"


def _exact(value: Fraction) -> str:
    sign = "-" if value < 0 else ""
    size = abs(Fraction(value))
    if size.denominator == 1:
        return f"{sign}{size.numerator}"
    return f"{sign}{size.numerator}/{size.denominator}"


def _sizes(setting: Setting, problem: Problem) -> str:
    known = [f"$d = {setting.dim}$"] if setting.dim else []
    if setting.length:
        known.append(f"length $T = {setting.length}$")
    else:
        known.append(rf"length $T \ge {problem.shortest_length}$")
    tests = f" and test sequences length ${setting.test_length}$" if setting.test_length else ""
    dimension = f"In dimension {known.pop(0)}, sequences" if setting.dim else "Sequences"
    return f"{dimension} have {known[0]}{tests}."


def _assumed(claims: Claims, words: Sentences) -> Iterator[str]:
    grouped: dict[Assumption, list[str]] = {}
    for number, step in claims.values():
        for one in step.assumptions:
            grouped.setdefault(one, []).append(number)
    order = list(dict.fromkeys(number for number, _ in claims.values()))
    holding = [one for one in grouped if one.status == "holds"]
    if holding:
        said = [_statement(one, _which(grouped[one], order), words) for one in holding]
        yield f"Assume the following, which holds here: {'; '.join(said)}."
    for one, numbers in grouped.items():
        if one.status != "holds":
            yield _doubtful(one, _which(numbers, order), words)


def _statement(one: Assumption, which: str, words: Sentences) -> str:
    statement = words.tex(_SEE.sub("", one.statement))
    return f"{statement}{f' (for {which})' if which else ''}"


def _doubtful(one: Assumption, which: str, words: Sentences) -> str:
    statement, instead = words.tex(_SEE.sub("", one.statement)), words.tex(one.instead)
    by = f"In {which} it is" if which else "It is"
    if one.status == "fails":
        return rf"{by} assumed that {statement}, which \emph{{fails}} for this law: {instead}."
    return f"{by} assumed that {statement}; where that fails, {instead}."


def _which(numbers: Sequence[str], order: Sequence[str]) -> str:
    """Return the numbers of claims, neighbours as a range; empty for all."""
    wanted = list(dict.fromkeys(numbers))
    if len(wanted) == len(order):
        return ""
    runs: list[list[str]] = []
    for number in wanted:
        if runs and order.index(runs[-1][-1]) + 1 == order.index(number):
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [f"{run[0]}--{run[-1]}" if len(run) > 2 else listed(run) for run in runs]
    return listed(parts)
