"""A derivation's claims as a Coq file: definitions, hypotheses written out, lemmas proved.

The lemmas assume nothing but what the section states; the file holds no axiom.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import sympy
from sympy.polys.rings import PolyElement

from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.root_fields import is_root
from symbolic_mesa.kernel.lemmas import Abbreviations, Lemma, Stated
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Derivation
from symbolic_mesa.setting import Setting

_OWN = re.compile(r"d|T|mu(_\d+)+|sigma|scale|radius|nu|c|p")
_CONDITION = re.compile(r"((?:0 < )?)([A-Za-z]\w*)( (?:<|<=|>|>=|!=) \d+)")
SYMBOLIC = ("generic", "exchangeable")  # laws whose moments are symbols
_PREAMBLE = """\
Require Import Reals Lra Psatz.
Open Scope R_scope.
"""


@dataclass(frozen=True)
class CoqFile:
    """The text of a file, and the line on which each lemma ends.

    Attributes:
        text: the file.
        ends: pairs of a lemma and the number of its last line, in order.
    """

    text: str
    ends: tuple[tuple[Stated, int], ...]


def coq_file(
    derivation: Derivation,
    problem: Problem,
    setting: Setting,
    lemmas: Iterable[Lemma],
    abbreviations: Abbreviations,
) -> CoqFile:
    """Return the Coq file of those lemmas whose claims could be derived."""
    formulas = {step.id: step.claim.value for step in derivation.steps if not step.obstacle}
    possible = [lemma for lemma in lemmas if all(id in formulas for id in lemma.claims)]
    needed = [step.id for step in derivation.steps if any(step.id in x.claims for x in possible)]
    claims = {id: formulas[id] for id in needed}
    text = "\n".join(_opening(derivation, problem, setting, claims, abbreviations)) + "\n"
    ends: list[tuple[Stated, int]] = []
    for lemma in possible:
        text += f"\nLemma {lemma.name} :\n  {lemma.statement}.\nProof. {lemma.proof} Qed.\n"
        ends.append((lemma, text.count("\n")))
    return CoqFile(text + f"\nEnd {_identifier(derivation.id)}.\n", tuple(ends))


def _opening(
    derivation: Derivation,
    problem: Problem,
    setting: Setting,
    claims: Mapping[str, Formula],
    abbreviations: Abbreviations,
) -> Iterator[str]:
    law = setting.law
    yield f"(* {_comment(derivation.id)}: {_comment(derivation.title)} *)"
    yield f"(* Initial token: {_comment(law.name)}, {_comment(law.phrase)} *)"
    steps = [step for step in derivation.steps if step.id in claims]
    for words in dict.fromkeys(words for step in steps for words in step.caveats):
        ids = ", ".join(step.id for step in steps if words in step.caveats)
        yield f"(* {_comment(ids)}: {_comment(words)} *)"
    yield _PREAMBLE
    yield f"Section {_identifier(derivation.id)}."
    names = _names(claims.values())
    variables = [names[key] for key in names if key not in problem.scales]
    if variables:
        yield f"Variables {' '.join(variables)} : R."
    yield from _signs(setting, problem, names)
    denominators = _denominators(claims.values(), names)
    for k, text in enumerate(denominators, 1):
        yield f"Hypothesis denominator_{k} : {text} <> 0."
    if setting.dim is not None:
        yield f"Definition d : R := {setting.dim}."
    for id, formula in claims.items():
        left = f"{_identifier(id)}{_arguments(formula, problem)}"
        yield f"Definition {left} : R :=\n  {_formula(formula, names)}."
    used = {name: one for name, one in abbreviations.items() if set(one.claims) <= set(claims)}
    for name, one in used.items():
        yield f"Definition {name} : R := {one.text}."
    folded = [_identifier(id) for id in claims] + list(used) + ["d"] * (setting.dim is not None)
    positive = [name for name, one in used.items() if one.positive]
    roots = [name for key, name in names.items() if key.startswith("sqrt(")]
    yield from _tactics(folded, len(denominators), setting, positive, roots)


def _signs(setting: Setting, problem: Problem, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what T, d, harmonic numbers, moments and parameters satisfy."""
    if "T" in names:
        yield "Hypothesis length : T > 2."
    if "d" in names:
        yield "Hypothesis dimension : d >= 1."
    for key, name in names.items():
        if key.startswith("H("):
            yield f"Hypothesis positive_{name} : {name} > 0."
        elif key.startswith("sqrt("):
            yield f"Hypothesis sign_{name} : {name} >= 0."
            yield f"Hypothesis square_{name} : {name} * {name} = {_radicand(key, names)}."
        elif setting.law.name in SYMBOLIC and key in problem.moments:
            yield f"Hypothesis sign_{name} : {name} {problem.glossary[key].condition}."
    for k, condition in enumerate(setting.law.conditions, 1):
        found = _CONDITION.fullmatch(condition)
        if found and found[2] in names:
            text = f"{found[1]}{names[found[2]]}{found[3]}".replace("!=", "<>")
            yield f"Hypothesis condition_{k} : {text}."


