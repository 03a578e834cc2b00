"""Results in Markdown, with formulas between dollars: for issues, README files and slides."""

import re
from collections.abc import Iterator

from symbolic_mesa.export.meanings import has_harmonics, meanings
from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.laws.parameters import names_in
from symbolic_mesa.notation.names import name_latex
from symbolic_mesa.notation.phrases import with_formulas
from symbolic_mesa.notation.sides import latex_label, rounded, side_latex, side_relation, sides
from symbolic_mesa.notation.words import exception_in_words, in_words
from symbolic_mesa.results.results import Result, Results

HARMONIC = r"$H_n = \sum_{k=1}^{n} 1/k$, and $H_n^{(2)} = \sum_{k=1}^{n} 1/k^2$"
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$!])")


def dumps(results: Results) -> str:
    """Return the results as Markdown, each with its status beside it."""
    law, words = results.setting.law, _Words(results)
    given = [f"{key} = {value}" for key, value in law.parameters.items() if key != value]
    given += [f"{name} = {size}" for name, size in results.sizes.items() if size is not None]
    lines = [f"### {escaped('; '.join(one.entry.id for one in results.derived))}", ""]
    about = "; ".join([law.phrase, *given, *law.conditions])
    what = "Of the data" if isinstance(law, AsStated) else "Initial token"
    lines += [words.said(f"{what}: {about}."), ""]
    for result in results.values():
        lines += [*_result(result, words), ""]
    said = [f"${name_latex(name)}$: {words.said(text)}" for name, text in meanings(results).items()]
    said += [HARMONIC] * has_harmonics(results)
    return "\n".join([*lines, *(f"- {one}" for one in said)]).rstrip() + "\n"


def escaped(text: str) -> str:
    r"""Return text that Markdown shows as it is.

    >>> print(escaped("E[x_j^2] <b>"))
    E\[x\_j^2\] \<b\>
    """
    return _SPECIAL.sub(r"\\\1", text)


class _Words:
    """Words of results with formulas between dollars."""

    def __init__(self, results: Results) -> None:
        self._names = names_in(results.setting.law.parameters.values())

    def said(self, text: str) -> str:
        """Return words as Markdown."""
        return with_formulas(text, escaped, self._names)


def _result(result: Result, words: _Words) -> Iterator[str]:
    trust = f", {result.trust}" if result.status == "verified" else ""
    yield f"**{escaped(result.id)}** ({result.status}{trust}): {words.said(result.statement)}"
    if result.step.obstacle:
        yield f"\n{escaped(str(result.step.obstacle.error))}"
        return
    claim = result.step.claim
    for part, side in sides(claim).items():
        value = rounded(side)
        about = "" if value is None else rf" \approx {value:.6g}"
        yield f"\n$${latex_label(claim, part)} {side_relation(side)} {side_latex(side)}{about}$$"
    if claim.reason:
        yield f"\nbecause {words.said(in_words(claim.reason))}"
    yield from (f"\n{words.said(exception_in_words(one))}" for one in claim.exceptions)
    yield from (f"\n{words.said(caveat)}" for caveat in result.caveats)
