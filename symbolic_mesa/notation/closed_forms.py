"""How a closed form is read: the formula, then what the names in it stand for."""

import re
from collections.abc import Mapping

from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.columns import Names, names_beside
from symbolic_mesa.notation.names import name_latex, name_text
from symbolic_mesa.notation.printing import plain, pretty
from symbolic_mesa.notation.tex import latex, relation_latex

_ROUND = r"\left(%s\right)"
_FUNCTIONS = {"value": "%s", "sqrt": r"\sqrt{%s}", "exp": r"\exp" + _ROUND, "log": r"\log" + _ROUND}


def closed_latex(form: Closed) -> str:
    """Return the formula in LaTeX with its definitions after it."""
    parts = [latex(arranged(form.formula)), *map(_latex_definition, form.where)]
    return r",\quad ".join(parts)


def _latex_definition(one: Definition) -> str:
    name = name_latex(one.name)
    if one.function == "euler":
        return rf"{name} = 0.57721\dots"
    of = arranged(one.of)
    return f"{name} {relation_latex(of)} " + _FUNCTIONS[one.function] % latex(of)


def closed_plain(form: Closed) -> str:
    """Return the closed form in SymPy's syntax, with every definition put in.

    It is put together as text: SymPy's printer would evaluate every sum to order its terms.
    """
    texts: dict[str, str] = {}
    for one in form.where:
        body = _put_in(plain(arranged(one.of)), texts)
        function = "" if one.function == "value" else one.function
        texts[one.name] = "EulerGamma" if one.function == "euler" else f"{function}({body})"
    return _put_in(plain(arranged(form.formula)), texts)


def _put_in(text: str, texts: Mapping[str, str]) -> str:
    return re.sub(r"[A-Za-z]\w*", lambda found: texts.get(found[0], found[0]), text)


def closed_text(
    name: str, form: Closed, width: int, unicode: bool, names: Names | None = None
) -> str:
    """Return the formula in two dimensions of text, its definitions in the lines below."""
    names = names or names_beside({*form.names, *(one.name for one in form.where)})
    lines = [pretty(name, arranged(form.formula), width, unicode, names)]
    lines += [_text_definition(one, width, unicode, names) for one in form.where]
    return "\n".join(lines)


def _text_definition(one: Definition, width: int, unicode: bool, names: Names) -> str:
    """Return a definition; of a root its square, of an exponential its logarithm, and so on."""
    name = name_text(one.name, unicode)
    if one.function == "euler":
        return f"  {name} = 0.57721... (Euler's constant)"
    left = {
        "value": name,
        "sqrt": f"{name}^2",
        "exp": f"log {name}",
        "log": f"exp {name}",
    }[one.function]
    block = pretty(left, arranged(one.of), width - 2, unicode, names)
    return "\n".join(f"  {line}".rstrip() for line in block.split("\n"))
