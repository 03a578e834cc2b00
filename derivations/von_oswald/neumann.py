"""Layers q^(k+1) = q + (I − M) q^(k) approach M⁻¹ q just when every eigenvalue of M is in (0, 2).

Statement. With M = K K' + μ I, the error along an eigenvector of eigenvalue x is −(1 − x)^(k+1)/x
after k layers from q (`_error`). So it does not converge for every K (`_as_printed`), but exactly
where K K' stays below 2 − μ (`_limit`, `_keys`); a step of 2/(x_min + x_max) before q − M q^(k)
mends that, with the factor (κ − 1)/(κ + 1) a layer (`_best_step`, `_best_rate`).

Proof. R q stays as it is, so that an error is multiplied by I − M (`_layer`). (1 − x)² is below
the larger of its values at the ends; a longer step lowers one end's factor and raises the other's.
"""

from collections.abc import Iterable, Mapping

from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero, vanishes, zero_elements
from derivations.von_oswald.keys import Where
from derivations.von_oswald.observables import (
    BestRate,
    BestStep,
    Converges,
    ErrorAlong,
    ErrorOfALayer,
    LimitOfKeys,
    LimitOfSpectrum,
    WorstFactor,
)
from derivations.words import as_matrix, matrix_sum, words_vanish
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.word_fields import word_field
from symbolic_mesa.models.mesa_layer import PROBLEM
from symbolic_mesa.record import Assumption, Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.letters import Alphabet, Letter
from symbolic_mesa.words.matrices import Matrix, identity, matrix
from symbolic_mesa.words.wick import Expectation

ID = "von-oswald-neumann"
TITLE = "layers that add up a Neumann series: their error, when they converge, the best step"
SOURCE = "von Oswald et al. 2023, approximating the inverse by layers"

LETTERS = Alphabet(
    (
        Letter("M", "d", "d", symmetric=True, inverse="R"),
        Letter("R", "d", "d", symmetric=True, inverse="M"),
        Letter("q", "d", "1"),
        Letter("e", "d", "1"),
    ),
    {"d": "d"},
)
AMONG = Expectation(LETTERS, ("d",))
COLUMN = ("d", "1")
NUMBERS = ("x", "x_min", "x_max", "mu", "kappa")
LAYERS = 5  # errors are written out up to this many; each follows from the one before

SHORT, LONG = (Where("x_min + x_max", relation, "2") for relation in ("<=", ">="))

POSITIVE = Assumption("mu > 0, so that every eigenvalue is")


def derive(setting: Setting) -> Derivation:
    """Return the derivation; it holds in every dimension."""
    field = word_field(PROBLEM, setting, AMONG, (), NUMBERS)
    steps = (_layer, _error, _limit, _keys, _as_printed, _worst, _best_step, _best_rate)
    return Derivation(ID, TITLE, tuple(step(field) for step in steps))


def word(*names: str) -> Matrix:
    """Return a product of letters."""
    return matrix(AMONG, *names)


def factor(field: Algebra, step: FracElement, eigenvalue: str) -> FracElement:
    """Return by what a layer with a step multiplies an error along an eigenvector: 1 − αx."""
    return field.field.one - step * field.symbol(eigenvalue)


def _layer(field: Algebra) -> Step:
    """Q + (I − M)(R q + e) − R q."""
    passed = identity(AMONG, "d") - word("M")
    before = word("R", "q") + word("e")

    def at_rest(claim: Claim) -> Iterable[Matrix]:
        """With e = q − R q, the next one is that of q + (I − M) q."""
        start = word("q") - word("R", "q")
        stated = as_matrix(claim.value, AMONG, COLUMN)
        behind = {w[:-1]: v for w, v in stated.terms.items() if w[-1:] == LETTERS.word("e")}
        rest = {w: v for w, v in stated.terms.items() if w[-1:] != LETTERS.word("e")}
        yield Matrix(AMONG, "d", "d", behind) @ start - (
            passed @ word("q") - word("R", "q") + word("q")
        )
        yield Matrix(AMONG, *COLUMN, rest)

    step = Step(
        "error-of-a-layer",
        Claim("the error of the next layer, where e is that of this one", "e_next", r"e_{k+1}"),
        "q + (I - M)(R q + e) - R q, where M R = I",
        source=SOURCE,
        observable=ErrorOfALayer(),
    )
    return attempted(
        step,
        lambda: matrix_sum(word("q") + passed @ before - word("R", "q"), field),
        words_vanish("at the error of q itself, less that of q + (I - M) q", field, at_rest),
    )


def _error(field: Algebra) -> Step:
    """By layers; each error is the last one times 1 − x, which makes it one for every k."""
    x, one = field.symbol("x"), field.field.one

    def value() -> Mapping[int, Formula]:
        errors = [one - one / x]
        for _ in range(LAYERS):
            layer = one + (one - x) * (errors[-1] + one / x)
            errors.append(layer - one / x)
        return {k: Formula(error, field) for k, error in enumerate(errors)}

    def goes_on(claim: Claim) -> Check:
        powers = (claim.parts[k].element + (one - x) ** (k + 1) / x for k in claim.parts)
        what = "each error, and (1 - x)^(k+1)/x, added up"
        return zero_elements(what, powers)

    step = Step(
        "neumann-error",
        Claim(
            "the error after k layers from q, along an eigenvector of eigenvalue x, beside q's "
            "share; for every k it is -(1 - x)^(k+1)/x",
            "e_k",
            "e_k",
        ),
        "the first is 1 - 1/x, and each is the last one times 1 - x",
        premises=("error-of-a-layer",),
        source=SOURCE,
        observable=ErrorAlong(),
    )
    return attempted(step, value, goes_on)


