"""Claims about prompts at a covariance and at numbers: what is left of them is exact.

At Lambda = I words lose Lambda, and Gamma is a multiple of I: tr(Lambda^k) is d. At a matrix the
traces of it are numbers; a product of it alone is a matrix of numbers where nothing else is left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from sympy.polys.fields import FracElement

from derivations import REGISTRY, Entry
from numeric_check.words.rational_matrices import added, inverse, product, scaled, unit
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra, algebra
from symbolic_mesa.formulas.matrix_sums import Entries, MatrixSum, Spelled
from symbolic_mesa.formulas.word_fields import element
from symbolic_mesa.notation.sides import formulas
from symbolic_mesa.record import Claim, Step
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.results.prompt_points import PromptPoint, Rows, covariance_of
from symbolic_mesa.results.reach import GAMMA_INVERSE, letters_in, reach_of
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.regression import Fixed
from symbolic_mesa.statement.words import LINE, ONES
from symbolic_mesa.text.errors import InvalidInput, MesaError
from symbolic_mesa.text.letters import INVERTED, parted
from symbolic_mesa.words.letters import Alphabet, Letter
from symbolic_mesa.words.names import generator_name, letters_of_trace
from symbolic_mesa.words.wick import Expectation, trace

DIM = "d"
MOST_INVERTED = 12  # rows of a matrix whose inverse is written in exact fractions


def specialised(step: Step, entry: Entry, setting: Setting, point: PromptPoint) -> Claim | None:
    """Return a claim at a point; None where nothing of it changes.

    Args:
        step: the step that claims it, for every covariance.
        entry: its theorem.
        setting: the dimension.
        point: the covariance and the numbers.
    """
    if step.obstacle:
        return None
    special = Specialising(entry, setting, step, point)
    if special.needs_gamma:
        theorem, id = entry.gamma
        owner = entry if entry.id == theorem else REGISTRY[theorem]
        other = Derived(owner, setting).derivation.step(id)
        gamma = Specialising(owner, setting, other, point).side(other.claim.value)
        special = replace(special, gamma=gamma)
    claim = step.claim
    every = {key: (side, special.side(side)) for key, side in claim.parts.items()}
    parts = {key: new for key, (side, new) in every.items() if new is not side}
    value = special.side(claim.value)
    if value is claim.value and not parts:
        return None
    return replace(claim, value=value, parts=parts, reason=(), exceptions=())


@dataclass(frozen=True)
class Specialising:
    """How a claim is put at a point.

    Attributes:
        entry: its theorem.
        setting: the dimension.
        step: the step.
        point: the covariance and the numbers.
        gamma: Gamma at the point, as a side of a claim; None where it is not known.
    """

    entry: Entry
    setting: Setting
    step: Step
    point: PromptPoint
    gamma: Any = None
    _traces: dict[Spelled, Fraction] = field(default_factory=dict, compare=False, repr=False)

    @property
    def needs_gamma(self) -> bool:
        """Whether the inverse of Gamma is in the claim, and what Gamma is can be said."""
        return bool(self.entry.gamma) and GAMMA_INVERSE in letters_in(self.step)

    def side(self, side: Any) -> Any:
        """Return one side at the point; itself where nothing of it changes."""
        match side:
            case Formula() if self._touches(side.symbols, ()):
                return self._formula(side)
            case Closed() if self._touches(side.symbols, ()):
                where = tuple(replace(one, of=self._formula(one.of)) for one in side.where)
                return Closed(self._formula(side.formula), where)
            case MatrixSum() if self._touches(
                (name for form in side.formulas for name in form.symbols), side.letters
            ):
                return self._sum(side)
        return side

    def _touches(self, symbols: Iterable[str], letters: Iterable[str]) -> bool:
        """Whether the point says anything of these."""
        words = {name: letters_of_trace(name) for name in symbols}
        met = {parted(letter)[0] for word in words.values() for letter in word or ()} | {*letters}
        covered = {*self._gone} if self.point.isotropic else {*self._matrices}
        said = {*dict(self.point.numbers), *(name for name in words if self._of_multiple(name))}
        return bool(met & covered) or bool({*words} & said)

    def _of_multiple(self, name: str) -> str:
        """Return the matrix that is a multiple of I here and that a symbol is an eigenvalue of."""
        symbol = self.entry.problem.glossary.get(name)
        own = symbol.eigenvalue_of if symbol and self.point.isotropic else ""
        return own if {own, own + INVERTED} & self._gone else ""

    def _formula(self, formula: Formula) -> Formula:
        return Formula(self._element(formula), self._field)

    def _element(self, formula: Formula) -> FracElement:
        images = {generator: self._image(str(generator)) for generator in formula.generators}
        try:
            found = formula.map(
                images.__getitem__,
                lambda c: self._field.number(Fraction(int(c.numerator), int(c.denominator))),
            )
        except MesaError as error:
            raise InvalidInput(f"{', '.join(formula.symbols)}: {error}") from None
        return self._field.field(found)

    def _image(self, name: str) -> FracElement:
        """Return what a symbol is at the point."""
        numbers, here = dict(self.point.numbers), self._field
        if name in numbers:
            return here.number(numbers[name])
        if name == DIM:
            return here.field(here.dim)
        word, own = letters_of_trace(name), self._of_multiple(name)
        if own:
            return here.field.one if own == covariance_of(self.entry) else self._multiple
        if word is None:
            return here.symbol(name)
        if self.point.isotropic:
            return self._without(name, word)
        known = all(parted(letter)[0] in self._matrices for letter in word)
        return here.number(self._trace(word)) if known else here.symbol(name)

    def _without(self, name: str, word: Spelled) -> FracElement:
        """Return the trace of a word at Lambda = I."""
        left, factor = self._stripped(word)
        if left == word:
            return self._field.symbol(name)
        value = trace(self._among, self._among.alphabet.word(*left), DIM)
        return element(value, self._among, self._field) * factor

    def _stripped(self, word: Spelled) -> tuple[Spelled, FracElement]:
        """Return what is left of a word at Lambda = I, and the factor that Gamma^-1 leaves."""
        left = tuple(letter for letter in word if parted(letter)[0] not in self._gone)
        count = sum(parted(letter)[0] == GAMMA_INVERSE for letter in word)
        factor = self._field.field.one
        if count and GAMMA_INVERSE in self._gone:
            factor = 1 / self._multiple**count
        return left, factor

    @cached_property
    def _multiple(self) -> FracElement:
        """The number that Gamma is times I, where Lambda = I."""
        ((_, multiple),) = self.gamma
        return self._element(multiple)

    def _sum(self, side: MatrixSum) -> MatrixSum | Entries:
        found: dict[Spelled, FracElement] = {}
        for word, form in side:
            left, factor = self._stripped(word) if self.point.isotropic else (word, 1)
            found[left] = found.get(left, self._field.field.zero) + self._element(form) * factor
        terms = tuple((w, Formula(value, self._field)) for w, value in found.items() if value)
        return self._entries(side, terms) or replace(side, terms=terms)

    def _entries(
        self, side: MatrixSum, terms: tuple[tuple[Spelled, Formula], ...]
    ) -> Entries | None:
        """Return a matrix of numbers; None where a symbol or another matrix is left."""
        rows = self.point.covariance
        known = {"I", *self._matrices}
        letters = {parted(letter)[0] for word, _ in terms for letter in word}
        if (side.rows, side.columns) != (DIM, DIM):
            return None  # of samples: a matrix whose size has no number
        if rows is None or letters - known or any(form.symbols for _, form in terms):
            return None
        matrices = {**self._matrices, "I": unit(len(rows))}
        total = scaled(matrices["I"], Fraction(0))
        for word, form in terms:
            total = added(total, scaled(product(word or ("I",), matrices), form.at({})))
        return Entries(total)

    def _trace(self, word: Spelled) -> Fraction:
        if word not in self._traces:
            found = product(word, self._matrices)
            self._traces[word] = sum((found[k][k] for k in range(len(found))), Fraction(0))
        return self._traces[word]

    @cached_property
    def _matrices(self) -> Mapping[str, Rows]:
        """The matrices of numbers that are known at the point."""
        rows = self.point.covariance
        if rows is None:
            return {}
        name, found = covariance_of(self.entry), {covariance_of(self.entry): rows}
        if len(rows) <= MOST_INVERTED:
            found[name + INVERTED] = inverse(rows)
            if isinstance(self.gamma, Entries):
                found[GAMMA_INVERSE] = inverse(self.gamma.rows)
        return found

    @cached_property
    def _gone(self) -> frozenset[str]:
        """The letters that are multiples of I at Lambda = I."""
        name = covariance_of(self.entry)
        multiple = isinstance(self.gamma, MatrixSum) and [w for w, _ in self.gamma] == [()]
        return frozenset({name, name + INVERTED, *[GAMMA_INVERSE] * multiple})

    @cached_property
    def _field(self) -> Algebra:
        """Where what is left lives."""
        given = dict(self.point.numbers)
        sides = [*formulas(self.step.claim), *getattr(self.gamma, "formulas", ())]
        plain = {str(generator) for side in sides for generator in side.generators}
        if self.point.isotropic:
            words = [letters_of_trace(name) for name in plain]
            plain |= {name for word in words if word for name in self._names(word)}
        kept = sorted(plain - given.keys() - {DIM, "T"})
        return algebra(self.entry.problem, self.setting, kept, (), ())

    def _names(self, word: Spelled) -> Iterable[str]:
        """Return the names in what is left of a trace at Lambda = I."""
        left = tuple(letter for letter in word if parted(letter)[0] not in self._gone)
        value = trace(self._among, self._among.alphabet.word(*left), DIM)
        return [generator_name(g, self._among) for monomial in value for g, _ in monomial]

    @cached_property
    def _among(self) -> Expectation:
        """The letters of what is left."""
        reach = reach_of(self.entry, self.step)
        letters = [letter for one in reach.matrices.values() for letter in _letters(one)]
        letters += [Letter(ONES + space, space, LINE, ones=True) for space in reach.ones]
        if GAMMA_INVERSE not in self._gone:
            letters.append(Letter(GAMMA_INVERSE, DIM, DIM, symmetric=True))
        spaces = {DIM, *reach.spaces, *reach.ones}
        sizes = {space: space for space in spaces}
        return Expectation(Alphabet(tuple(letters), sizes), tuple(sorted(spaces)))


def _letters(one: Any) -> Iterable[Letter]:
    symmetric = isinstance(one, Fixed) and one.kind != "any"
    yield Letter(one.name, one.rows, one.columns, symmetric)
    if isinstance(one, Fixed) and one.kind == "positive":
        yield Letter(one.name + INVERTED, one.rows, one.columns, symmetric)
