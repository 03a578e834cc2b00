"""Claims as plain data in a form fit for their kind, and what two of them differ in.

Nothing here is printed text whose order a release of SymPy may change.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import sympy
from sympy.polys.rings import PolyElement

from symbolic_mesa.engine.reduction import ScaledTerm
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.decimals import Decimals
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.root_fields import is_root
from symbolic_mesa.notation.keys import part_words
from symbolic_mesa.proofs.rational import Monomial, Rational, rational_from_data
from symbolic_mesa.record import Claim, Step
from symbolic_mesa.statement.contractions import TimeIndex
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.json_values import Object

LONGEST = 400  # characters of a side that are shown
RATIONAL, PREDICTION, VALUE = "rational-function", "prediction", "value"
DECIMALS, CLOSED, MATRICES = "decimals", "closed-form", "sum-of-matrix-products"


def step_data(step: Step) -> Object:
    """Return a step as plain data: its claim, premises, status and checks."""
    return {
        "claim": None if step.obstacle else claim_data(step.claim),
        "premises": list(step.premises),
        "status": step.status,
        "checks": [f"{check.kind}: {check.outcome}" for check in step.checks],
    }


def claim_data(claim: Claim) -> Object:
    """Return the right-hand sides of a claim as plain data, by part; the whole has the name "".

    What is so at an exceptional place has its equations for a name.
    """
    parts = {part_words(key): side for key, side in claim.parts.items()} or {"": claim.value}
    found: Object = {name: side_data(side) for name, side in parts.items()}
    for one in claim.exceptions:
        place = " and ".join(f"{rational(left)} = {number}" for left, number in one.where)
        found[f"except at {place}"] = side_data(one.value)
    return found


def side_data(side: Any) -> Object:
    """Return one right-hand side as plain data.

    Raises:
        TypeError: for a kind of value that has no canonical form.
    """
    if isinstance(side, Formula):
        return {"kind": RATIONAL, **rational(side).as_data()}
    if isinstance(side, tuple) and all(isinstance(term, ScaledTerm) for term in side):
        return {"kind": PREDICTION, "terms": sorted(map(_term, side), key=repr)}
    if isinstance(side, Closed):
        return {"kind": CLOSED, "formula": rational(side.formula).as_data(), "where": _where(side)}
    if isinstance(side, MatrixSum):
        products = {" ".join(word): rational(form).as_data() for word, form in side}
        return {"kind": MATRICES, "products": products}
    if isinstance(side, Decimals):
        return {"kind": DECIMALS, "numbers": {part_words(key): text for key, text in side.texts}}
    if side is None or isinstance(side, bool | int | str):
        return {"kind": VALUE, "value": side}
    raise TypeError(f"a claim's value of the type {type(side).__name__} has no canonical form")


def _where(form: Closed) -> list[Object]:
    return [
        {"name": one.name, "is": one.function, "of": rational(one.of).as_data()}
        for one in form.where
    ]


def rational(formula: Formula) -> Rational:
    """Return a formula as a rational function over named generators."""
    names = [_generator(symbol) for symbol in formula.algebra.field.symbols]

    def polynomial(element: PolyElement) -> dict[Monomial, Fraction]:
        return {
            tuple(sorted((n, int(p)) for n, p in zip(names, powers, strict=True) if p)): Fraction(
                int(value.numerator), int(value.denominator)
            )
            for powers, value in element.terms()
        }

    above, below = polynomial(formula.element.numer), polynomial(formula.element.denom)
    if below[min(below)] < 0:  # a fraction has two signs; one of them is written
        above, below = ({m: -value for m, value in side.items()} for side in (above, below))
    return Rational(above, below)


def _generator(symbol: sympy.Expr) -> str:
    """Return the name of a generator: of a symbol its own, else H(n), H(n,m) or sqrt(radicand)."""
    if symbol.is_Symbol:
        return str(symbol.name)
    if is_root(symbol):
        return f"sqrt({symbol.base})".replace("**", "^").replace(" ", "")
    if symbol.func.__name__ == "Sum":
        power, (_, _, last) = symbol.args
        index, order = str(int(last)), -int(power.as_base_exp()[1])
    else:
        last, *given = symbol.args
        index = str(int(last)) if last.is_Integer else "T-2"
        order = int(given[0]) if given else 1
    return f"H({index})" if order == 1 else f"H({index},{order})"


def _term(scaled: ScaledTerm) -> Object:
    """Return a term with its summed indices named by their order."""
    term = scaled.term
    summed = [name for name in term.coordinates() if name != "i"]
    term = term.renamed({name: f"k{n}" for n, name in enumerate(summed)}, {})
    return {
        "scales": list(scaled.scales),
        "coefficient": str(term.coefficient),
        "tokens": [[token.coordinate, _form(token.time), token.conjugate] for token in term.tokens],
        "sums": [[span.name, _form(span.first), _form(span.last)] for span in term.sums],
        "divisors": [_form(form) for form in term.divisors],
    }


def _form(form: TimeIndex) -> dict[str, int]:
    return {**dict(form.coefficients), "1": form.constant}


def differences(locked: Any, found: Any, where: str) -> Iterator[str]:
    """Yield a line for everything in which a step differs from what is locked.

    Raises:
        InvalidInput: when what is locked is no step.
    """
    if not isinstance(locked, dict) or set(locked) != set(found):
        raise InvalidInput(
            f"{where}: not a step of a lock file; write the file anew with mesa-lock"
        )
    for name in ("premises", "status", "checks"):
        if locked[name] != found[name]:
            yield f"{where}: {name} locked as {locked[name]}, found {found[name]}"
    yield from _claim_differences(locked["claim"], found["claim"], where)


def _claim_differences(locked: Any, found: Any, where: str) -> Iterator[str]:
    if locked is None or found is None:
        if locked is not found:
            gone = "locked, but cannot be derived any more" if found is None else "not locked"
            yield f"{where}: the claim is {gone}"
        return
    if not isinstance(locked, dict):
        raise InvalidInput(f"{where}: not a claim; write the file anew with mesa-lock")
    for name in sorted({*locked, *found}):
        here = f"{where}: {name}" if name else where
        if name not in found:
            yield f"{here}: locked, but the code no longer claims it"
        elif name not in locked:
            yield f"{here}: claimed by the code, but not locked"
        else:
            yield from _side_differences(locked[name], found[name], here)


def _side_differences(locked: Any, found: Any, where: str) -> Iterator[str]:
    kind = locked.get("kind") if isinstance(locked, dict) else None
    if kind == found["kind"] == RATIONAL:
        left, right = rational_from_data(locked, where), rational_from_data(found, where)
        if not left.equals(right):
            gap = right.difference(left)
            yield (
                f"{where}: locked {_short(str(left))}; found {_short(str(right))}; "
                f"found - locked = {_short(str(gap))}"
            )
    elif locked != found:
        yield f"{where}: locked {_short(str(locked))}; found {_short(str(found))}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
