"""Claims made wrong in small ways: a wrong formula must not pass its checks.

A formula is changed where a person would slip, in the form in which it is read: a coefficient, a
sign, an exponent, a dropped term, one moment or scale for another, H_{T-1} for H_{T-2}. What comes
out equal to the original, decided in its field, is no mutant.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sympy.polys.fields import FracElement

from symbolic_mesa.engine.reduction import ScaledTerm
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.decimals import Decimals
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.harmonics import is_harmonic
from symbolic_mesa.formulas.matrix_sums import MatrixSum, Spelled
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.notation.arrangement import Base, Factors, Terms, arranged
from symbolic_mesa.notation.keys import part_words
from symbolic_mesa.record import Claim
from symbolic_mesa.statement.contractions import Contraction

OPPOSITES = {
    "minimum": "saddle",
    "saddle": "minimum",
    "every-length": "limit",
    "limit": "never",
    "never": "limit",
}  # of verdicts in words

Known = dict[int, FracElement]  # values by the identity of objects that live on


@dataclass(frozen=True)
class Mutant:
    """A wrong claim.

    Attributes:
        words: what was changed.
        claim: the claim with a right-hand side that differs.
    """

    words: str
    claim: Claim


def mutants(claim: Claim) -> Iterator[Mutant]:
    """Yield the mutants of a claim, each once."""
    if claim.parts:
        for key, side in claim.parts.items():
            for words, wrong in _wrong_sides(side):
                parts = {**claim.parts, key: wrong}
                yield Mutant(f"{part_words(key)}: {words}", replace(claim, parts=parts))
        return
    for words, wrong in _wrong_sides(claim.value):
        yield Mutant(words, replace(claim, value=wrong))
    if any(one.value not in (None, claim.value) for one in claim.exceptions):
        yield Mutant("without its exceptions", replace(claim, exceptions=()))


def _wrong_sides(side: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(side, Formula):
        yield from _wrong_formulas(side)
    elif isinstance(side, bool):
        yield "negated", not side
    elif isinstance(side, str) and side in OPPOSITES:
        yield "the opposite", OPPOSITES[side]
    elif isinstance(side, int):
        yield from ((f"{side} -> {wrong}", wrong) for wrong in (side + 1, side - 1))
    elif isinstance(side, Closed):
        yield from _wrong_closed(side)
    elif isinstance(side, Decimals):
        yield from _wrong_decimals(side)
    elif isinstance(side, MatrixSum):
        yield from _wrong_sums(side)
    elif isinstance(side, tuple):
        for k, scaled in enumerate(side):
            for words, wrong in _wrong_terms(scaled):
                yield words, (*side[:k], wrong, *side[k + 1 :])
            yield "a term dropped", side[:k] + side[k + 1 :]


def _wrong_sums(side: MatrixSum) -> Iterator[tuple[str, MatrixSum]]:
    """Yield a sum of products of matrices of which one is changed, or is not there."""
    for k, (word, formula) in enumerate(side.terms):
        before, behind, name = side.terms[:k], side.terms[k + 1 :], " ".join(word) or "I"
        for words, wrong in _wrong_formulas(formula):
            yield f"{name}: {words}", replace(side, terms=(*before, (word, wrong), *behind))
        for words, other in _wrong_words(word):
            yield f"{name}: {words}", replace(side, terms=(*before, (other, formula), *behind))
        if before or behind:
            yield f"{name} dropped", replace(side, terms=(*before, *behind))


def _wrong_words(word: Spelled) -> Iterator[tuple[str, Spelled]]:
    """Yield a word with a letter left out."""
    for k, name in enumerate(word):
        yield f"without {name} at {k + 1}", word[:k] + word[k + 1 :]


def _wrong_closed(form: Closed) -> Iterator[tuple[str, Closed]]:
    """Yield a closed form with its formula or one of its definitions changed."""
    for words, wrong in _wrong_formulas(form.formula):
        yield words, replace(form, formula=wrong)
    for k, one in enumerate(form.where):
        if one.function == "euler":  # a constant: what it is applied to does not matter
            continue
        for words, wrong in _wrong_formulas(one.of):
            where = (*form.where[:k], replace(one, of=wrong), *form.where[k + 1 :])
            yield f"{one.name}: {words}", replace(form, where=where)


def _wrong_decimals(side: Decimals) -> Iterator[tuple[str, Decimals]]:
    """Yield numbers of which one is off by a thousandth, or has the other sign."""
    for key, text in side.texts:
        name = part_words(key)
        changes = {f"{name} + 0.001": str(float(text) + 0.001), f"-{name}": str(-float(text))}
        for words, wrong in changes.items():
            if float(wrong) != float(text):
                texts = tuple((k, wrong if k == key else t) for k, t in side.texts)
                yield words, replace(side, texts=texts)


def _wrong_formulas(formula: Formula) -> Iterator[tuple[str, Formula]]:
    seen = {formula.element}
    tree = arranged(formula)
    known = _known(tree, formula.algebra, {})
    for words, changed in _everywhere(tree, formula.algebra):
        try:
            element = _evaluated(changed, formula.algebra, known)
        except ZeroDivisionError:  # not a formula any more
            continue
        if element not in seen:
            seen.add(element)
            yield words, Formula(element, formula.algebra)


def _everywhere(tree: Factors, field: Algebra) -> Iterator[tuple[str, Factors]]:
    names = {str(generator): generator for generator in field.generators}
    for left, right in field.problem.exchanges:
        if left in names and right in names:
            swap = {names[left]: names[right], names[right]: names[left]}
            yield f"{left} and {right} exchanged", _renamed(tree, swap)
    yield from _factors(tree, names, field.problem)


def _factors(
    node: Factors, names: Mapping[str, Any], problem: Problem
) -> Iterator[tuple[str, Factors]]:
    """Yield a product with one thing changed in it."""
    c = node.coefficient
    for value in (c + 1, c - 1, -c):
        yield f"coefficient {c} -> {value}", replace(node, coefficient=value)
    for base, power in node.powers.items():
        label = "(...)" if isinstance(base, Terms) else str(base)
        for other in (power + 1, power - 1):
            yield f"{label}^{power} -> {label}^{other}", _with(node, base, {base: other})
        if isinstance(base, Terms):
            for words, changed in _terms(base, names, problem):
                yield words, _with(node, base, {changed: power})
            continue
        slip = problem.glossary[label].slip if label in problem.glossary else ""
        if slip in names:
            yield f"{label} -> {slip}", _with(node, base, {names[slip]: power})
        if is_harmonic(base) and "T" in names:
            yield f"{label} one term longer", _with(node, base, {_longer(base, names["T"]): power})


def _terms(node: Terms, names: Mapping[str, Any], problem: Problem) -> Iterator[tuple[str, Terms]]:
    """Yield a sum with one term changed or dropped."""
    for k, term in enumerate(node.terms):
        yield f"term {k + 1} dropped", Terms(node.terms[:k] + node.terms[k + 1 :])
        for words, changed in _factors(term, names, problem):
            yield words, Terms((*node.terms[:k], changed, *node.terms[k + 1 :]))


def _longer(harmonic: Any, length: Any) -> Terms:
    """Return H_{T-1} = H_{T-2} + 1/(T − 1), or the like of a higher order."""
    order = int(harmonic.args[1]) if len(harmonic.args) > 1 else 1
    one = Fraction(1)
    below = Terms((Factors(one, {length: 1}), Factors(-one, {})))
    return Terms((Factors(one, {harmonic: 1}), Factors(one, {below: -order})))


def _with(node: Factors, base: Base, instead: Mapping[Base, int]) -> Factors:
    """Return a product with the power of one base replaced."""
    powers = {other: power for other, power in node.powers.items() if other != base}
    for other, power in instead.items():
        powers[other] = powers.get(other, 0) + power
    return replace(node, powers={other: power for other, power in powers.items() if power})


def _renamed(node: Factors, names: Mapping[Any, Any]) -> Factors:
    powers: dict[Base, int] = {}
    for base, power in node.powers.items():
        moved = (
            Terms(tuple(_renamed(term, names) for term in base.terms))
            if isinstance(base, Terms)
            else names.get(base, base)
        )
        powers[moved] = powers.get(moved, 0) + power
    return replace(node, powers=powers)


def _evaluated(node: Factors, field: Algebra, known: Known) -> FracElement:
    total = field.number(node.coefficient)
    for base, power in node.powers.items():
        value = _sum(base, field, known) if isinstance(base, Terms) else field.generators[base]
        if not value and power < 0:
            raise ZeroDivisionError
        total = total * value**power
    return total


def _sum(base: Terms, field: Algebra, known: Known) -> FracElement:
    """Return the value of a sum, looked up where it is part of the original formula."""
    if id(base) in known:
        return known[id(base)]
    terms = (
        known[id(term)] if id(term) in known else _evaluated(term, field, known)
        for term in base.terms
    )
    return sum(terms, field.field.zero)


def _known(node: Factors, field: Algebra, known: Known) -> Known:
    """Return the values of all sums in a formula, and of their terms, by object."""
    for base in node.powers:
        if isinstance(base, Terms):
            for term in base.terms:
                _known(term, field, known)
                known[id(term)] = _evaluated(term, field, known)
            known[id(base)] = _sum(base, field, known)
    return known


def _wrong_terms(scaled: ScaledTerm) -> Iterator[tuple[str, ScaledTerm]]:
    """Yield a written-out prediction with one thing changed in it."""
    term = scaled.term

    def changed(words: str, **fields: Any) -> tuple[str, ScaledTerm]:
        return words, replace(scaled, term=replace(term, **fields))

    yield changed("coefficient + 1", coefficient=term.coefficient + 1)
    yield changed("a sign", coefficient=-term.coefficient)
    for name in scaled.scales:
        yield f"another {name}", replace(scaled, scales=(*scaled.scales, name))
        rest = list(scaled.scales)
        rest.remove(name)
        yield f"no {name}", replace(scaled, scales=tuple(rest))
    for k, token in enumerate(term.tokens):
        others = _indices(term) - {token.coordinate}
        wrong = [(f"x at {step:+d}", replace(token, time=token.time + step)) for step in (1, -1)]
        wrong.append(("a conjugate", replace(token, conjugate=not token.conjugate)))
        wrong += [(f"index {name}", replace(token, coordinate=name)) for name in sorted(others)]
        for words, one in wrong:
            yield changed(
                f"{words} in token {k + 1}", tokens=(*term.tokens[:k], one, *term.tokens[k + 1 :])
            )
    for k, span in enumerate(term.sums):
        longer = replace(span, last=span.last - 1)
        yield changed("a shorter sum", sums=(*term.sums[:k], longer, *term.sums[k + 1 :]))
    for k, form in enumerate(term.divisors):
        yield changed("a divisor", divisors=(*term.divisors[:k], form + 1, *term.divisors[k + 1 :]))


def _indices(term: Contraction) -> set[str]:
    return set(term.coordinates())
