"""From which starts training comes to the least loss: u stays away from 0.

Statement. Start at u = c > 0, U = cK with |K| = 1, so that u² = |U|² at all times. The loss begins
below that of predicting 0 by D (`_drop`), which is positive where c² is less than a ratio of traces
(`_condition`). Then u² ≥ D/|Λ²| for good (`_bound`), and the loss falls to its minimum at a rate
that follows (`_rate`). Without that condition too, u does not come to 0 where f'Kf ≥ 0 for one
eigenvector f of Λ, as for every positive K (`_entry`).

Proof. The loss is convex in A and never grows: L(0) − D ≥ L ≥ L(0) − |∇L(0)| |A|, |A| = u² and
∇L(0) = −Λ². The inequality of `steepness` does the rest. An entry f'Uf grows where u f'Uf is less
than 1/γ, γ the eigenvalue of Γ: it cannot go to 0, as it would were u to.
"""

from fractions import Fraction

from sympy.polys.fields import FracElement

from derivations.regression import observables as of
from derivations.regression.prompt import GAUSSIAN
from derivations.regression.reduced import Layer
from derivations.regression.stationary import growth
from derivations.regression.steepness import LEAST, constant, sides
from derivations.regression.wider import (
    POSITIVE,
    WIDER,
    Writing,
    combined,
    put,
    scalar,
    wider,
    word,
    writing,
)
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.words.rewriting import Rule, normal, replaced_in
from symbolic_mesa.words.values import Value, product

SOURCE = "Zhang, Frei and Bartlett 2024, the initialization and Theorem 4.1"
OWN = "this derivation"
START = Assumption("training starts at u = c, U = c K, with c > 0 and tr(K^T K) = 1")
FALLS = Assumption("D > 0, the loss at the start is below that of predicting 0")
EIGENVALUE = "mu"


def steps(layer: Layer) -> tuple[Step, ...]:
    """Return the steps; they rest on the inequality of how steep the loss is."""
    entry = word("f'", "U", "f").as_value()
    values = drop(layer), norm(layer), entry_speed(layer), entry, *sides(layer)
    write = writing(layer.setting, *values)
    makers = (_drop, _condition, _bound, _rate, _entry)
    return tuple(maker(layer, write) for maker in makers)


def drop(layer: Layer) -> Value:
    """D = L(0) − L(c²K)."""
    start = word("K").times(scalar("c", 2))
    return combined((1, put(layer.loss, A=0 * start)), (-1, put(layer.loss, A=start)))


def largest(layer: Layer, write: Writing) -> FracElement:
    """The c² at which D is 0: D is c² times a linear function of c²."""
    field = write.field
    slope = write.element(drop(layer)) / field.symbol("c") ** 2
    level = write.with_symbol(slope, "c", field.field.zero)
    return -level * field.symbol("c") ** 2 / (slope - level)


def norm(layer: Layer) -> Value:
    """|∇L(0)|²."""
    there = replaced_in(wider(layer.gradient), {"A": word("A").times({})})
    return (there @ there.T).trace()


def _squared(layer: Layer, write: Writing) -> FracElement:
    return write.element(drop(layer)) ** 2 / write.element(norm(layer))


def entry_speed(layer: Layer) -> Value:
    """f'U'f, with Λf = μf."""
    moved = word("f'") @ wider(layer.speeds[1]) @ word("f")
    rules = (
        Rule(WIDER.alphabet.word("Lambda", "f"), word("f").times(scalar(EIGENVALUE))),
        Rule(WIDER.alphabet.word("f'", "Lambda"), word("f'").times(scalar(EIGENVALUE))),
    )
    found = normal(moved.as_value(), rules, WIDER)
    (((length, _),),) = word("f'", "f").as_value()
    return {tuple(one for one in m if one[0] != length): n for m, n in found.items()}


def eigenvalue(layer: Layer) -> Value:
    """γ = (1 + 1/N)μ + (tr Λ + σ²)/N."""
    x, y = (layer.gamma.terms[WIDER.alphabet.word(*names)] for names in (("Lambda",), ()))
    return combined((1, product(x, scalar(EIGENVALUE))), (1, y))


def _drop(layer: Layer, write: Writing) -> Step:
    step = Step(
        "start-drop",
        Claim("by how much the loss at the start is below that of predicting 0", "D", "D"),
        why="the loss at A = 0 less that at A = c^2 K",
        premises=("loss",),
        assumptions=(GAUSSIAN, POSITIVE, START),
        source=SOURCE,
        observable=of.StartDrop(),
    )

    def as_forms(claim: Claim) -> Check:
        falling = product(scalar("c", 2), word("K", "Lambda", "Lambda").trace())
        growing = product(scalar("c", 4), growth(layer, "K"))
        value = write.element(combined((1, falling), (Fraction(-1, 2), growing)))
        what = "it less c^2 tr(K Lambda^2) - c^4 tr(Gamma K Lambda K^T Lambda)/2"
        return write.zero(what, claim.value.element - value)

    return attempted(step, lambda: write.formula(drop(layer)), as_forms)