def _tactics(
    folded: list[str],
    denominators: int,
    setting: Setting,
    positive: list[str],
    roots: list[str],
) -> Iterator[str]:
    """Yield the tactics that the lemmas use, and what is positive."""
    ways = ["lra", *(f"apply denominator_{k}; lra" for k in range(1, denominators + 1)), "nra"]
    nonzero = " | ".join(f"(intro zero; {way})" for way in ways)
    yield f"Ltac nonzero := first [ assumption | {nonzero} ]."
    yield f"Ltac unfolded := unfold {', '.join(reversed(folded))} in *."
    for name in positive:
        yield from _positive(name, setting)
    posed = "".join(f"pose proof {name}_nonzero as {name}_is_nonzero; " for name in positive)
    tried = "".join(
        f" | (intro zero; apply {name}_is_nonzero; field_simplify_eq; "
        "first [ lra | (repeat split; nonzero) ])"
        for name in positive
    )
    ending = f"first [ nonzero{tried} ]" if tried else "nonzero"
    squares = f" [{' '.join(f'square_{name}' for name in roots)}]" if roots else ""
    yield f"Ltac identity := {posed}unfolded; field{squares}; repeat split; {ending}."


def _positive(name: str, setting: Setting) -> Iterator[str]:
    """Yield that an abbreviation is positive, not 0, and has that sign times d/2."""
    if setting.law.name in SYMBOLIC and setting.dim is None and setting.length is None:
        yield f"Lemma {name}_positive : 0 < {name}.\nProof. unfolded; nra. Qed."
    else:
        yield f"Hypothesis {name}_positive : 0 < {name}."
    yield f"Lemma {name}_nonzero : {name} <> 0."
    yield f"Proof. pose proof {name}_positive; lra. Qed."
    yield f"Lemma dimension_times_{name} : 0 <= d / 2 * {name}."
    yield (
        f"Proof. pose proof {name}_positive as sign; apply Rmult_le_pos; [ "
        + ("unfold d; lra" if setting.dim is not None else "lra")
        + " | lra ]. Qed."
    )


def _names(formulas: Iterable[Formula]) -> dict[str, str]:
    """Return a Coq name for every generator that occurs, by its name."""
    found: dict[str, str] = {}
    roots: dict[str, None] = {}
    for formula in formulas:
        used = {*formula.generators, *(s for g in formula.generators for s in g.free_symbols)}
        for generator in formula.algebra.field.symbols:
            key = _key(generator)
            if is_root(generator) and generator in used:
                roots[key] = None
            elif generator in used:
                found[key] = _variable(key, formula.algebra.problem)
    found |= {key: f"root_{k}" for k, key in enumerate(sorted(roots), 1)}
    return dict(sorted(found.items()))


def _radicand(key: str, names: Mapping[str, str]) -> str:
    """Return what a root is of, in Coq."""
    inner = key.removeprefix("sqrt(")[:-1].replace("**", "^")
    return re.sub(r"[A-Za-z]\w*", lambda found: names[found[0]], inner)


def _key(generator: sympy.Expr) -> str:
    if is_root(generator):
        return f"sqrt({generator.base})"
    return str(generator.name) if generator.is_Symbol else f"H({_order(generator)})"


def _order(harmonic: sympy.Expr) -> int:
    return int(harmonic.args[1]) if len(harmonic.args) > 1 and harmonic.args[1].is_Integer else 1


def _variable(key: str, problem: Problem) -> str:
    if key.startswith("H("):
        return "H" if key == "H(1)" else f"H_{key[2:-1]}"
    own = _OWN.fullmatch(key) or key in problem.moments or key in problem.scales
    return key if own else f"x_{key}"


def _arguments(formula: Formula, problem: Problem) -> str:
    scales = problem.scales
    return f" ({' '.join(scales)} : R)" if set(scales) & set(formula.symbols) else ""


def _denominators(formulas: Iterable[Formula], names: Mapping[str, str]) -> list[str]:
    texts = [
        _polynomial(formula.element.denom, formula, names)
        for formula in formulas
        if not formula.element.denom.is_ground
    ]
    return list(dict.fromkeys(texts))


def _formula(formula: Formula, names: Mapping[str, str]) -> str:
    above = _polynomial(formula.element.numer, formula, names)
    below = _polynomial(formula.element.denom, formula, names)
    return above if below == "1" else f"({above}) / ({below})"


def _polynomial(polynomial: PolyElement, formula: Formula, names: Mapping[str, str]) -> str:
    generators = formula.algebra.field.symbols
    terms = []
    for powers, coefficient in polynomial.terms():
        factors = [
            names[_key(generator)] + (f"^{power}" if power > 1 else "")
            for generator, power in zip(generators, powers, strict=True)
            if power
        ]
        number = int(coefficient)
        if abs(number) != 1 or not factors:
            factors.insert(0, str(abs(number)))
        terms.append(f"{'-' if number < 0 else '+'} {' * '.join(factors)}")
    return " ".join(terms).removeprefix("+ ") or "0"


def _identifier(text: str) -> str:
    """Return a Coq identifier for an id that came from anywhere."""
    safe = re.sub(r"[^A-Za-z0-9]", "_", text)
    return safe if safe[:1].isalpha() else f"id_{safe}"


def _comment(text: str) -> str:
    """Return text that a Coq comment can hold: one line, no quotes, no brackets of comments."""
    plain = " ".join(text.split()).replace('"', "'")
    return plain.replace("(*", "( *").replace("*)", "* )")
