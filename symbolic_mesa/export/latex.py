"""Results as a LaTeX body to paste: one labelled equation a result."""

from typing import Any

from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.export.meanings import meanings
from symbolic_mesa.laws.parameters import names_in
from symbolic_mesa.notation.printing import number_latex
from symbolic_mesa.notation.sides import latex_label, rounded, side_latex, side_relation, sides
from symbolic_mesa.notation.words import escaped, exception_in_latex, in_latex
from symbolic_mesa.record import Claim
from symbolic_mesa.results.results import Result, Results


def dumps(results: Results) -> str:
    """Return the results as LaTeX; it needs the package amsmath.

    Labels are ``eq:LAW-RESULT``, such as ``eq:gaussian-fixed-point``.
    """
    law = results.setting.law
    names = "; ".join(one.entry.id for one in results.derived)
    header = [
        "% Derived by symbolic-mesa; needs \\usepackage{amsmath}",
        rf"\paragraph{{{escaped(names)}, {escaped(law.name)}.}}",
        escaped(f"Initial token: {law.phrase}. {_sizes(results)}"),
        _legend(results),
    ]
    blocks = [_block(result, law.name) for result in results.values()]
    return "\n".join([*(line for line in header if line), *blocks]) + "\n"


def _sizes(results: Results) -> str:
    dim, length = results.setting.dim, results.setting.length
    given = [f"d = {dim}"] if dim else []
    given += [f"T = {length}"] if length else []
    return f"Here {', '.join(given)}." if given else ""


def _legend(results: Results) -> str:
    law = results.setting.law.parameters
    known = names_in(law.values())
    words = [
        f"{escaped(name)}: {escaped(text)}"
        for name, text in meanings(results).items()
        if name not in known
    ]
    harmonic = r"$H_n = \sum_{k=1}^{n} 1/k$" if results.setting.length is None else ""
    return "% " + "; ".join(words) + ("\n" + harmonic + "." if harmonic else "")


def _block(result: Result, law: str) -> str:
    claim = result.step.claim
    if result.step.obstacle:
        return f"% {result.id}: {result.status}: {result.step.obstacle.error}"
    several = len(sides(claim)) > 1
    lines = [_line(claim, name, side, several) for name, side in sides(claim).items()]
    body = "\\begin{split}\n" + " \\\\\n".join(lines) + "\n\\end{split}" if several else lines[0]
    if result.status != "verified":  # what was not proved says so on paper too
        body += rf"\qquad\text{{({escaped(result.status)})}}"
    because = f"\nThis is so because {in_latex(claim.reason)}." if claim.reason else ""
    because += "".join(f"\n{_sentence(one)}." for one in claim.exceptions)
    because += "".join(f"\nThis {escaped(words)}." for words in result.caveats)
    header = f"% {result.statement}; {result.status}; {result.source}"
    label = f"  \\label{{eq:{law}-{result.id}}}"
    return f"{header}\n\\begin{{equation}}\n{label}\n{body}\n\\end{{equation}}{because}"


def _sentence(one: Exceptional) -> str:
    words = exception_in_latex(one)
    return words[:1].upper() + words[1:]


def _line(claim: Claim, name: str, side: Any, several: bool) -> str:
    sign = ("&" if several else "") + side_relation(side)
    return f"  {latex_label(claim, name)} {sign} {side_latex(side)}{_value(side)}"


def _value(side: Any) -> str:
    """Return the decimal that a number reads as, where it is written as a fraction."""
    value = rounded(side)
    if value is None:
        return ""
    return rf" \approx {number_latex(f'{value:.6g}')}"
