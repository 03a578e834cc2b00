"""Words of matrices and formulas as terms of Coq with Mathematical Components.

A letter is a variable, its inverse ``invmx`` of it; the dimension of a space is a variable too, so
that a word whose letters do not follow on each other has no type, and is refused.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sympy.polys.rings import PolyElement

from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum, Spelled
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.letters import parted
from symbolic_mesa.text.quoting import quoted
from symbolic_mesa.words.letters import LINE, Letter
from symbolic_mesa.words.matrices import Matrix
from symbolic_mesa.words.names import FORM, closed_letters, generator_name, letters_of_trace
from symbolic_mesa.words.values import Generator, Monomial, Number, Value, is_scalar
from symbolic_mesa.words.wick import Expectation

_WHOLE = re.compile(r"[\w%:']+")
FIELD = "scalars"  # no letter is called like this


@dataclass(frozen=True)
class Printer:
    """How the words of an alphabet are written.

    Attributes:
        among: the alphabet and the scalars.
    """

    among: Expectation

    def type_of(self, rows: str, columns: str) -> str:
        """Return the type of matrices from one space to another.

        >>> from symbolic_mesa.words.letters import Alphabet
        >>> Printer(Expectation(Alphabet((), {"k": "d_k"}), ("d_k",))).type_of("k", "1")
        "'M[scalars]_(d_k, 1)"
        """
        sizes = {LINE: LINE, **self.among.alphabet.sizes}
        return f"'M[{FIELD}]_({sizes[rows]}, {sizes[columns]})"

    def letter(self, name: str) -> Letter:
        """Return the letter of a name.

        Raises:
            InvalidInput: when there is no such letter.
        """
        for letter in self.among.alphabet.letters:
            if letter.name == name:
                return letter
        raise InvalidInput(f"{quoted(name)}: no such letter; a lemma has those of its alphabet")

    def factor(self, spelled: str) -> str:
        """Return a letter or its transpose; the second of two inverses by the first."""
        name, turned = parted(spelled)
        letter = self.letter(name)
        names = self.among.alphabet.names
        later = letter.inverse and names.index(letter.inverse) < names.index(name)
        text = f"invmx {letter.inverse}" if later else name
        if turned:
            return f"({text})^T" if later else f"{text}^T"
        return text

    def word(self, names: Spelled) -> str:
        """Return a product of letters; of none the identity."""
        return " *m ".join(map(self.factor, names)) or "1%:M"

    def stated(self, side: MatrixSum, rows: str, columns: str) -> str:
        """Return a sum of words that a claim states, between two spaces."""
        terms = [(self.formula(form), self.word(names)) for names, form in side]
        return self._sum(terms, self.type_of(rows, columns))

    def words(self, matrix: Matrix) -> str:
        """Return a sum of words that is calculated with."""
        spelled = self.among.alphabet.spelled
        terms = [
            (self.value(value), self.word(spelled(word))) for word, value in matrix.terms.items()
        ]
        return self._sum(terms, self.type_of(matrix.rows, matrix.columns))

    def _sum(self, terms: Iterable[tuple[str, str]], kind: str) -> str:
        parts = [
            word if factor == "1" else f"{bracketed(factor)} *: {bracketed(word)}"
            for factor, word in terms
        ]
        return f"({' + '.join(parts) or '0'} : {kind})"

    def formula(self, formula: Formula) -> str:
        """Return a formula over the field: its symbols are scalars, traces and forms."""
        above = self._polynomial(formula.element.numer, formula)
        below = self._polynomial(formula.element.denom, formula)
        return above if below == "1" else f"{bracketed(above)} / {bracketed(below)}"

    def _polynomial(self, polynomial: PolyElement, formula: Formula) -> str:
        symbols = [self._symbol(str(one)) for one in formula.algebra.field.symbols]
        return _added(
            (Fraction(int(number)), zip(symbols, powers, strict=True))
            for powers, number in polynomial.terms()
        )

    def _symbol(self, name: str) -> str:
        letters = letters_of_trace(name)
        if letters is None:
            return name if name not in self.among.alphabet.sizes.values() else f"{name}%:R"
        return self._closed(name.split("_")[0], letters)

    def _closed(self, kind: str, letters: Spelled) -> str:
        text = self.word(letters)
        return f"({text}) 0 0" if kind == FORM else rf"\tr ({text})"

    def value(self, value: Value) -> str:
        """Return a value: a polynomial in scalars, traces and forms."""
        return _added((number, self._powers(monomial)) for monomial, number in value.items())

    def _powers(self, monomial: Monomial) -> list[tuple[str, int]]:
        return [(self._generator(generator), exponent) for generator, exponent in monomial]

    def _generator(self, generator: Generator) -> str:
        if is_scalar(generator):
            return self._symbol(generator_name(generator, self.among))
        return self._closed(*closed_letters(generator, self.among))


def bracketed(text: str) -> str:
    """Return a term that is whole beside an operator.

    >>> bracketed("gamma"), bracketed("- 1")
    ('gamma', '(- 1)')
    """
    return text if _WHOLE.fullmatch(text) else f"({text})"


def _added(terms: Iterable[tuple[Number, Iterable[tuple[str, int]]]]) -> str:
    """Return a sum of numbers times powers; of none 0."""
    texts = []
    for number, powers in terms:
        factors = [_power(text, exponent) for text, exponent in powers if exponent]
        size = abs(Fraction(number))
        if size != 1 or not factors:
            factors.insert(0, _number(size))
        texts.append(f"{'-' if number < 0 else '+'} {' * '.join(factors)}")
    return " ".join(texts).removeprefix("+ ") or "0"


def _power(text: str, exponent: int) -> str:
    if exponent == 1:
        return text
    if exponent == -1:
        return f"{text}^-1"
    return f"{text} ^+ {exponent}" if exponent > 0 else f"{text} ^- {-exponent}"


def _number(size: Fraction) -> str:
    above = "1" if size.numerator == 1 else f"{size.numerator}%:R"
    return above if size.denominator == 1 else f"{above} / {size.denominator}%:R"
