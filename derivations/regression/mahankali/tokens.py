"""The best step for tokens that are not Gaussian: it asks of their law the fourth moment alone."""

from fractions import Fraction
from functools import cache
from typing import Any

from sympy.polys.fields import FracElement

from derivations.exact_checks import zero_elements
from derivations.regression.mahankali import observables as white
from derivations.regression.mahankali.problem import SOURCE, isotropic_loss, left_at, size
from derivations.regression.prompt import WHITE, prediction, square
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.word_fields import word_field
from symbolic_mesa.models.regression import ISOTROPIC
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.cumulants import at_one_entry
from symbolic_mesa.words.letters import LINE, Alphabet, Letter
from symbolic_mesa.words.matrices import number
from symbolic_mesa.words.values import ONE, Monomial, Number, Value, add, product
from symbolic_mesa.words.wick import Expectation

KAPPA, NORMAL = "kappa", 3  # the fourth moment of an entry, and that of a Gaussian one
ALIKE = Assumption(
    "the entries of x_i and q are independent of one law with mean 0, variance 1 and fourth moment "
    "kappa; w is N(0, I) and the noise N(0, sigma^2)"
)


def _among(given: bool) -> Expectation:
    """Return the alphabet and the scalars; tokens are random, or given."""
    letters = (
        Letter("A", "d", "d"),
        Letter("X", "d", "N", covariances=None if given else WHITE),
        Letter("q", "d", LINE, covariances=WHITE),
        Letter("w", "d", LINE, covariances=WHITE),
        Letter("eps", LINE, "N", covariances=WHITE),
    )
    return Expectation(Alphabet(letters, {"d": "d", "N": "N"}), ("d", "N", "sigma", KAPPA))


@cache  # pure
def _loss() -> Value:
    """The loss of y X'A q/N: the mean over all but X, and then by pairings and the cumulant."""
    among = _among(given=True)
    over_tasks = among.of(square(prediction(among)))
    total: dict[Monomial, Number] = dict(_among(given=False).of(over_tasks))
    cumulant = {**number(among, KAPPA), ONE: -NORMAL}
    add(total, product(at_one_entry(over_tasks, "X", among), cumulant))
    return {monomial: Fraction(value) / 2 for monomial, value in total.items()}


def any_tokens(setting: Setting) -> Step:
    """Return the step on the best multiple of I for tokens with entries of any law."""
    among = _among(given=True)
    field = word_field(ISOTROPIC, setting, among, (_loss(),))
    step = Step(
        "step-size-of-law",
        Claim(
            "the loss over all blocks is least at A = c I for tokens that need not be Gaussian",
            "c",
            "c",
        ),
        why="the part that is even in (w, e) only adds, whatever tokens are; the mean of the odd "
        "part's square is that of Gaussian tokens and kappa - 3 times what four letters at one "
        "entry give",
        premises=("even-part", "loss"),
        assumptions=(ALIKE,),
        source=SOURCE,
        observable=white.StepSizeOfLaw(),
    )

    def at_rest(claim: Claim) -> Check:
        left = left_at(claim.value.element, field, _loss(), among)
        return zero_elements("the gradient at c I", left)

    def gaussian(claim: Claim) -> Check:
        """At the fourth moment 3 it is the step of Gaussian tokens."""
        kappa, three = field.symbol(KAPPA).numer, field.field(NORMAL).numer
        above, below = (x.compose(kappa, three) for x in _sides(claim.value.element))
        gap = field.field(above) / field.field(below) - size(field, isotropic_loss())
        return zero_elements("c at kappa = 3 less that of Gaussian tokens", [gap])

    return attempted(step, lambda: Formula(size(field, _loss(), among), field), at_rest, gaussian)


def _sides(element: FracElement) -> tuple[Any, Any]:
    return element.numer, element.denom
