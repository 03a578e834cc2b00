"""Theorem 4.2: which laws the trained model recovers, exactly, in the limit, or never."""

from typing import Any

import sympy
from sympy import ZZ, field
from sympy.polys.fields import FracElement

from derivations.capability import observables
from derivations.capability.problem import Capability, capability
from derivations.diagonal import PAPER, diagonal
from derivations.exact_checks import vanishes
from derivations.exceptions import ranges, with_exceptions, zeros
from symbolic_mesa.exceptional import said_at
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.vanishing import may_be
from symbolic_mesa.laws import generic
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.support_laws import SupportLaw
from symbolic_mesa.record import (
    Assumption,
    Check,
    Claim,
    Reasoned,
    Step,
    attempted,
)
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import NotApplicable

EVERY, LIMIT, NEVER = "every-length", "limit", "never"
SOURCE = f"{PAPER}, Theorem 4.2"
ALIKE = Assumption("coordinates are alike")


def condition(problem: Capability) -> Step:
    """m2 κ2 − κ1² = 0: equality in the Cauchy–Schwarz inequality."""
    step = Step(
        "recovery-condition",
        Claim(
            "what must be 0 for the trained model to recover sequences as T and T_test grow; it is "
            "never negative",
            "m_2 kappa_2 - kappa_1^2",
            r"m_2 \kappa_2 - \kappa_1^2",
        ),
        why="Cauchy-Schwarz: (E x^4)^2 <= E x^2 E x^6, with equality exactly when x_j^3 is a "
        "multiple of x_j, that is when every coordinate lies in {0, +-sqrt(kappa_2/kappa_1)}",
        assumptions=(ALIKE, problem.stays),
        source=SOURCE,
        observable=observables.RecoveryCondition(),
    )

    def less_the_square(gap: FracElement) -> FracElement:
        """With s = κ1/κ2 it is κ2 E(s x³ − x)²."""
        m2, first, second = map(problem.moment, ("m_2", "kappa_1", "kappa_2"))
        s = first / second
        return gap - second * (s**2 * second - 2 * s * first + m2)

    def two_values(gap: FracElement) -> FracElement:
        """The derived fraction, as T grows, where x_j² is c² with probability P, else 0."""
        _, p, c = field("P, c", ZZ)
        return gap * 0 + int(bool(_limit_of_the_fraction(p * c**2, p * c**4, p * c**6)))

    what = "the gap less kappa_2 E(kappa_1/kappa_2 x_j^3 - x_j)^2, and what is left of 0 and c^2,"
    is_a_square = vanishes(what, less_the_square, two_values)
    return attempted(step, lambda: problem.formula(problem.gap), is_a_square)


def gap(problem: Capability) -> Step:
    """What is left unexplained for long sequences."""
    step = Step(
        "recovery-gap",
        Claim(
            "fraction of the tokens' energy left unexplained as T grows",
            "lim min L / L(0)",
            r"\lim_{T \to \infty} \frac{\min L}{L(0)}",
        ),
        why="H/(T-2) -> 0 in 1 - kappa_1^2/(m_2 (kappa_2 + kappa_3 H/(T-2)))",
        premises=("recovery-condition", "unexplained-fraction"),
        assumptions=(ALIKE, problem.stays),
        source=SOURCE,
        observable=observables.RecoveryGap(),
    )

    def less_the_fraction(left: FracElement) -> FracElement:
        moments = map(problem.moment, ("m_2", "kappa_1", "kappa_2"))
        return left - _limit_of_the_fraction(*moments)

    is_the_limit = vanishes(
        "the gap less the derived fraction where H/(T-2) is 0", less_the_fraction
    )

    def value() -> Formula:
        return problem.formula(problem.gap / (problem.moment("m_2") * problem.moment("kappa_2")))

    return attempted(step, value, is_the_limit)


def _limit_of_the_fraction(m2: FracElement, first: FracElement, second: FracElement) -> FracElement:
    """Return min L / L(0) as T grows, derived for every law, at these moments.

    H/(T−2) tends to 0 and nothing else in the fraction depends on T: it is taken where H is 0.
    """
    every = diagonal(Setting(generic()))
    known = {"m_2": m2, "kappa_1": first, "kappa_2": second, "T": m2 * 0 + 7}

    def image(generator: sympy.Expr) -> FracElement:
        """Return 0 for H; what is left does not depend on the other symbols."""
        return known.get(generator.name, m2 * 0 + 1) if generator.is_Symbol else m2 * 0

    return every.formula(every.least_loss / every.energy).map(image, lambda c: m2 * 0 + int(c))


