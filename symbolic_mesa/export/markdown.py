"""Results in Markdown, with formulas between dollars: for issues, README files and slides."""

import re
from collections.abc import Iterator

from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.export.meanings import meanings
from symbolic_mesa.notation.names import spelled
from symbolic_mesa.notation.sides import latex_label, rounded, side_latex, side_relation, sides
from symbolic_mesa.notation.words import exception_in_words, in_words
from symbolic_mesa.results.results import Result, Results

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$!])")


def dumps(results: Results) -> str:
    """Return the results as Markdown, each with its status beside it."""
    law = results.setting.law
    given = [f"{key} = {value}" for key, value in law.parameters.items() if key != value]
    sizes = (("d", results.setting.dim), ("T", results.setting.length))
    given += [f"{name} = {size}" for name, size in sizes if size is not None]
    lines = [f"### {escaped('; '.join(one.entry.id for one in results.derived))}", ""]
    about = "; ".join([law.phrase, *given, *law.conditions])
    lines += [escaped(f"Initial token: {about}."), ""]
    with spelled(results.spelled):
        for result in results.values():
            lines += [*_result(result), ""]
    words = [f"`{name}`: {escaped(text)}" for name, text in meanings(results).items()]
    return "\n".join([*lines, *(f"- {one}" for one in words)]).rstrip() + "\n"


def escaped(text: str) -> str:
    r"""Return text that Markdown shows as it is.

    >>> print(escaped("E[x_j^2] <b>"))
    E\[x\_j^2\] \<b\>
    """
    return _SPECIAL.sub(r"\\\1", text)


def _result(result: Result) -> Iterator[str]:
    trust = f", {result.trust}" if result.status == "verified" else ""
    yield f"**{escaped(result.id)}** ({result.status}{trust}): {escaped(result.statement)}"
    if result.step.obstacle:
        yield f"\n{escaped(str(result.step.obstacle.error))}"
        return
    claim = result.step.claim
    for part, side in sides(claim).items():
        value = rounded(side)
        about = "" if value is None else rf" \approx {value:.6g}"
        yield f"\n$${latex_label(claim, part)} {side_relation(side)} {side_latex(side)}{about}$$"
    if claim.reason:
        yield f"\nbecause {escaped(in_words(claim.reason))}"
    yield from (f"\n{escaped(_said(one))}" for one in claim.exceptions)
    yield from (f"\n{escaped(words)}" for words in result.caveats)


def _said(one: Exceptional) -> str:
    return exception_in_words(one, unicode=True)
