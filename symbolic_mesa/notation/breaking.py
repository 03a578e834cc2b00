"""Formulas over several lines: broken before signs of their outermost sum, never in a fraction.

A sum that is too wide where it stands gets a name, and its own lines after "where".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from symbolic_mesa.notation.arrangement import Factors, Terms
from symbolic_mesa.notation.printing import rational, split
from symbolic_mesa.notation.tex import (
    PLAIN,
    Style,
    beside,
    latex,
    number_latex,
    side,
    signed,
    sum_latex,
    terms_of,
)
from symbolic_mesa.notation.widths import width

INDENT = 10.0  # of a line that goes on
LEAST = 30.0  # of a sum that gets a name: a shorter one would save nothing
_CLOSE = {r"\Bigl(": r"\Bigr)", r"\bigl(": r"\bigr)"}


@dataclass
class Names:
    """Names of sums that are too wide, in the order in which they are needed.

    Attributes:
        letter: what the names begin with; nothing else does.
        style: how formulas are written, with the names that are given.
        waiting: the sums whose names are not yet explained.
    """

    letter: str
    style: Style = PLAIN
    waiting: list[Terms] = field(default_factory=list)

    def write(self, symbols: Mapping[str, str]) -> None:
        """Write symbols otherwise than by their names from here on."""
        self.style = replace(self.style, symbols=symbols)

    def give(self, total: Terms) -> None:
        """Give a sum a name."""
        name = f"{self.letter}_{{{len(self.style.named) + 1}}}"
        self.style = replace(self.style, named={**self.style.named, total: name})
        self.waiting.append(total)

    def explained(self, room: float) -> Iterator[tuple[str, list[str]]]:
        """Yield each name that waits with the lines of its sum, and those that it needs."""
        while self.waiting:
            total = self.waiting.pop(0)
            name = self.style.named[total]
            yield name, lines_of_sum(total, room - width(f"{name} ="), self)


def lines_of(product: Factors, room: float, names: Names) -> list[str]:
    """Return a formula as lines of at most so many points, as far as that can be."""
    while True:
        text = latex(product, names.style)
        if width(text) <= room:
            return [text]
        opened = _Opened.of(product, names.style)
        if opened is not None and opened.width < room / 2:
            inner = (_inside(term, names.style) for term in opened.long(room, names.style))
            total = next((one for one in inner if one is not None), None)
            if total is None:
                pieces = list(_in_parts(opened.total.terms, room, names.style))
                return _filled(opened.before, pieces, opened.after, room)
        else:
            total = _widest(product, names.style)
            if total is None:
                return _at_factors(product, room, names.style)
        names.give(total)


def line_of(product: Factors, room: float, names: Names) -> str:
    """Return a formula on one line, its widest sums named until it fits, as far as that can be."""
    while True:
        text = latex(product, names.style)
        total = _widest(product, names.style) if width(text) > room else None
        if total is None:
            return text
        names.give(total)


def lines_of_sum(total: Terms, room: float, names: Names) -> list[str]:
    """Return a sum as lines, whether it has a name or not."""
    while True:
        text = sum_latex(total, names.style)
        if width(text) <= room:
            return [text]
        most = room - INDENT - width("+")
        long = [term for term in total.terms if width(latex(term, names.style)) > most]
        inner = next((found for term in long if (found := _inside(term, names.style))), None)
        if inner is None:
            return _filled("", list(_in_parts(total.terms, room, names.style)), "", room)
        names.give(inner)


@dataclass(frozen=True)
class _Opened:
    """A product of a wide sum and short factors, its sum not yet written.

    Attributes:
        before: the factors and the bracket that opens.
        total: the sum.
        pieces: its terms.
        after: the bracket that closes.
    """

    before: str
    total: Terms
    pieces: tuple[tuple[str, str], ...]
    after: str

    @classmethod
    def of(cls, product: Factors, style: Style) -> "_Opened | None":
        powers = product.powers.items()
        sums = [base for base, power in powers if isinstance(base, Terms) and power == 1]
        wide = [total for total in sums if total not in style.named]
        if not wide:
            return None
        total = max(wide, key=lambda one: width(sum_latex(one, style)))
        rest = {base: power for base, power in powers if base != total}
        sign, front = signed(Factors(product.coefficient, rest), style)
        pieces = tuple(terms_of(total, style))
        tall = any(r"\frac" in size or r"\sum" in size for _, size in pieces)
        opening = r"\Bigl(" if tall else r"\bigl("
        bare = front == "1" and not sign
        before = "" if bare else f"{sign}{'' if front == '1' else front} {opening}"
        return cls(before, total, pieces, "" if bare else _CLOSE[opening])

    @property
    def width(self) -> float:
        return width(self.before)

    def long(self, room: float, style: Style) -> Iterator[Factors]:
        """Yield the terms that a line does not hold."""
        for k, term in enumerate(self.total.terms):
            before = self.before if k == 0 else "+"
            if width(f"{before} {latex(term, style)}{self.after}") + INDENT * (k > 0) > room:
                yield term


def _filled(before: str, pieces: list[tuple[str, str]], after: str, room: float) -> list[str]:
    """Return terms with their signs in as few lines as they need."""
    (sign, first), *rest = pieces
    lines, line = list[str](), before + sign + first
    if before and width(line) > room:
        lines, line = [before], sign + first
    for k, (sign, size) in enumerate(rest):
        more = f"{line} {sign or '+'} {size}"
        end = after if k + 1 == len(rest) else ""
        if width(more + end) + (INDENT if lines else 0.0) > room:
            lines.append(line)
            more = f"{sign or '+'} {size}"
        line = more
    return [*lines, line + after]


def _widest(product: Factors, style: Style) -> Terms | None:
    """Return the widest sum among the factors that has no name; of a bare sum, among its terms."""
    sums = [base for base in product.powers if isinstance(base, Terms) and base not in style.named]
    bare = product.coefficient == 1 and len(product.powers) == 1 and len(sums) == 1
    if bare and product.powers[sums[0]] == 1:
        inner = (_inside(term, style) for term in sums[0].terms)
        sums = [one for one in inner if one is not None]
    wide = [(width(sum_latex(one, style)), k, one) for k, one in enumerate(sums)]
    size, _, total = max(wide, default=(0.0, 0, None))
    return total if size >= LEAST else None


def _in_parts(terms: Iterable[Factors], room: float, style: Style) -> Iterator[tuple[str, str]]:
    """Yield signs and sizes of terms, those that no line holds in parts that are multiplied."""
    for term in terms:
        pieces = list(terms_of(Terms((term,)), style))
        if len(pieces) > 1 or width(f"+ {pieces[0][1]}") + 2 * INDENT <= room:
            yield from pieces
            continue
        size = replace(term, coefficient=abs(term.coefficient))
        first, *rest = _at_factors(size, room - 2 * INDENT, style)
        yield pieces[0][0], first
        yield from ((r"\times", line.removeprefix(r"\times ")) for line in rest)


def _inside(term: Factors, style: Style) -> Terms | None:
    """Return the widest sum in a term."""
    return _widest(replace(term, coefficient=term.coefficient * 2), style)


def _at_factors(product: Factors, room: float, style: Style) -> list[str]:
    """Return a product without sums to name in lines that each begin with a factor."""
    above, below = split(product)
    minus, number, divisor = rational(product.coefficient)
    if below or divisor != "1" or not above:
        return [latex(product, style)]
    factors = [side("1", [item], style, enclose=True) for item in above]
    lines = ["-" * bool(minus) + (factors.pop(0) if number == "1" else number_latex(number))]
    for factor in factors:
        longer = beside([lines[-1], factor])
        if width(longer) <= room - 2 * INDENT:
            lines[-1] = longer
        else:
            lines.append(rf"\times {factor}")
    return lines
