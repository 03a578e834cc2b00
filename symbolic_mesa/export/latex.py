"""Results as a LaTeX body to paste: one labelled equation a result."""

from symbolic_mesa.export.json import symbols
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.glossary import meaning
from symbolic_mesa.notation.printing import latex, reads_as_number
from symbolic_mesa.results import Result, Results

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "_": r"\_", "%": r"\%", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}",
}  # fmt: skip


def escaped(text: str) -> str:
    r"""Return text that LaTeX prints as it is.

    >>> print(escaped("50% of x_1"))
    50\% of x\_1
    """
    return "".join(_ESCAPES.get(character, character) for character in text)


def dumps(results: Results) -> str:
    """Return the results as LaTeX; it needs the package amsmath.

    Labels are ``eq:LAW-RESULT``, such as ``eq:gaussian-fixed-point``.
    """
    law = results.setting.law
    names = "; ".join(one.derivation.id for one in results.derived)
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
    names = [name for name in symbols(results) if name not in results.setting.law.parameters]
    words = [f"{escaped(name)}: {escaped(meaning(name, results.setting))}" for name in names]
    harmonic = r"$H_n = \sum_{k=1}^{n} 1/k$" if results.setting.length is None else ""
    return "% " + "; ".join(words) + ("\n" + harmonic + "." if harmonic else "")


def _block(result: Result, law: str) -> str:
    claim = result.step.claim
    if result.step.obstacle:
        return f"% {result.id}: {result.status}: {result.step.obstacle.error}"
    label = f"eq:{law}-{result.id}"
    if result.parts:
        lines = [
            rf"  {claim.latex}\text{{ ({escaped(name)})}} &= {latex(arranged(formula))}"
            for name, formula in result.parts.items()
        ]
        body = "\\begin{split}\n" + " \\\\\n".join(lines) + "\n\\end{split}"
    else:
        body = f"  {claim.latex} = {result.latex}" + _value(result)
    if result.status != "verified":  # what was not proved says so on paper too
        body += rf"\qquad\text{{({escaped(result.status)})}}"
    return (
        f"% {result.statement}; {result.status}; {result.source}\n"
        f"\\begin{{equation}}\n  \\label{{{label}}}\n{body}\n\\end{{equation}}"
    )


def _value(result: Result) -> str:
    if result.formula is None or result.value is None or reads_as_number(arranged(result.formula)):
        return ""
    mantissa, _, exponent = f"{result.value:.6g}".partition("e")
    return rf" \approx {mantissa}" + (rf" \times 10^{{{int(exponent)}}}" if exponent else "")
