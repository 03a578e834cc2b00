"""Theorem 4.1, sharp form: exactly when training from diagonal initialization stays diagonal.

Statement. Let x_1 have finite sixth moments. The gradient of the population loss at KQ32 = aI,
PV12 = bI, all else 0, is of the same form for all a, b and T, if and only if for all j ≠ l

    E[x_j x_l³] = E[x_j x_l⁵] = E[x_j³ x_l³] = Σ_{r≠j,l} E[x_j x_l³ x_r²] = 0

and E x_j⁴, E x_j⁶, Σ_{r≠j} E[x_j² x_r⁴] and Σ_{r≠j} E[x_j⁴ x_r²] are the same for every j. Then the
conclusion of Theorem 4.1 holds. No moment is listed below: the conditions are read off from the
engine's gradient.

Proof. A common phase e^{iφ} in W gives each product PV·KQ a charge, and only PV12·KQ32 has that of
the target: the gradient in the four other blocks vanishes (charge, other-blocks). In the two that
are left each entry is a sum of moments with coefficients in a, b and T (moments-…, gradient-…). A
sum vanishes for all a, b when its coefficients do: linear equations between moments, in echelon
form (emergence-conditions). They hold or not for a law (emergence).
"""

from derivations.assumption_4_1 import literal_patterns, verdict
from derivations.off_diagonal import (
    DIAGONAL_ENTRY,
    OFF,
    TRAINED,
    OffDiagonal,
    Violation,
    gradient,
    in_words,
    off_diagonal,
    other_blocks,
    words,
)
from symbolic_mesa.algebra import Formula
from symbolic_mesa.assumptions import Setting
from symbolic_mesa.coordinates import moment_words
from symbolic_mesa.engine.contractions import TimeIndex, Token
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.errors import MissingMoment, NotApplicable
from symbolic_mesa.flow import COORDINATE
from symbolic_mesa.invariance import vanishing_conditions
from symbolic_mesa.model import causal_linear_attention
from symbolic_mesa.record import (
    Check,
    Claim,
    Derivation,
    Observable,
    Outcome,
    Reasoned,
    Step,
    attempted,
)

