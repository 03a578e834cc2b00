"""How a prediction that is written out in coordinates looks in text and in LaTeX."""

from symbolic_mesa.engine.reduction import ScaledTerm
from symbolic_mesa.statement.contractions import TimeIndex, Token

OUTPUT = "i"  # the coordinate that is predicted; every other one is summed over


def as_text(terms: tuple[ScaledTerm, ...]) -> str:
    """Return the prediction in plain text.

    >>> from symbolic_mesa.engine.reduction import on_manifold
    >>> from symbolic_mesa.models.causal_linear_attention import DIAGONAL, causal_linear_attention
    >>> as_text(on_manifold(causal_linear_attention().prediction, DIAGONAL))
    'a b sum_{s=1..t} sum_k x_s[i] conj(x_{s-1}[k]) x_t[k] / (t-1)'
    """
    return " + ".join(map(_text, terms)) or "0"


def as_latex(terms: tuple[ScaledTerm, ...]) -> str:
    """Return the prediction in LaTeX."""
    return " + ".join(map(_latex, terms)) or "0"


def _text(scaled: ScaledTerm) -> str:
    term = scaled.term
    sums = [f"sum_{{{s.name}={_form(s.first)}..{_form(s.last)}}}" for s in term.sums]
    sums += [f"sum_{index}" for index in _summed(scaled)]
    tokens = [f"conj({_token(x)})" if x.conjugate else _token(x) for x in term.tokens]
    below = [f"/ ({_form(form)})" for form in term.divisors]
    return " ".join([*_factors(scaled), *sums, *tokens, *below])


def _latex(scaled: ScaledTerm) -> str:
    term = scaled.term
    above = " ".join(_factors(scaled))
    forms = [_form(form) for form in term.divisors]
    below = forms[0] if len(forms) == 1 else "".join(f"({form})" for form in forms)
    front = rf"\frac{{{above or 1}}}{{{below}}}" if below else above
    sums = [rf"\sum_{{{s.name}={_form(s.first)}}}^{{{_form(s.last)}}}" for s in term.sums]
    sums += [rf"\sum_{{{index}=1}}^{{d}}" for index in _summed(scaled)]
    tokens = [
        rf"\overline{{x_{{{_form(x.time)},{x.coordinate}}}}}"
        if x.conjugate
        else f"x_{{{_form(x.time)},{x.coordinate}}}"
        for x in term.tokens
    ]
    return " ".join(part for part in [front, *sums, *tokens] if part)


def _factors(scaled: ScaledTerm) -> list[str]:
    number = scaled.term.coefficient
    return [*([] if number == 1 else [str(number)]), *scaled.scales]


def _summed(scaled: ScaledTerm) -> list[str]:
    return [index for index in scaled.term.coordinates() if index != OUTPUT]


def _token(token: Token) -> str:
    time = _form(token.time)
    return f"x_{time if time.isalnum() else f'{{{time}}}'}[{token.coordinate}]"


def _form(form: TimeIndex) -> str:
    """Return an affine form such as s-1."""
    parts = [
        ("" if abs(c) == 1 else str(abs(c)), "-" if c < 0 else "+", name)
        for name, c in form.coefficients
    ]
    text = "".join(f"{sign}{size}{name}" for size, sign, name in parts)
    if form.constant or not text:
        text += f"{form.constant:+d}"
    return text.removeprefix("+")
