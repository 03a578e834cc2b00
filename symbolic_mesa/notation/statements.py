"""A model as it is stated, in LaTeX: its terms with their indices."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from symbolic_mesa.notation.names import block_latex, name_latex
from symbolic_mesa.statement.contractions import Contraction, TimeIndex, Token


def side_latex(terms: Sequence[Contraction]) -> str:
    r"""Return a prediction or a target, multiplied out.

    >>> from symbolic_mesa.statement.contractions import time_index
    >>> print(side_latex([Contraction((Token("i", time_index("t") + 1),))]))
    x_{t + 1,i}
    """
    return _sum((term.coefficient < 0, _term(term)) for term in terms)


def _sum(signed: Iterable[tuple[bool, str]]) -> str:
    """Return a sum of texts, each with whether it is subtracted."""
    text = " ".join(f"{'-' if negative else '+'} {part}" for negative, part in signed)
    return text.removeprefix("+ ")


def _term(term: Contraction) -> str:
    size = abs(term.coefficient)
    above, below = str(size.numerator), " ".join(_divisors(term, size.denominator))
    number = rf"\frac{{{above}}}{{{below}}}" if below else above
    parts = [number] if number != "1" else []
    for span in term.sums:
        start = f"{name_latex(span.name)} = {_time(span.first)}"
        parts.append(rf"\sum_{{{start}}}^{{{_time(span.last)}}}")
    return " ".join([*parts, *_factors(term)]) or number


def _divisors(term: Contraction, number: int) -> Iterator[str]:
    if number != 1:
        yield str(number)
    for form, power in Counter(term.divisors).items():
        text = _time(form)
        base = text if form.constant == 0 and len(form.coefficients) == 1 else f"({text})"
        alone = number == 1 and power == len(term.divisors) == 1
        yield text if alone else base + (f"^{{{power}}}" if power > 1 else "")


def _factors(term: Contraction) -> Iterator[str]:
    for left, right in term.deltas:
        yield rf"\delta_{{{_pair(left, right)}}}"
    for weight in term.weights:
        name = block_latex(weight.block)
        base = name if len(name) == 1 else f"({name})"
        yield f"{base}_{{{_pair(weight.row, weight.column)}}}"
    yield from map(_token, term.tokens)


def _token(token: Token) -> str:
    text = f"x_{{{_time(token.time)},{name_latex(token.coordinate)}}}"
    return rf"\overline{{{text}}}" if token.conjugate else text


def _pair(first: str, second: str) -> str:
    comma = "," if max(len(first), len(second)) > 1 else " "
    return f"{name_latex(first)}{comma}{name_latex(second)}"


def _time(form: TimeIndex) -> str:
    """Return a time, as ``t - 1``."""
    sizes = [(value, name_latex(name)) for name, value in form.coefficients]
    sizes.sort(key=lambda pair: pair[0] < 0)
    words = [
        (value < 0, name if abs(value) == 1 else f"{abs(value)} {name}") for value, name in sizes
    ]
    if form.constant or not words:
        words.append((form.constant < 0, str(abs(form.constant))))
    return _sum(words)
