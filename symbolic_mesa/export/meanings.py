"""What the symbols in results stand for."""

import re
from collections.abc import Iterator

from symbolic_mesa.formulas.harmonics import is_harmonic
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.notation.glossary import meaning
from symbolic_mesa.notation.names import letters_of
from symbolic_mesa.notation.sides import formulas, sides
from symbolic_mesa.record import Claim
from symbolic_mesa.results.results import Results


def meanings(results: Results) -> dict[str, str]:
    """Return what each symbol that occurs in the results stands for, sorted by name.

    What it stands for in the theorem of another model is said after it.

    >>> from symbolic_mesa import derive, laws
    >>> meanings(derive(laws.gaussian(), results=["basin"]))["a_0"]
    'a at time 0'
    """
    found: dict[str, dict[str, str]] = {}
    for one, ids in results.wanted:
        steps = [results.step(one, id) for id in ids]
        for claim in (step.claim for step in steps if not step.obstacle):
            for name, problem in _names(claim, one.entry.problem):
                words = meaning(name, problem, results.setting)
                found.setdefault(name, {}).setdefault(words, one.entry.id)
    return {name: _said(found[name]) for name in sorted(found)}


def has_harmonics(results: Results) -> bool:
    """Whether a harmonic number is in a claim."""
    claims = [result.step.claim for result in results.values() if not result.step.obstacle]
    found = (g for claim in claims for formula in formulas(claim) for g in formula.generators)
    return any(is_harmonic(generator) for generator in found)


def _names(claim: Claim, problem: Problem) -> Iterator[tuple[str, Problem]]:
    """Yield names in a claim, and in what parts it, such as "Delta > 0", with their problem."""
    for form in formulas(claim):
        for name in form.names:
            letters = [x for x in letters_of(name) if x in form.problem.glossary]
            yield from ((part, form.problem) for part in letters or [name])
    sums = (side for side in sides(claim).values() if isinstance(side, MatrixSum))
    matrices = (name for one in sums for name in one.letters)
    yield from ((name, problem) for name in matrices if name in problem.glossary)
    words = (word for part in sides(claim) for word in re.findall(r"[A-Za-z]\w*", part))
    yield from ((word, problem) for word in words if word in problem.glossary)


def _said(words: dict[str, str]) -> str:
    first, *others = words
    return "; ".join([first, *(f"in {words[one]}: {one}" for one in others)])
