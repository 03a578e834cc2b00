"""Whether gradient flow stays on the ansatz of a stated model."""

from fractions import Fraction

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.parts import parts_of
from derivations.any_model.sources import SOURCE
from derivations.exceptions import with_exceptions
from derivations.stated import Stays
from derivations.staying import STAYS
from symbolic_mesa.record import Assumption, Reasoned, Standing, Step, attempted


def stays(model: Ansatz) -> Step:
    """Whether the gradient lies in the ansatz: 0 where it is 0, the same where it is a scale."""
    step = Step(
        "stays",
        STAYS,
        why="it does exactly when the entries that are 0 have no gradient, and those that are one "
        "scale have one",
        premises=tuple(f"gradient-{part.block}-{part.kind}" for part in parts_of(model.problem)),
        source=SOURCE,
        observable=Stays(),
    )
    return attempted(step, lambda: _with_exceptions(model))


def _with_exceptions(model: Ansatz) -> Reasoned:
    """Return the verdict, and the d, T and parameters at which a flow stays that does not else."""
    general = _verdict(model)
    if general.side:
        return general
    field, setting = model.field, model.setting
    pulls = [c for _, _, pull in model.pulls() for c in field.coefficients(pull).values()]
    alone = [((field.symbol("d"), Fraction(1)),)] if setting.dim is None else []
    return with_exceptions(
        general,
        setting,
        field,
        [*alone, *model.zeros.common(pulls)],
        lambda there: _verdict(Ansatz(model.problem, there)),
    )


def _verdict(model: Ansatz) -> Reasoned:
    for part, scale, pull in model.pulls():
        if pull:
            less = " less what the same scale feels elsewhere" if scale else ""
            words = (f"{part.words}{less} is ", model.formula(pull), ", which is not 0")
            return Reasoned(False, words)
    return Reasoned(True, ("every entry that must be 0 is 0, and those of one scale agree",))


def staying(stays: Step) -> Assumption:
    """Return that training stays on the ansatz, with its status."""
    statement = "gradient flow stays on the ansatz"
    if stays.obstacle:
        return Assumption(statement, "not-decided", "the claim is of the flow held there")
    status: Standing = "holds" if stays.claim.value else "fails"
    return Assumption(statement, status, "the claim is of the flow held there")
