"""The trained layer on other prompts: M samples, another divisor, other tasks, queries, tokens.

Statement. Trained with N samples, A is Γ⁻¹. Divided by N on prompts with M samples it acts as
M/N Γ⁻¹ (`_divided_by_training`). On prompts with tokens N(0, Ω), tasks of second moment S and
queries of second moment Q the loss is linear in S and in Q (`_shifts`); as M and then N grow, it
falls to 0 for other tasks and other queries, and not for other tokens (`_limits`).

Proof. Wick's rule with letters of other covariances; t and z, a task and a query, enter by their
second moments alone, whatever their law.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from derivations.regression import observables as of
from derivations.regression.prompt import GAMMA_INVERSE, GAUSSIAN
from derivations.regression.reduced import Layer, renamed
from derivations.regression.wider import (
    LAMBDA_INVERSE,
    WIDER,
    ZERO,
    Writing,
    combined,
    put,
    scalar,
    unit,
    without,
    word,
    writing,
)
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.words.values import Value, product

SOURCE = "Zhang, Frei and Bartlett 2024, Theorem 4.2 and what follows"
OWN = "this derivation"
TASK, QUERY, COVARIATE = "task", "query", "covariate"
SHIFTS: Mapping[str, tuple[str, ...]] = {
    TASK: ("Omega", "Q"),
    QUERY: ("Omega", "S"),
    COVARIATE: ("Q", "S"),
}
"""What is as it was in training."""
WORDS = {
    TASK: "tasks of second moment S",
    QUERY: "queries of second moment Q that do not depend on the prompt",
    COVARIATE: "tokens and queries N(0, Omega)",
}
STATED = {TASK: of.TaskShift(), QUERY: of.QueryShift(), COVARIATE: of.CovariateShift()}
OTHERS = Assumption("task, query, tokens and noise are independent, tokens and noise Gaussian")


def steps(layer: Layer) -> tuple[Step, ...]:
    """Return the steps; they rest on the loss and on Gamma."""
    losses = {kind: trained(shifted(kind)) for kind in SHIFTS}
    limits = {kind: limit(kind) for kind in SHIFTS}
    write = writing(layer.setting, by_training(layer), *losses.values(), *limits.values())
    shifts = (_shift(kind, value, write) for kind, value in losses.items())
    return (_divided_by_training(layer, write), *shifts, _limits(limits, write))


def by_training(layer: Layer) -> Value:
    """The loss with M samples at Γ⁻¹ M/N: what is divided by N is divided by M there."""
    ratio = product(scalar("M"), scalar("N", -1))
    return put(renamed(layer.loss, "N", "M"), A=word(GAMMA_INVERSE).times(ratio))


@cache  # pure
def loss_elsewhere() -> Value:
    """The loss in A with tokens N(0, Ω), the task t and the query z, at N samples."""
    labels = word("t'", "Z") + word("eps").times(scalar("sigma"))
    predicted = (labels @ word("Z'", "A", "z")).times(scalar("N", -1))
    rest = predicted - word("t'", "z")
    return combined((Fraction(1, 2), WIDER.of((rest @ rest.T).as_value())))


def shifted(kind: str) -> Value:
    """The loss in A where one thing is another than in training, at M samples."""
    given = {"Omega": word("Lambda"), "Q": word("Lambda"), "S": unit()}
    if kind == COVARIATE:
        given["Q"] = word("Omega")  # the query is a token
    kept = {name: given[name] for name in SHIFTS[kind]}
    return renamed(put(loss_elsewhere(), **kept), "N", "M")


def trained(value: Value) -> Value:
    """A loss at A = Γ⁻¹."""
    return put(value, A=word(GAMMA_INVERSE))


def limit(kind: str) -> Value:
    """The loss as M grows, and then N, with which Γ⁻¹ goes to Λ⁻¹."""
    return put(without(shifted(kind), "M"), A=word(LAMBDA_INVERSE))


def _divided_by_training(layer: Layer, write: Writing) -> Step:
    step = Step(
        "test-loss-by-N",
        Claim(
            "loss at the inverse of Gamma on prompts with M samples, divided by N as in training",
            "L_M",
            "L_M",
        ),
        why="y X^T A q/N is y X^T (M/N A) q/M: the loss with M in the place of N, at M/N Gamma^-1",
        premises=("loss", "gamma", "test-loss"),
        assumptions=(GAUSSIAN, ZERO),
        source=OWN,
        observable=of.TestLossByTraining(),
    )
    return attempted(step, lambda: write.formula(by_training(layer)))


def _shift(kind: str, value: Value, write: Writing) -> Step:
    step = Step(
        f"{kind}-shift",
        Claim(
            f"loss at the inverse of Gamma on prompts with {WORDS[kind]}: M samples, divided by M",
            "L_M",
            "L_M",
        ),
        why="each Gaussian letter paired with each other, with the second moments of these prompts",
        premises=("gamma", "test-loss"),
        assumptions=(OTHERS, ZERO),
        source=SOURCE,
        observable=STATED[kind],
    )
    return attempted(step, lambda: write.formula(value))


def _limits(limits: Mapping[str, Value], write: Writing) -> Step:
    step = Step(
        "shift-limits",
        Claim(
            "these losses as M grows, and then N: other tasks and queries cost nothing in the end; "
            "other tokens do, unless Omega is Lambda",
            "lim L_M",
            r"\lim L_M",
        ),
        why="what is divided by M goes, and Gamma goes to Lambda: what is left of the error is "
        "w^T (Omega Lambda^-1 - I) q",
        premises=tuple(f"{kind}-shift" for kind in SHIFTS),
        assumptions=(OTHERS, ZERO),
        source=OWN,
        observable=of.ShiftLimits(),
    )

    def values() -> Mapping[str, Formula]:
        return {kind: write.formula(value) for kind, value in limits.items()}

    def as_square(claim: Claim) -> Check:
        turn = word("Omega", LAMBDA_INVERSE) - unit()
        squares = {COVARIATE: (turn @ word("Omega") @ turn.T).trace()}
        gaps = [
            side.element - write.element(squares.get(kind, {})) / 2
            for kind, side in claim.parts.items()
        ]
        return write.zero("them less half the mean square of that error", *gaps)

    return attempted(step, values, as_square)