ID = "theorem-4.1-sharp"
TITLE = "when training stays on the diagonal: the full gradient there, the exact condition"
PAPER = "arXiv 2405.16845"
AT_DIAGONAL = "KQ32 = a I, PV12 = b I, all other blocks 0 (Assumption 3.1)"
EVERY = "for all a and b"


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension and a length."""
    at = off_diagonal(setting, literal_patterns())
    steps = (
        _charge(),
        _other_blocks(at),
        *(_moments(block, entry, at) for block in TRAINED for entry in (DIAGONAL_ENTRY, OFF)),
        *(_entry(block, entry, at) for block in TRAINED for entry in (DIAGONAL_ENTRY, OFF)),
        _assumption(at),
        _conditions(at),
        _emergence(at),
        _not_needed(),
        _not_named(),
    )
    return Derivation(ID, TITLE, steps)


def _name(entry: tuple[str, str]) -> str:
    return "off" if entry == OFF else "diagonal"


def _kind(entry: tuple[str, str]) -> str:
    return "off-diagonal" if entry == OFF else "diagonal"


def _charge() -> Step:
    """Multiply W by a common phase e^{iφ}: x_t turns with e^{i(t−1)φ}."""
    model = causal_linear_attention()
    target = _turning(model.target[0].tokens)
    charges = {}
    for term in model.prediction:
        left = _turning(term.tokens) - target
        if left.coefficients:
            raise NotApplicable(f"a term turns with {left}, which depends on a time")
        charges[" ".join(weight.block for weight in term.weights)] = left.constant
    return Step(
        "charge",
        Claim(
            "how each product of blocks turns against the target when W is multiplied by a phase",
            "charge",
            r"\text{charge}",
            parts=charges,
        ),
        why="W -> e^{i phi} W multiplies x_t by e^{i (t-1) phi} and leaves the law of the phases "
        "alone; a product of tokens turns with the sum of its exponents, conjugates counted "
        "negative, and the target x_{t+1} with e^{i t phi}",
        source="symmetry of the data of arXiv 2405.16845, Section 3",
        observable=Observable("charge"),
    )


def _turning(tokens: tuple[Token, ...]) -> TimeIndex:
    total = TimeIndex(())
    for token in tokens:
        exponent = token.time - 1
        total = total - exponent if token.conjugate else total + exponent
    return total


def _other_blocks(at: OffDiagonal) -> Step:
    step = Step(
        "other-blocks",
        Claim(
            f"each entry of the gradient in {', '.join(other_blocks())}, for every law",
            "dL/dW[j,l]",
            r"\frac{\partial L}{\partial W_{jl}}",
        ),
        why="of all products only PV12 KQ32 has the target's charge 0, and two terms of different "
        "charge have mean product 0; the engine's count of times is 0 in every index pattern",
        premises=("charge",),
        assumptions=(AT_DIAGONAL,),
        source=f"{PAPER}, proof of Theorem 4.1 (vanishing of the other blocks)",
        observable=Observable("gradient-others"),
    )

    def value() -> Formula | dict[str, Formula]:
        found = {
            f"{block} {_name(entry)}": at.field.evaluate(gradient(block, entry), at.setting)
            for block in other_blocks()
            for entry in (DIAGONAL_ENTRY, OFF)
        }
        formulas = {name: Formula(value, at.field) for name, value in found.items()}
        alike = len(set(found.values())) == 1
        return next(iter(formulas.values())) if alike else formulas

    return attempted(step, value)


def _moments(block: str, entry: tuple[str, str], at: OffDiagonal) -> Step:
    """The list of moments in an entry, with coefficients: for every law."""
    total = gradient(block, entry)
    parts = {
        moment_words(pattern): Formula(at.field.coefficient(total, pattern), at.field)
        for pattern in total.patterns
    }
    kind = _name(entry)
    return Step(
        f"moments-{block}-{kind}",
        Claim(
            f"the moments in the {_kind(entry)} entry ({','.join(entry)}) of dL/d{block}, "
            "with their coefficients",
            f"dL/d{block}[{','.join(entry)}]",
            _latex(block, entry),
            parts=parts,
        ),
        why="the derivative of ŷ_t in an entry, times the residual: the index patterns in which "
        "every phase cancels, each summed over the times at which it does",
        assumptions=(AT_DIAGONAL,),
        source=f"{PAPER}, proof of Theorem 4.1 (gradient)",
        observable=Observable("gradient-patterns", f"{block}-{kind}"),
    )


def _latex(block: str, entry: tuple[str, str]) -> str:
    return rf"\frac{{\partial L}}{{\partial {block}_{{{''.join(entry)}}}}}"


def _entry(block: str, entry: tuple[str, str], at: OffDiagonal) -> Step:
    kind = _name(entry)
    step = Step(
        f"gradient-{block}-{kind}",
        Claim(
            f"the {_kind(entry)} entry ({','.join(entry)}) of dL/d{block} at the diagonal",
            f"dL/d{block}[{','.join(entry)}]",
            _latex(block, entry),
        ),
        why="the moments of the law put into the list",
        premises=(f"moments-{block}-{kind}",),
        assumptions=(AT_DIAGONAL,),
        source=f"{PAPER}, proof of Theorem 4.1 (gradient)",
        observable=Observable(
            "gradient-off" if entry == OFF else "gradient-diagonal",
            block,
        ),
    )
    return attempted(step, lambda: at.entry(block, entry))


def _assumption(at: OffDiagonal) -> Step:
    step = Step(
        "assumption-4.1",
        Claim(
            "Assumption 4.1 as it is written: E[x_i1 x_i2^r2 ... x_in^rn] = 0 for at most 4 "
            "distinct indices and all powers; kappa_1, kappa_2, kappa_3 the same for every j",
            "Assumption 4.1",
            r"\text{Assumption 4.1}",
        ),
        why="moment by moment, or at once by symmetry or independence",
        source=f"{PAPER}, Assumption 4.1",
        observable=Observable("literal"),
    )
    return attempted(step, lambda: verdict(at))


def _conditions(at: OffDiagonal) -> Step:
    """Each condition with its value, which must be 0."""
    step = Step(
        "emergence-conditions",
        Claim(
            f"what must be 0 for training to stay on the diagonal {EVERY}, "
            + ("for every T" if at.setting.length is None else f"at T = {at.setting.length}")
            + "; H is 1 + 1/2 + ... + 1/(T-2), H_2 the same of squares",
            "condition",
            r"\text{condition}",
        ),
        why="an entry vanishes for all a and b when each of its coefficients does: linear "
        "equations between moments, row-reduced; the diagonal entries agree when the same "
        "combinations do not depend on j",
        premises=(
            *(f"moments-{block}-{kind}" for block in TRAINED for kind in ("diagonal", "off")),
        ),
        assumptions=(AT_DIAGONAL,),
        source="Theorem 4.1, sharp form (this derivation)",
        observable=Observable("conditions", str(at.setting.length or "")),
    )
    return attempted(step, lambda: _listed(at))


def _listed(at: OffDiagonal) -> dict[str, Formula]:
    found: dict[str, Formula] = {}
    for condition in at.vanishing:
        pins, value = at.not_vanishing(condition)
        where = in_words(pins)
        found[
            words(condition, at.setting.length)
            + (f" at {where}" if where and value.element else "")
        ] = value
    for condition in at.equal if not at.setting.law.exchangeable else ():
        pins, value = at.not_equal(condition)
        where = in_words(pins)
        name = f"{words(condition, at.setting.length)} less that of j=1"
        found[name + (f" at {where}" if value.element else "")] = value
    if not found:
        raise NotApplicable("d = 1: there is no off-diagonal entry, and one coordinate only")
    return found


def _emergence(at: OffDiagonal) -> Step:
    step = Step(
        "emergence",
        Claim(
            f"training from KQ32 = aI, PV12 = bI stays there {EVERY}"
            + ("" if at.setting.length is None else f", at T = {at.setting.length}"),
            "emergence",
            r"\text{emergence}",
        ),
        why="it does exactly when every condition is met",
        premises=("other-blocks", "emergence-conditions", *_off_and_diagonal()),
        assumptions=(AT_DIAGONAL,),
        source="Theorem 4.1, sharp form (this derivation); its claim is Theorem 4.1's (emergence)",
        observable=Observable("invariance"),
        obligations=(lambda claim: _entries_agree(at, claim),),
    )

    def value() -> Reasoned:
        violation = next(at.violations(), None)
        if violation is not None:
            return Reasoned(False, (*_reason(at, violation), *_literally(at)))
        if not at.has_entries:
            return Reasoned(True, ("d = 1: there is no off-diagonal entry",))
        return Reasoned(True, ("every condition is met", *_literally(at)))

    return attempted(step, value)


def _off_and_diagonal() -> tuple[str, ...]:
    return tuple(f"gradient-{block}-{kind}" for block in TRAINED for kind in ("diagonal", "off"))


def _reason(at: OffDiagonal, violation: Violation) -> tuple[str | Formula, ...]:
    """Name the moment, its value, its coefficient and the gradient entry that it moves."""
    where = f" at {violation.where}" if violation.where else ""
    general = " in general" if violation.value.symbols else ""
    start = (f"{violation.words}{where} = ", violation.value, f" is not 0{general}")
    entry = OFF if violation.condition in at.vanishing else DIAGONAL_ENTRY
    for block in reversed(TRAINED):
        total = gradient(block, entry)
        found = [p for p, _ in violation.condition.terms if p in total.patterns]
        moved = found and _moved(at, block, entry, violation)
        if moved:
            name = f"dL/d{block}[{','.join(entry)}]"
            coefficient = Formula(at.field.coefficient(total, found[0]), at.field)
            has = f"; {moment_words(found[0])} has in {name} the coefficient "
            return (*start, has, coefficient, f", and {name}{where} = ", moved)
    return start


def _moved(
    at: OffDiagonal, block: str, entry: tuple[str, str], violation: Violation
) -> Formula | None:
    """Return the entry where the condition fails, if it is not as it must be for training to stay.

    That is 0 off the diagonal, and the entry of the first coordinate on it.
    """
    total = gradient(block, entry)
    try:
        value = at.value(total, violation.pins)
        wanted = at.field.field.zero if entry == OFF else at.value(total, {COORDINATE: 0})
    except MissingMoment:
        return None
    return Formula(value, at.field) if value != wanted else None


def _literally(at: OffDiagonal) -> tuple[str | Formula, ...]:
    """Say what Assumption 4.1 has to do with it."""
    try:
        holds = verdict(at).side
    except MissingMoment:
        return ()
    return (f"; Assumption 4.1 as written {'holds' if holds else 'does not hold'}",)


def _entries_agree(at: OffDiagonal, claim: Claim) -> Check:
    """The verdict by another way: every entry itself, not the conditions."""
    try:
        stays = at.entries_agree()
    except MissingMoment as error:
        return Check("symbolic-zero", "not-run", f"the off-diagonal entries: {error}")
    verb = "are 0 off the diagonal and agree on it" if stays else "are not those of a multiple of I"
    outcome: Outcome = "passed" if claim.value is stays else "failed"
    return Check("symbolic-zero", outcome, f"the gradient's entries at (aI, bI) {verb}")


def _not_needed() -> Step:
    """Which of the literal conditions matter: an entry depends on the moment, or it does not."""
    needed = {p.powers for p in _moments_that_matter()}
    return Step(
        "literal-conditions",
        Claim(
            "which moments that Assumption 4.1 sets to 0 the off-diagonal gradient depends on; "
            "those of degree above 6 it cannot depend on",
            "needed",
            r"\text{needed}",
            parts={moment_words(p): p.powers in needed for p in literal_patterns()},
        ),
        why="L has degree 6 in x_1; the list of moments in the entries names those that count",
        premises=tuple(f"moments-{block}-off" for block in TRAINED),
        assumptions=(AT_DIAGONAL,),
        source=f"{PAPER}, Assumption 4.1",
        observable=Observable("response"),
    )


def _not_named() -> Step:
    """What the literal assumption leaves out."""
    literal = {p.powers for p in literal_patterns()}
    missing = [p for p in _moments_that_matter() if p.powers not in literal]
    return Step(
        "missing-conditions",
        Claim(
            "which moments the off-diagonal gradient depends on and Assumption 4.1 does not name",
            "needed",
            r"\text{needed}",
            parts={moment_words(p): True for p in missing},
        ),
        why="they are in the list, and have no power 1",
        premises=tuple(f"moments-{block}-off" for block in TRAINED),
        assumptions=(AT_DIAGONAL,),
        source=f"{PAPER}, Assumption 4.1",
        observable=Observable("response"),
    )


def _moments_that_matter() -> list[Pattern]:
    """Return the moments in the conditions for the off-diagonal entries to vanish at every T."""
    conditions = vanishing_conditions([gradient(block, OFF) for block in TRAINED])
    return [pattern for condition in conditions for pattern, _ in condition.terms]
