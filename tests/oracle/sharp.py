"""When training stays on the diagonal: the gradient in all blocks, the literal assumption."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import permutations

from tests.oracle.cases import POINTS, Case
from tests.oracle.numbers import Claim, differs, evaluated, harmonic, said
from tests.oracle.reading import Judge, places, verdict

NONE = "none"  # what conditions are where there is no off-diagonal entry


def _entries(block: str, off: bool) -> Judge:
    """Every entry that a part names, or every entry of its kind where no coordinate is named."""

    def judge(case: Case, claim: Claim) -> Iterator[str]:
        size = range(case.dim)
        for a, b in POINTS:
            table = case.gradient(a, b)[block]
            for j, k in permutations(size, 2) if off else ((j, j) for j in size):
                for name, side in claim.sides.items():
                    at = places(name)
                    row, column = at.get("j", j), at.get("l", k) if off else at.get("j", j)
                    wanted = Fraction(table[row, column])
                    found = evaluated(side, {**case.numbers, "a": a, "b": b})
                    yield from differs(found, wanted, 0.0, f"{block}[{row + 1},{column + 1}]")

    return judge


def _others(case: Case, claim: Claim) -> Iterator[str]:
    for name, side in claim.sides.items():
        for a, b in POINTS:
            found = evaluated(side, {**case.numbers, "a": a, "b": b})
            yield from differs(found, Fraction(0), 0.0, name)
    if not case.others_vanish:
        yield "an entry in another block is not 0"


def literally(case: Case) -> bool:
    """Assumption 4.1 as it is written: all moments that it names are 0, and κ1, κ2, κ3 alike."""
    tokens, size = case.tokens, range(case.dim)
    if not tokens.every_moment:
        return False
    kappas = [(tokens.single(4, j), tokens.single(6, j), tokens.kappa_3(j)) for j in size]
    return len(set(kappas)) == 1 and tokens.centred_given_others


_TERM = re.compile(
    r"(?P<coefficient>[^\[\]]*?)"
    r"(?:sum over r != (?P<apart>[jl](?:, l)?) of )?E\[(?P<factors>[^]]*)\]"
)


def combination(case: Case, name: str, j: int, k: int) -> Fraction:
    """Return the value of a condition's left-hand side, as its name says it, at two coordinates."""
    words = re.split(r" less that of | at j=", name)[0]
    total = Fraction(0)
    for term in _TERM.finditer(words):
        sign = -1 if term["coefficient"].strip().startswith("-") else 1
        factor = _coefficient(term["coefficient"].strip(" +-"), case.length)
        total += sign * factor * _moment(case, term["factors"], j, k, term["apart"])
    return total


def _coefficient(words: str, length: int) -> Fraction:
    n = Fraction(length - 2)
    known = {"": Fraction(1), "H": harmonic(n), "H_2": harmonic(n, Fraction(2)), "(T-2)": n}
    return Fraction(known[words]) if words in known else Fraction(words)


def _moment(case: Case, factors: str, j: int, k: int, apart: str | None) -> Fraction:
    powers = dict(re.findall(r"x_(\w)(?:\^(\d+))?", factors))
    own = {"j": j, "l": k}
    excluded = {own[name] for name in (apart or "").split(", ") if name}
    others = [r for r in range(case.dim) if r not in excluded] if apart else [None]
    total = Fraction(0)
    for r in others:
        held = {own.get(name, r): int(power or 1) for name, power in powers.items()}
        total += case.tokens.at(
            case.tokens.at_places({p: n for p, n in held.items() if p is not None})
        )
    return total


def _conditions(case: Case, claim: Claim) -> Iterator[str]:
    """Each has the value that its name says, and all are 0 exactly when training stays."""
    if said(claim, "", case.numbers) == NONE:
        if not case.stays:
            yield "there are no conditions, and training does not stay"
        return
    values = {name: evaluated(side, case.numbers) for name, side in claim.sides.items()}
    if "length" in case.told and (not any(values.values())) != case.stays:
        yield f"all are 0: {not any(values.values())}; training stays: {case.stays}"
    for name, value in values.items():
        at = places(name.split(" less that of j=1")[-1])
        pairs = list(permutations(range(case.dim), 2))
        if value and at:
            pairs = [(at["j"], at.get("l", (at["j"] + 1) % case.dim))]
        for j, k in pairs:
            wanted = combination(case, name, j, k)
            if " less that of j=1" in name:
                wanted -= combination(case, name, 0, (k if k else 1) % case.dim)
            yield from differs(value, wanted, 0.0, name)


JUDGES: Mapping[str, Judge] = {
    "gradient-KQ32-diagonal": _entries("KQ32", off=False),
    "gradient-KQ32-off": _entries("KQ32", off=True),
    "gradient-PV12-diagonal": _entries("PV12", off=False),
    "gradient-PV12-off": _entries("PV12", off=True),
    "other-blocks": _others,
    "assumption-4.1": verdict(literally),
    "emergence": verdict(lambda case: case.stays),
    "emergence-conditions": _conditions,
}
