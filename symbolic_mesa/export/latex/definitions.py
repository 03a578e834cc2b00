"""What names in closed forms stand for: said once for a theorem, a claim, or one case of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from symbolic_mesa.export.latex.rows import CASE, Row
from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.notation.arrangement import Factors, Terms, arranged
from symbolic_mesa.notation.breaking import Names, lines_of
from symbolic_mesa.notation.names import name_latex
from symbolic_mesa.notation.phrases import as_formula, conditions
from symbolic_mesa.notation.sides import parted, sides
from symbolic_mesa.notation.tex import latex, relation_latex
from symbolic_mesa.notation.widths import width
from symbolic_mesa.record import Claim

Place = tuple[str, str]  # the id of a claim, and a part of it
Uses = Mapping[str, Mapping[Place, Definition]]  # by name

_AROUND = {"value": "%s", "sqrt": r"\sqrt{%s}", "exp": r"\exp\left(%s\right)", "log": r"\log(%s)"}
_POWER = "e^{%s}"
_LONGEST_POWER = 60.0  # points of an exponent that is set as one
LEFT = 28.0  # points that the names of definitions, set one below the other, take at most
_EULER = r"0.57721\dots"


@dataclass(frozen=True)
class Meanings:
    """Names with their definitions, by where they are said.

    Attributes:
        shared: those of the whole theorem.
        claims: those of one claim, by its id.
        parts: those of one part of a claim.
        symbols: what is written in a claim instead of names, by its id.
    """

    shared: tuple[Row, ...]
    claims: Mapping[str, tuple[Row, ...]]
    parts: Mapping[Place, tuple[Row, ...]]
    symbols: Mapping[str, Mapping[str, str]]


def meanings_of(claims: Mapping[str, Claim], room: float, names: Names) -> Meanings:
    """Return the definitions of the claims of a theorem, each where it is needed and once.

    Args:
        claims: the claims by id.
        room: the width of the text.
        names: the names of wide sums.
    """
    uses = uses_of(claims)
    shared = _shared(uses, claims)
    whole = {name: _of(uses[name], ids) for name, ids in shared.items()}
    rows = _rows(whole, room, names)
    by_claim, by_part, symbols = {}, {}, {}
    for id, claim in claims.items():
        mine = {name: _of(of, {id}) for name, of in uses.items() if _of(of, {id})}
        mine = {name: of for name, of in mine.items() if id not in shared.get(name, ())}
        symbols[id] = _inline_logarithms(claim) | _primed(mine, shared)
        names.write(symbols[id])
        common = _common(mine, claims)
        by_claim[id] = _rows(common, room, names)
        for part in sides(claim):
            left = {name: _at(of, part) for name, of in mine.items() if name not in common}
            by_part[id, part] = _rows({n: of for n, of in left.items() if of}, room, names)
    names.write({})
    return Meanings(rows, by_claim, by_part, symbols)


def _primed(mine: Uses, shared: Collection[str]) -> dict[str, str]:
    """Return with a prime the names that mean something else in the rest of the theorem."""
    return {name: f"{name_latex(name)}'" for name in mine if name in shared}


def _inline_logarithms(claim: Claim) -> dict[str, str]:
    """Return names of logarithms of one symbol, written as such instead of by the name."""
    found: dict[str, set[str]] = {}
    for one in _definitions(claim):
        found.setdefault(one.name, set()).add(_logarithm(one))
    return {name: next(iter(of)) for name, of in found.items() if len(of) == 1 and "" not in of}


def _logarithm(one: Definition) -> str:
    """Return the logarithm of one symbol; "" where a definition is another."""
    if one.function != "log":
        return ""
    of = arranged(one.of)
    plain = list(of.powers.values()) == [1] and not any(isinstance(b, Terms) for b in of.powers)
    return rf"\log {latex(of)}" if plain else ""


def uses_of(claims: Mapping[str, Claim]) -> Uses:
    """Return the definitions by name and place, those of logarithms that are written out not."""
    uses: dict[str, dict[Place, Definition]] = {}
    for id, claim in claims.items():
        written = _inline_logarithms(claim)
        for part, side in sides(claim).items():
            for one in side.where if isinstance(side, Closed) else ():
                if one.name not in written:
                    uses.setdefault(one.name, {})[id, part] = one
    return uses


def _definitions(claim: Claim) -> Iterable[Definition]:
    for side in sides(claim).values():
        if isinstance(side, Closed):
            yield from side.where


def _shared(uses: Uses, claims: Mapping[str, Claim]) -> dict[str, set[str]]:
    """Return the names that mean one thing in several claims, with the ids of these."""
    groups = {name: _group(of, claims) for name, of in uses.items()}
    while True:
        loose = False
        for name, ids in groups.items():
            inner = _inner(name, _of(uses[name], ids), uses)
            kept = {id for id in ids if all(id in groups[other] for other in inner)}
            if kept != ids:
                groups[name], loose = kept, True
        if not loose:
            return {name: ids for name, ids in groups.items() if len(ids) > 1}


def _group(of: Mapping[Place, Definition], claims: Mapping[str, Claim]) -> set[str]:
    """Return the first claims, at least two, in which a name means one thing."""
    ids = list(dict.fromkeys(id for id, _ in of))
    best: set[str] = set()
    for first in ids:
        group = {first}
        for id in ids:
            if _agrees(_of(of, group | {id}), claims):
                group.add(id)
        best = group if len(group) > len(best) else best
    return best if _agrees(_of(of, best), claims) else set()


def _common(mine: Uses, claims: Mapping[str, Claim]) -> dict[str, Mapping[Place, Definition]]:
    """Return the names that mean one thing in a claim and rest on such alone."""
    kept = {name: of for name, of in mine.items() if _agrees(of, claims)}
    while True:
        loose = [
            name for name, of in kept.items() if any(n not in kept for n in _inner(name, of, mine))
        ]
        if not loose:
            return kept
        kept = {name: of for name, of in kept.items() if name not in loose}


def _inner(name: str, of: Mapping[Place, Definition], uses: Uses) -> set[str]:
    """Return the defined names that definitions rest on."""
    return {n for one in of.values() for n in one.of.symbols if n in uses and n != name}


def _of(of: Mapping[Place, Definition], ids: Collection[str]) -> dict[Place, Definition]:
    return {place: one for place, one in of.items() if place[0] in ids}


def _at(of: Mapping[Place, Definition], part: str) -> dict[Place, Definition]:
    return {place: one for place, one in of.items() if place[1] == part}


def _agrees(of: Mapping[Place, Definition], claims: Mapping[str, Claim]) -> bool:
    """Whether a name means one thing, or one thing in each case of the same cases."""
    if len(_variants(of)) == 1:
        return True
    by_case: dict[str, Definition] = {}
    for (_, part), one in of.items():
        case = _case_of(part)
        if not case or by_case.setdefault(case, one) != one:
            return False
    return len({tuple(sides(claims[id])) for id, _ in of}) == 1


def _variants(of: Mapping[Place, Definition]) -> list[tuple[Definition, list[str]]]:
    """Return the different definitions, each with the cases that it is for."""
    found: list[tuple[Definition, list[str]]] = []
    for (_, part), one in of.items():
        case = _case_of(part)
        cases = next((cases for known, cases in found if known == one), None)
        if cases is None:
            found.append((one, [case]))
        elif case not in cases:
            cases.append(case)
    return found


@cache  # pure; the parts of claims are few, and are asked for in every group of them
def _case_of(part: str) -> str:
    """Return the case of a part: all of it, or what follows the name of a quantity.

    >>> _case_of("a > 0"), _case_of("b, a > 0"), _case_of("once")
    ('a > 0', 'a > 0', '')
    """
    if as_formula(part) is not None:
        return part
    return parted(part)[1]


def _ordered(uses: Uses) -> list[str]:
    """Return names, each after those that its definition rests on."""
    order: list[str] = []
    waiting = list(uses)
    while waiting:
        free = (name for name in waiting if not _inner(name, uses[name], uses) & {*waiting})
        order.append(next(free, waiting[0]))
        waiting.remove(order[-1])
    return order


def _rows(uses: Uses, room: float, names: Names) -> tuple[Row, ...]:
    """Return definitions, and after them the wide sums in them that got names."""
    rows = [row for name in _ordered(uses) for row in _row(name, uses[name], room, names)]
    named = names.explained(room)
    return (*rows, *(Row(name, "=", tuple(lines)) for name, lines in named))


def _row(name: str, of: Mapping[Place, Definition], room: float, names: Names) -> list[Row]:
    variants = _variants(of)
    left = names.style.symbols.get(name) or name_latex(name)
    space = room - max(width(f"{left} ="), LEFT)
    if len(variants) == 1:
        return [Row(left, *_lines(variants[0][0], space, names))]
    cases = [_case(one) for _, one in variants]
    space -= max(map(width, cases)) + CASE
    rows = [Row(left, *_lines(one, space, names)) for one, _ in variants]
    if all(len(row.lines) == 1 for row in rows):
        body = r" \\ ".join(
            rf"{row.lines[0]} & \text{{if }} {case}" for row, case in zip(rows, cases, strict=True)
        )
        return [Row(left, "=", (rf"\begin{{cases}} {body} \end{{cases}}",))]
    return [
        Row(row.left, row.relation, row.lines, case=case)
        for row, case in zip(rows, cases, strict=True)
    ]


def _case(cases: Sequence[str]) -> str:
    """Return cases as one: what is less or more than 0 is not 0."""
    left, stems = list(cases), [case.removesuffix(" > 0") for case in cases if case[-4:] == " > 0"]
    for stem in stems:
        if f"{stem} < 0" in left:
            left[left.index(f"{stem} > 0")] = f"{stem} != 0"
            left.remove(f"{stem} < 0")
    return r" \text{ or } ".join(conditions(case) or "" for case in left)


def _lines(one: Definition, room: float, names: Names) -> tuple[str, tuple[str, ...]]:
    if one.function == "euler":
        return "=", (_EULER,)
    of = arranged(one.of)
    if one.function == "value":
        return relation_latex(of), tuple(lines_of(of, room, names))
    text = _around(one.function, latex(of, names.style))
    if width(text) > room:
        names.give(_as_sum(of))
        text = _around(one.function, names.style.named[_as_sum(of)])
    return relation_latex(of), (text,)


def _around(function: str, text: str) -> str:
    if function == "exp" and r"\frac" not in text and width(text) <= _LONGEST_POWER:
        return _POWER % text
    return _AROUND[function] % text


def _as_sum(of: Factors) -> Terms:
    """Return a product as a sum of one term, if it is no sum itself."""
    bases = list(of.powers.items())
    if of.coefficient == 1 and len(bases) == 1 and isinstance(bases[0][0], Terms):
        base, power = bases[0]
        if power == 1 and isinstance(base, Terms):
            return base
    return Terms((of,))