def _limit(field: Algebra) -> Step:
    """Of (1 − x)² = 1 the roots are 0 and this."""
    one = field.field.one

    def left(claim: Claim) -> Check:
        stated = field.number(claim.value)
        return symbolic_zero("(1 - x)^2 - 1 there", lambda: (one - stated) ** 2 - one)

    step = Step(
        "neumann-limit",
        Claim(
            "it converges for every q exactly where each eigenvalue x of M is above 0 and below",
            "limit",
            r"x_{\mathrm{lim}}",
        ),
        "(1 - x)^k goes to 0 exactly where (1 - x)^2 < 1; (1 - x)^2 - 1 = x (x - 2)",
        premises=("neumann-error",),
        source=SOURCE,
        observable=LimitOfSpectrum(),
    )
    return attempted(step, lambda: 2, left)


def _keys(field: Algebra) -> Step:
    mu, one = field.symbol("mu"), field.field.one
    step = Step(
        "neumann-keys",
        Claim("so exactly where each eigenvalue of K K^T is below", "limit", r"x_{\mathrm{lim}}"),
        "an eigenvalue of K K^T + mu I is one of K K^T and mu more",
        premises=("neumann-limit",),
        assumptions=(POSITIVE,),
        source=SOURCE,
        observable=LimitOfKeys(),
    )
    gap = vanishes("(1 - x)^2 - 1 there", lambda limit: (one - limit - mu) ** 2 - one)
    return attempted(step, lambda: Formula(2 - mu, field), gap)


def _as_printed(_field: Algebra) -> Step:
    claim = Claim(
        "it converges for every K, q and mu > 0",
        "converges",
        r"\text{converges}",
        value=False,
        reason=("a key of length 2 gives an eigenvalue 4 + mu, and errors 3 + mu as long a layer",),
    )
    return Step(
        "neumann-as-printed",
        claim,
        "keys of a sequence are as long as they are: K K^T grows with every token",
        premises=("neumann-keys",),
        assumptions=(POSITIVE,),
        source=SOURCE,
        observable=Converges(),
    )


def _worst(field: Algebra) -> Step:
    """Differences of squares, each a product of two factors that are not negative."""
    x, low, high = map(field.symbol, ("x", "x_min", "x_max"))
    one = field.field.one
    sides = {SHORT: one - low, LONG: high - one}

    def bound(claim: Claim) -> Check:
        short, long = (claim.parts[key].element for key in sides)
        return symbolic_zero(
            "the square less (1 - x)^2, and (x - x_min)(2 - x - x_min) or (x_max - x)(x_max + x - "
            "2), subtracted; and the factor at x_min or x_max",
            lambda: short**2 - (one - x) ** 2 - (x - low) * (2 - x - low),
            lambda: long**2 - (one - x) ** 2 - (high - x) * (high + x - 2),
            lambda: short - factor(field, one, "x_min"),
            lambda: long + factor(field, one, "x_max"),
        )

    step = Step(
        "neumann-worst",
        Claim(
            "the largest factor of an error in one layer, eigenvalues being x_min to x_max: no "
            "better, as an eigenvector of x_min or x_max has it in every layer",
            "factor",
            r"\rho",
        ),
        "its square less (1 - x)^2 is (x - x_min)(2 - x - x_min), or (x_max - x)(x_max + x - 2)",
        premises=("neumann-error",),
        source=SOURCE,
        observable=WorstFactor(),
    )
    return attempted(step, lambda: {k: Formula(v, field) for k, v in sides.items()}, bound)


def _best_step(field: Algebra) -> Step:
    """Both ends are off by as much."""
    low, high = map(field.symbol, ("x_min", "x_max"))
    step = Step(
        "best-step",
        Claim(
            "q^(k+1) = q^(k) + alpha (q - M q^(k)) has the least largest factor, and converges, at",
            "alpha",
            r"\alpha",
        ),
        "1 - alpha x_min falls with alpha, alpha x_max - 1 grows: the larger is least where they "
        "are one",
        premises=("error-of-a-layer", "neumann-worst"),
        assumptions=(POSITIVE,),
        source=SOURCE,
        observable=BestStep(),
    )
    ends = vanishes(
        "1 - alpha x_min less alpha x_max - 1",
        lambda alpha: factor(field, alpha, "x_min") + factor(field, alpha, "x_max"),
    )
    return attempted(step, lambda: Formula(2 / (low + high), field), ends)


def _best_rate(field: Algebra) -> Step:
    low, kappa, one = field.symbol("x_min"), field.symbol("kappa"), field.field.one
    alpha = 2 / (low + kappa * low)
    step = Step(
        "best-rate",
        Claim(
            "the largest factor of an error in one layer then, kappa being x_max/x_min",
            "factor",
            r"\rho",
        ),
        "it is 1 - alpha x_min",
        premises=("best-step",),
        assumptions=(POSITIVE,),
        source=SOURCE,
        observable=BestRate(),
    )
    ends = vanishes(
        "1 - alpha x_min, and alpha x_max - 1, less it",
        lambda rate: one - alpha * low - rate,
        lambda rate: alpha * kappa * low - one - rate,
    )
    return attempted(step, lambda: Formula(factor(field, alpha, "x_min"), field), ends)
