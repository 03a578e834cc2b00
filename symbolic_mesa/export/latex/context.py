"""What the parts of one theorem share: its steps, labels, numbers, names and definitions."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from symbolic_mesa.export.latex.definitions import Meanings, meanings_of
from symbolic_mesa.export.latex.labels import label, setting_label
from symbolic_mesa.export.latex.options import Options
from symbolic_mesa.export.latex.rows import NUMBER, verdicts_of
from symbolic_mesa.export.latex.sentences import Sentences
from symbolic_mesa.export.latex.trusted import remark
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.laws.parameters import names_in
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.notation.breaking import Names
from symbolic_mesa.notation.names import escaped, letters_of
from symbolic_mesa.notation.phrases import as_formula
from symbolic_mesa.notation.sides import formulas, sides
from symbolic_mesa.notation.tex import Style
from symbolic_mesa.record import Claim, Step
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.results.results import Results

LIST = 25.0  # points that the numbers of a list take
_LETTERS = "PSUYZJFO"


@dataclass(frozen=True)
class Context:
    """A theorem that is being written.

    Attributes:
        derived: the theorem in its setting.
        claims: the steps that it states, by id; those that could not be derived left out.
        lemmas: the steps of its proof alone, by id.
        obstacles: its results that could not be derived, by id.
        options: how it is written.
        names: the names of wide sums, and the style of formulas.
        meanings: the definitions of names in closed forms.
        words: how sentences are written.
    """

    derived: Derived
    claims: Mapping[str, Step]
    lemmas: Mapping[str, Step]
    obstacles: Mapping[str, Step]
    options: Options
    names: Names
    meanings: Meanings
    words: Sentences

    @property
    def room(self) -> float:
        """The width of a display with a number."""
        return self.width - NUMBER

    @property
    def width(self) -> float:
        """The width of the text, less where it is a list."""
        return self.options.width - (0 if self.options.bare else LIST)

    @property
    def doubt(self) -> str:
        """What is said of every claim, where the same is said of each; else empty."""
        remarks = {remark(step) for step in self.claims.values()}
        return next(iter(remarks)) if len(remarks) == 1 else ""

    def label(self, id: str = "", kind: str = "eq") -> str:
        """Return the label of a claim, or of the theorem."""
        setting = setting_label(self.derived.setting)
        return label(kind, self.options.prefix, setting, self.derived.entry.id, id)

    def item(self, id: str) -> str:
        """Return the number of a claim in the theorem."""
        first = next(ids[0] for ids in self.items if id in ids)
        return rf"\ref{{{self.label(first, 'it')}}}"

    @property
    def items(self) -> list[tuple[str, ...]]:
        """The claims by id, moments that follow each other together."""
        items: list[tuple[str, ...]] = []
        for id, step in self.claims.items():
            before = items[-1] if items else ()
            if before and is_moment(self.claims[before[-1]].claim) and is_moment(step.claim):
                items[-1] = (*before, id)
            else:
                items.append((id,))
        return items

    def reference(self, id: str) -> str:
        """Return how a claim is referred to: by its equation, or by its number."""
        step = self.claims.get(id) or self.lemmas[id]
        equation = reference(step.claim, self.label(id))
        return equation or (self.item(id) if id in self.claims else self.lemma(id))

    def lemma(self, id: str) -> str:
        """Return the number of a step of the proof."""
        return f"Step~{list(self.lemmas).index(id) + 1}"


def context_of(results: Results, one: Derived, ids: tuple[str, ...], options: Options) -> Context:
    """Return what the parts of a theorem share.

    Args:
        results: the results that are exported.
        one: the theorem.
        ids: the ids of its results among them.
        options: how it is written.
    """
    steps = {id: results.step(one, id) for id in one.resting_on(ids)}
    known = {id: step for id, step in steps.items() if not step.obstacle}
    claims = {id: known[id] for id in ids if id in known}
    lemmas = {id: step for id, step in known.items() if id not in claims}
    stated = known if options.proof else claims
    shown = [step.claim for step in stated.values()]
    letters = {letter.name for step in stated.values() for letter in step.letters}
    names = Names(_letter(shown, one, letters), Style(options.sums))
    meanings = meanings_of(
        {id: step.claim for id, step in stated.items()}, options.width - NUMBER - LIST, names
    )
    law = one.setting.law
    symbols = frozenset(names_in(law.parameters.values()))
    obstacles = {id: steps[id] for id in ids if id not in known}
    source = _source(one.entry.problem, options)
    words = Sentences(symbols, width=options.width, source=source)
    bare = Context(one, claims, lemmas, obstacles, options, names, meanings, words)
    references = {
        id: bare.reference(id)
        for id, step in stated.items()
        if not options.bare or reference(step.claim, id)
    }
    return replace(bare, words=replace(words, references=references))


def _source(problem: Problem, options: Options) -> str:
    """Return how a paper is named where its theorems and assumptions are."""
    if problem.paper is None:
        return ""
    return rf"\cite{{{problem.paper.key}}}" if options.cited else escaped(problem.id)


def reference(claim: Claim, label: str) -> str:
    """Return the reference to the equations of a claim; empty where it has none."""
    return rf"\eqref{{{label}}}" if len(verdicts_of(claim)) < len(sides(claim)) else ""


def is_moment(claim: Claim) -> bool:
    """Whether a claim gives a formula for what its statement writes as one."""
    return as_formula(claim.statement) is not None and list(sides(claim)) == [""]


def symbols_of(claims: Iterator[Claim] | list[Claim]) -> set[str]:
    """Return the names in claims, and in the conditions of their parts."""
    found: set[str] = set()
    for claim in claims:
        for formula in formulas(claim):
            for name in formula.names:
                found.update(letters_of(name) or (name,))
        for side in sides(claim).values():
            found.update(side.letters if isinstance(side, MatrixSum) else ())
        for part in sides(claim):
            found.update(re.findall(r"[A-Za-z]\w*", part))
    return found


def _letter(claims: list[Claim], one: Derived, letters: Collection[str]) -> str:
    """Return a letter with which no name begins."""
    problem = one.entry.problem
    known = (*symbols_of(claims), *problem.glossary, *problem.reserved, *letters)
    taken = {name[:1] for name in known}
    taken |= {name[:1] for name in names_in(one.setting.law.parameters.values())}
    taken |= {claim.name[:1] for claim in claims}
    return next((letter for letter in _LETTERS if letter not in taken), r"\mathcal{P}")