def _condition(layer: Layer, write: Writing) -> Step:
    step = Step(
        "start-condition",
        Claim("D is positive where c^2 is less than this", "c^2", "c^2"),
        why="D is c^2 times a linear function of c^2, which falls",
        premises=("start-drop",),
        assumptions=(GAUSSIAN, POSITIVE, START),
        source=SOURCE,
        observable=of.StartCondition(),
    )

    def as_ratio(claim: Claim) -> Check:
        falling = write.element(word("K", "Lambda", "Lambda").trace())
        gap = claim.value.element * write.element(growth(layer, "K")) - 2 * falling
        return write.zero("it times tr(Gamma K Lambda K^T Lambda), less 2 tr(K Lambda^2)", gap)

    return attempted(step, lambda: Formula(largest(layer, write), write.field), as_ratio)


def _bound(layer: Layer, write: Writing) -> Step:
    step = Step(
        "scale-bound",
        Claim("u^4 is at least this at all times", "u^4", "u^4"),
        why="L is convex in A and does not grow: L(0) - D >= L >= L(0) - |grad L(0)| |A|, with "
        "|A| = u^2 and grad L(0) = -Lambda^2",
        premises=("start-drop", "conserved", "gradient-A"),
        assumptions=(GAUSSIAN, POSITIVE, START, FALLS),
        source=OWN,
        observable=of.ScaleBound(),
    )

    def as_ratio(claim: Claim) -> Check:
        fourth = write.element(word(*["Lambda"] * 4).trace())
        gap = claim.value.element * fourth - write.element(drop(layer)) ** 2
        return write.zero("it times tr(Lambda^4), less D^2", gap)

    return attempted(step, lambda: Formula(_squared(layer, write), write.field), as_ratio)


def _rate(layer: Layer, write: Writing) -> Step:
    step = Step(
        "convergence-rate",
        Claim(
            "the square of a rate r: L - min L falls at least as fast as exp(-r tau); lambda_min "
            "is the least eigenvalue of Lambda",
            "r^2",
            "r^2",
        ),
        why="L' = -|grad L|^2 is at most minus a multiple of u^2 times L - min L, and u^2 is "
        "bounded below",
        premises=("pl-constant", "scale-bound"),
        assumptions=(GAUSSIAN, POSITIVE, START, FALLS),
        source=OWN,
        observable=of.ConvergenceRate(),
    )
    factor = constant(layer, write) / write.field.symbol("u") ** 2

    value = factor**2 * _squared(layer, write)

    def as_eigenvalues(claim: Claim) -> Check:
        least, gamma = write.field.symbol(LEAST), write.element(eigenvalue(layer))
        bend = least**2 * write.with_symbol(gamma, EIGENVALUE, least)
        fourth = write.element(word(*["Lambda"] * 4).trace())
        gap = claim.value.element * fourth - (2 * bend * write.element(drop(layer))) ** 2
        what = "it times tr(Lambda^4), less (2 lambda_min^2 gamma_min D)^2"
        return write.zero(what, gap)

    return attempted(step, lambda: Formula(value, write.field), as_eigenvalues)


def _entry(layer: Layer, write: Writing) -> Step:
    step = Step(
        "entry-flow",
        Claim(
            "the flow of f^T U f, f a unit eigenvector of Lambda and mu its eigenvalue: for u > 0 "
            "it is positive where u f^T U f is less than 1/gamma, gamma the eigenvalue of Gamma. "
            "So where f^T K f >= 0 for some f, u does not come to 0, whatever c is, and A comes "
            "to the inverse of Gamma",
            "(f^T U f)'",
            r"(f^{\top} U f)'",
        ),
        why="Lambda f = mu f; were u and U to go to 0, f^T U f would grow in the end, from what "
        "is not negative; a bounded flow of an analytic loss comes to a stationary point",
        premises=("flow-U", "stationary-minima", "stationary-saddles", "conserved"),
        assumptions=(GAUSSIAN, POSITIVE),
        source=OWN,
        observable=of.EntryFlow(),
    )

    def as_difference(claim: Claim) -> Check:
        u, mu = (write.field.symbol(one) for one in ("u", EIGENVALUE))
        gamma = write.element(eigenvalue(layer))
        entry = write.element(word("f'", "U", "f").as_value())
        gap = claim.value.element - u * mu**2 * (1 - gamma * u * entry)
        return write.zero("it less u mu^2 (1 - gamma u f^T U f)", gap)

    return attempted(step, lambda: write.formula(entry_speed(layer)), as_difference)