def recoverable(problem: Capability) -> Step:
    """The verdict, with the reason and a witness."""

    def decided(claim: Claim) -> Check:
        """By the fraction itself: 0 for every T, 0 in the limit, or neither."""
        left = problem.gap
        mixed = problem.moment("kappa_3")
        of_many = bool(mixed) and (problem.setting.dim is not None or _alone(claim) == EVERY)
        holds = {EVERY: not left and not mixed, LIMIT: not left and of_many, NEVER: bool(left)}
        what = "m_2 kappa_2 - kappa_1^2 and kappa_3 are zero, or not, as said"
        return Check.decided("symbolic-zero", holds.get(claim.value, False), what)

    step = Step(
        "recoverable",
        Claim(
            "whether the trained model recovers sequences: at every length, as T and T_test grow, "
            "or never",
            "recoverable",
            r"\text{recoverable}",
        ),
        why="the loss that remains tends to (d/2) (m_2 - kappa_1^2/kappa_2) a step; at finite T it "
        "is 0 if also kappa_3 = 0, that is if no two coordinates are not 0 together",
        premises=("recovery-condition", "unexplained-fraction"),
        assumptions=(ALIKE, problem.stays),
        source=SOURCE,
        observable=observables.Recoverable(),
    )
    return attempted(step, lambda: _with_exceptions(problem), decided)


def _alone(claim: Claim) -> Any:
    """Return what is said of one coordinate, which has no others: kappa_3 is 0 there."""

    def at_one(left: Formula) -> Any:
        return left.at({"d": 1}) if left.symbols == ("d",) else None

    return said_at(claim.value, claim.exceptions, at_one)


def _with_exceptions(problem: Capability) -> Reasoned:
    """Return the verdict; of one in the limit, where kappa_3 is 0 it is of every length."""
    general, setting, field = _verdict(problem), problem.setting, problem.field
    if general.side != LIMIT:
        return general
    return with_exceptions(
        general,
        setting,
        field,
        zeros(setting, field).of(problem.moment("kappa_3")),
        lambda there: _verdict(capability(there)),
        lambda place: Reasoned(EVERY, ("no two coordinates are not 0 together there",)),
    )


def _verdict(problem: Capability) -> Reasoned:
    left, mixed = problem.gap, problem.moment("kappa_3")
    first, second = problem.moment("kappa_1"), problem.moment("kappa_2")
    size = problem.formula(second / first)
    if left:
        depends = _zeros(problem, left)
        if depends:
            raise NotApplicable(depends)
        gap = ("m_2 kappa_2 - kappa_1^2 = ", problem.formula(left), " > 0, so that some x_j^2 is ")
        ratio = (
            "; for long sequences the model predicts x_j^2 times ",
            problem.formula(first / second),
        )
        never = (*gap, "neither 0 nor ", size, *ratio, " of the truth", *_witness(problem, size))
        return Reasoned(NEVER, never)
    squares = ("m_2 kappa_2 = kappa_1^2: every x_j^2 is 0 or ", size)
    if not mixed:
        alone = ", and no two coordinates are not 0 together"
        return Reasoned(EVERY, (*squares, alone))
    closing = (
        ", and two coordinates can be not 0 together: the unexplained fraction is x/(1+x), x = "
    )
    rate = (closing, "H/(T-2) times ", problem.formula(mixed / second))
    return Reasoned(LIMIT, (*squares, *rate))


def _witness(problem: Capability, size: Formula) -> tuple[str, ...]:
    """Name a value of a coordinate that is not recovered, where the law lists its values."""
    law = problem.setting.law
    if not isinstance(law, SupportLaw):
        return ()
    wanted = size.at({})
    value, share = next((v, p) for v, p in law.atoms if v and v**2 != wanted)
    return (f"; x_j = {value}, say, has probability {share}",)


def _zeros(problem: Capability, left: FracElement) -> str:
    """Say where the gap vanishes among the law's parameters; nothing when it never does."""
    law = problem.setting.law
    names = problem.formula(left).symbols
    if not names:
        return ""
    if not isinstance(law, FamilyLaw):
        return "it depends on the moments: recovery-condition must be 0"
    _, factors = sympy.factor_list(left.numer.as_expr())
    possible = [str(factor) for factor, _ in factors if _roots(law, factor) != []]
    if not possible:
        return ""
    needed = " or ".join(f"{factor} = 0" for factor in possible)
    return f"it depends on the parameters: recovered where {needed}, else never"


def _roots(law: FamilyLaw, factor: sympy.Expr) -> list[sympy.Expr] | None:
    """Return the zeros of a factor that the law's parameters can take; None if undecided."""
    symbols = sorted(factor.free_symbols, key=str)
    if len(symbols) != 1:
        return None
    (symbol,) = symbols
    range_ = ranges(law).get(symbol.name)
    if range_ is None:
        return None
    holds = range_.holds
    roots = sympy.Poly(factor, symbol).real_roots(multiple=False)
    return [root for root, _ in roots if may_be(root, holds)]
