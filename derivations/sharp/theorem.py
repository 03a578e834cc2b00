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

from derivations.diagonal import ON_DIAGONAL, PAPER
from derivations.sharp import observables
from derivations.sharp.assumption_4_1 import literal_patterns
from derivations.sharp.charges import charges
from derivations.sharp.conditions import assumption, conditions, emergence, not_named, not_needed
from derivations.sharp.off_diagonal import (
    DIAGONAL_ENTRY,
    OFF,
    TRAINED,
    OffDiagonal,
    off_diagonal,
    other_blocks,
)
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.notation.names import block_latex
from symbolic_mesa.record import Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting

ID = "theorem-4.1-sharp"
TITLE = "when training stays on the diagonal: the full gradient there, the exact condition"


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension and a length."""
    problem = off_diagonal(setting, literal_patterns())
    steps = (
        _charge(),
        _other_blocks(problem),
        *(_moments(block, entry, problem) for block in TRAINED for entry in (DIAGONAL_ENTRY, OFF)),
        *(_entry(block, entry, problem) for block in TRAINED for entry in (DIAGONAL_ENTRY, OFF)),
        assumption(problem),
        conditions(problem),
        emergence(problem),
        not_needed(),
        not_named(),
    )
    return Derivation(ID, TITLE, steps)


def _name(entry: tuple[str, str]) -> str:
    return "off" if entry == OFF else "diagonal"


def _kind(entry: tuple[str, str]) -> str:
    return "off-diagonal" if entry == OFF else "diagonal"


def _charge() -> Step:
    """Multiply W by a common phase e^{iφ}: x_t turns with e^{i(t−1)φ}."""
    return Step(
        "charge",
        Claim(
            "how each product of blocks turns against the target when W is multiplied by a phase",
            "charge",
            r"\text{charge}",
            parts=charges(),
        ),
        why="W -> e^{i phi} W multiplies x_t by e^{i (t-1) phi} and leaves the law of the phases "
        "alone; a product of tokens turns with the sum of its exponents, conjugates counted "
        "negative, and the target x_{t+1} with e^{i t phi}",
        source="symmetry of the data of arXiv 2405.16845, Section 3",
        observable=observables.Charge(),
    )


def _other_blocks(problem: OffDiagonal) -> Step:
    step = Step(
        "other-blocks",
        Claim(
            f"each entry of the gradient in {', '.join(other_blocks())} at KQ32 = aI, PV12 = bI "
            "with all other blocks 0, for every law",
            "dL/dW[j,l]",
            r"\frac{\partial L}{\partial W_{jl}}",
        ),
        why="of all products only PV12 KQ32 has the target's charge 0, and two terms of different "
        "charge have mean product 0; the count of times is 0 in every index pattern",
        premises=("charge",),
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, proof of Theorem 4.1 (vanishing of the other blocks)",
        observable=observables.OtherGradients(),
    )

    def value() -> Formula | dict[tuple[str, str], Formula]:
        entries = {
            (block, _name(entry)): problem.value(problem.gradient(block, entry), {})
            for block in other_blocks()
            for entry in (DIAGONAL_ENTRY, OFF)
        }
        formulas = {name: Formula(value, problem.field) for name, value in entries.items()}
        alike = len(set(entries.values())) == 1
        return next(iter(formulas.values())) if alike else formulas

    return attempted(step, value)


def _moments(block: str, entry: tuple[str, str], problem: OffDiagonal) -> Step:
    """The list of moments in an entry, with coefficients: for every law."""
    total = problem.gradient(block, entry)
    parts = {
        pattern: Formula(problem.field.coefficient(total, pattern), problem.field)
        for pattern in total.patterns
    }
    kind = _name(entry)
    return Step(
        f"moments-{block}-{kind}",
        Claim(
            f"the moments in the {_kind(entry)} entry ({','.join(entry)}) of dL/d{block} "
            "at KQ32 = aI, PV12 = bI, with their coefficients",
            f"dL/d{block}[{','.join(entry)}]",
            _latex(block, entry),
            parts=parts,
        ),
        why="the derivative of ŷ_t in an entry, times the residual: the index patterns in which "
        "every phase cancels, each summed over the times at which it does",
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, proof of Theorem 4.1 (gradient)",
        observable=observables.GradientByMoment(block, entry == OFF),
    )


def _latex(block: str, entry: tuple[str, str]) -> str:
    return rf"\frac{{\partial L}}{{\partial ({block_latex(block)})_{{{''.join(entry)}}}}}"


def _entry(block: str, entry: tuple[str, str], problem: OffDiagonal) -> Step:
    kind = _name(entry)
    off = entry == OFF
    stated = observables.OffDiagonalGradient if off else observables.DiagonalGradient
    step = Step(
        f"gradient-{block}-{kind}",
        Claim(
            f"the {_kind(entry)} entry ({','.join(entry)}) of dL/d{block} at the diagonal",
            f"dL/d{block}[{','.join(entry)}]",
            _latex(block, entry),
        ),
        why="the moments of the law put into the list",
        premises=(f"moments-{block}-{kind}",),
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, proof of Theorem 4.1 (gradient)",
        observable=stated(block),
    )
    return attempted(step, lambda: problem.entry(block, entry))
