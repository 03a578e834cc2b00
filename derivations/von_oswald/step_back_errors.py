"""What steps of a mesa-layer taken back make of errors of R_t, and of its inverse.

The step is linear in R_t⁻¹, errors too: each is multiplied by 1/γ (`error_back`, `errors_back`), so
that it grows just for γ < 1 (`step_back_limit`), and a rounding is as large as 1 after so many
steps (`steps_until_lost`). That of R_t itself is a differential (`error_of_inverse`).
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from sympy.polys.fields import FracElement

from derivations.exact_checks import zero_elements
from derivations.von_oswald import step_back_observables as of
from derivations.von_oswald.keys import Forgetting
from derivations.von_oswald.step_back_words import (
    AMONG,
    GAMMA,
    INVERTIBLE,
    NOT_ONE,
    RECIPROCAL,
    backwards,
    word,
)
from derivations.words import all_zero, as_matrix, coefficients, matrix_sum, words_vanish
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix, identity, number

POSITIVE = Assumption("0 < gamma")
SHRINKING = Assumption("0 < gamma < 1")
FACTORS = tuple(Fraction(n, n + 1) for n in (9, 99, 999))
STEPS = 4  # powers are written out up to this many; each follows from the one before
ROUNDING = 52  # doubles at 1 are 2^-52 apart


def error_back(field: Algebra) -> Step:
    """Return the step about an error of R_t⁻¹."""

    def moved(more: Matrix) -> Matrix:
        return (backwards() + more).times(number(AMONG, "gamma", -1))

    def forwards_again(claim: Claim) -> Iterable[Matrix]:
        """A step forwards from R_{t−1}⁻¹ with it gives R_t⁻¹ and E."""
        stated = as_matrix(claim.value, AMONG, ("k", "k"))
        before = backwards().times(number(AMONG, "gamma", -1)) + stated
        yield before.times(GAMMA) + word("k", "k'") - word("A") - word("E")

    step = Step(
        "error-back",
        Claim(
            "the error of R_{t-1}^-1 where R_t^-1 has the error E: exactly, and however large",
            "error",
            r"\text{error}",
        ),
        "(R_t^-1 + E - k k^T)/gamma, less the same without E",
        assumptions=(Assumption("gamma is not 0"),),
        source="this derivation",
        observable=of.ErrorBack(),
    )
    return attempted(
        step,
        lambda: matrix_sum(moved(word("E")) - moved(word("E") - word("E")), field),
        words_vanish("a step forwards with it, less R_t^-1 and E", field, forwards_again),
    )


def step_back_limit(field: Algebra) -> Step:
    """Return the step about where errors do not grow."""

    def left(claim: Claim) -> Check:
        stated, one = field.number(claim.value), field.field.one
        what = "the square of 1/gamma there, less 1, and the sign of the number"
        negative = one if claim.value <= 0 else field.field.zero
        return zero_elements(what, [one / stated**2 - one if stated else one, negative])

    step = Step(
        "step-back-limit",
        Claim(
            "errors of R^-1 do not grow on the way back just where gamma is at least",
            "gamma",
            r"\gamma",
        ),
        "1/gamma is at most 1 there; on the way forwards errors do not grow just where gamma is at "
        "most that",
        premises=("error-back",),
        assumptions=(POSITIVE,),
        source="this derivation",
        observable=of.Stable(),
    )
    return attempted(step, lambda: 1, left)


def errors_back(field: Algebra) -> Step:
    """Return the step about several; each is the one before times 1/γ: γ^−n for every n."""
    gamma, one = field.symbol("gamma"), field.field.one

    def value() -> Mapping[int, Formula]:
        found = [one]
        for _ in range(STEPS):
            found.append(found[-1] / gamma)
        return {n: Formula(factor, field) for n, factor in enumerate(found) if n}

    def there_and_back(claim: Claim) -> Check:
        gaps = [side.element * gamma**n - one for n, side in claim.parts.items()]
        return zero_elements("gamma^n times each, less 1", gaps)

    step = Step(
        "errors-back",
        Claim(
            "what an error of R^-1 is multiplied by in n steps back, of one gamma; for every n it "
            "is gamma^-n",
            "factor",
            r"\text{factor}",
        ),
        "it is multiplied by 1/gamma in each",
        premises=("error-back",),
        assumptions=(Assumption("gamma is not 0"),),
        source="this derivation",
        observable=of.ErrorsBack(),
    )
    return attempted(step, value, there_and_back)


def steps_until_lost(_field: Algebra) -> Step:
    """Return the step about how many steps lose all digits."""
    step = Step(
        "steps-until-lost",
        Claim(
            "steps back in which an error of 2^-52, a rounding of 1 in doubles, grows to 1 or more",
            "n",
            "n",
        ),
        "the least n with gamma^n <= 2^-52",
        premises=("errors-back",),
        assumptions=(SHRINKING,),
        source="this derivation",
        observable=of.UntilLost(),
    )
    return attempted(step, lambda: {Forgetting(g): _steps(g) for g in FACTORS})


def _steps(gamma: Fraction) -> int:
    """By doubling, then by halves: powers are taken, not steps."""
    low, high = 0, 1
    while not _lost(gamma, high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _lost(gamma, middle) else (middle, high)
    return high


def _lost(gamma: Fraction, steps: int) -> bool:
    return bool(gamma.numerator**steps << ROUNDING <= gamma.denominator**steps)


def error_of_inverse(field: Algebra) -> Step:
    """Return the step: of γ (R + c R k k' R), where c (1 − k' R k) = 1, so dc = c² k' F k."""
    square = word("k'", "F", "k").times(RECIPROCAL).times(RECIPROCAL).as_value()

    def change() -> Matrix:
        outer = word("F", "k", "k'", "R")
        found = word("F") + (outer + outer.T).times(RECIPROCAL)
        return (found + word("R", "k", "k'", "R").times(square)).times(GAMMA)

    step = Step(
        "error-back-of-R",
        Claim(
            "the error of R_{t-1}, to first order, where R = R_t has the error F",
            "error",
            r"\text{error}",
        ),
        "d(R + c R k k^T R), with c (1 - k^T R k) = 1",
        premises=("step-back",),
        assumptions=(INVERTIBLE, NOT_ONE),
        source="this derivation",
        observable=of.ErrorOfInverse(),
    )
    return attempted(
        step,
        lambda: matrix_sum(change(), field, _known(field)),
        lambda claim: _through_inverses(field, claim),
    )


def _known(field: Algebra) -> dict[str, FracElement]:
    return {"c": field.field.one / (field.field.one - field.symbol("form_k_T_R_k"))}


def _through_inverses(field: Algebra, claim: Claim) -> Check:
    """R_t⁻¹ changes by −A F A, R_{t−1}⁻¹ by 1/γ of it, R_{t−1} by −R_{t−1} (…) R_{t−1}."""

    def left() -> list[FracElement]:
        before = identity(AMONG, "k") + word("R", "k", "k'").times(RECIPROCAL)  # R_{t−1} A/γ
        expected = (before @ word("F") @ before.T).times(GAMMA)
        total: dict[Word, FracElement] = dict(coefficients(expected, field, _known(field)))
        for names, form in claim.value:
            stated = word(*names) if names else identity(AMONG, "k")
            for found, factor in coefficients(stated, field).items():
                share = factor * form.element
                total[found] = total.get(found, field.field.zero) - share
        return [*total.values(), field.field.zero]

    return all_zero("gamma^-1 R_{t-1} R^-1 F R^-1 R_{t-1}, less it", left)
