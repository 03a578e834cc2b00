"""The accelerated layers: their polynomial, its bound, and that no k layers do better.

Statement. With θ = (x_max + x_min)/2, y = (x_max + x_min − 2x)/(x_max − x_min), σ its value at
x = 0, and weights w_1 = 1, w_(k+1) = 2σ T_k(σ)/T_(k+1)(σ) (`_weights`), the layers

    q^(k+1) = q^(k−1) + w_(k+1) (q^(k) − q^(k−1) + (q − M q^(k))/θ)

multiply the error along an eigenvector by T_k(y)/T_k(σ) (`_polynomial`), at most 1/T_k(σ) in size
(`_bound`), which is less than that of any other k layers (`_best`).

Proof. M q = x q turns a layer into the recursion of T_k. T_k is ±1 in turn at k + 1 points
(`_turns`): of k layers with a smaller bound the polynomial would be the same in k points between
them and at x = 0, one more than its degree.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial

from sympy.polys.fields import FracElement

from derivations.exact_checks import vanishes, zero_elements
from derivations.von_oswald.observables import (
    AcceleratedBound,
    AcceleratedError,
    AcceleratedRate,
    AcceleratedWeights,
    LayersNeeded,
    NoBetterLayers,
    Turns,
)
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra, algebra
from symbolic_mesa.models.mesa_layer import PROBLEM
from symbolic_mesa.record import Assumption, Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting

ID = "von-oswald-chebyshev"
TITLE = "accelerated layers: their error, and that no others are better"
SOURCE = "von Oswald et al. 2023, accelerating by Chebyshev's iteration"
OWN = "this derivation"

MOST = 6  # layers that are written out; the recursion is the same for every k
CONDITIONS = (10, 100, 1000)
DIGITS = 6  # that layers are counted for
SPECTRUM = Assumption("every eigenvalue of M is from x_min to x_max, 0 < x_min < x_max")


def derive(setting: Setting) -> Derivation:
    """Return the derivation; it holds in every dimension."""
    field = algebra(PROBLEM, setting, ("y", "sigma", "kappa", "root"), (), ())
    steps = (_weights, _polynomial, _bound, _rate, _turns, _best, _needed)
    return Derivation(ID, TITLE, tuple(step(field) for step in steps))


def chebyshev(argument: FracElement) -> Iterator[FracElement]:
    """Yield T_0, T_1, ... of an argument, by T_(k+1) = 2 y T_k − T_(k−1)."""
    before, now = argument**0, argument
    while True:
        yield before
        before, now = now, 2 * argument * now - before


def _first(argument: FracElement) -> list[FracElement]:
    """Return T_0 to T_MOST."""
    return [value for _, value in zip(range(MOST + 1), chebyshev(argument), strict=False)]


def _by_layers(values: Mapping[int, FracElement], field: Algebra) -> Mapping[int, Formula]:
    return {k: Formula(value, field) for k, value in values.items()}


def _weights(field: Algebra) -> Step:
    """So that T_k(σ) times the error is T_k: its recursion, divided by T_(k+1)(σ)."""
    sigma, one = field.symbol("sigma"), field.field.one
    t = _first(sigma)

    def recursion(claim: Claim) -> Check:
        """w_(k+1) (1 − w_k / 4σ²) = 1 and w_2 (1 − 1/2σ²) = 1: how layers compute them."""
        w = {k: side.element for k, side in claim.parts.items()}
        gaps = [w[2] * (1 - one / (2 * sigma**2)) - 1]
        gaps += [w[k + 1] * (1 - w[k] / (4 * sigma**2)) - 1 for k in range(2, MOST)]
        return zero_elements("w_(k+1) (1 - w_k/(4 sigma^2)) less 1", gaps)

    step = Step(
        "chebyshev-weights",
        Claim("the weight of layer k, for every k 2 sigma T_(k-1)/T_k at sigma", "w", "w"),
        "T_(k+1)(y)/T_(k+1)(sigma) is 2 sigma T_k/T_(k+1) (y/sigma) T_k(y)/T_k less "
        "T_(k-1)/T_(k+1) times T_(k-1)(y)/T_(k-1), at sigma, and the latter is 1 less the former",
        source=SOURCE,
        observable=AcceleratedWeights(),
    )
    found = {k: 2 * sigma * t[k - 1] / t[k] for k in range(2, MOST + 1)}
    return attempted(step, lambda: _by_layers(found, field), recursion)


def _polynomial(field: Algebra) -> Step:
    """The errors of the layers, whose weights satisfy the recursion alone; x/θ = 1 − y/σ."""
    y, sigma = field.symbol("y"), field.symbol("sigma")

    def value() -> Mapping[int, Formula]:
        before, now, weight = field.field.one, y / sigma, field.number(Fraction(2))
        found = {1: now}
        for k in range(2, MOST + 1):
            weight = 1 / (1 - weight / (4 * sigma**2))
            before, now = now, before + weight * (now - before - (1 - y / sigma) * now)
            found[k] = now
        return _by_layers(found, field)

    def is_chebyshev(claim: Claim) -> Check:
        above, below = _first(y), _first(sigma)
        gaps = [side.element * below[k] - above[k] for k, side in claim.parts.items()]
        return zero_elements("it times T_k(sigma), less T_k(y)", gaps)

    step = Step(
        "chebyshev-polynomial",
        Claim(
            "what k layers multiply the error along an eigenvector by, for every k "
            "T_k(y)/T_k(sigma), where y = (x_max + x_min - 2 x)/(x_max - x_min)",
            "p",
            "p",
        ),
        "along an eigenvector a layer is the recursion of T_k, divided by T_k(sigma)",
        premises=("chebyshev-weights",),
        source=SOURCE,
        observable=AcceleratedError(),
    )
    return attempted(step, value, is_chebyshev)


def _sigma(field: Algebra, kappa: FracElement) -> FracElement:
    return (kappa + 1) / (kappa - 1)


def _bound(field: Algebra) -> Step:
    """|T_k| is at most 1 on [−1, 1], and 1 at the ends."""
    below = _first(_sigma(field, field.symbol("kappa")))

    def at_an_end(claim: Claim) -> Check:
        one = _first(field.field.one)
        gaps = [side.element * below[k] - one[k] for k, side in claim.parts.items()]
        return zero_elements("it times T_k(sigma), less T_k(1)", gaps)

    step = Step(
        "chebyshev-bound",
        Claim(
            "the largest of these in size, which eigenvectors of x_min and x_max have: for every "
            "k 1/T_k((kappa + 1)/(kappa - 1))",
            "bound",
            r"\epsilon",
        ),
        "T_k(cos a) = cos k a is at most 1 in size, and 1 at y = 1",
        premises=("chebyshev-polynomial",),
        assumptions=(SPECTRUM,),
        source=SOURCE,
        observable=AcceleratedBound(),
    )
    found = {k: 1 / below[k] for k in range(1, MOST + 1)}
    return attempted(step, lambda: _by_layers(found, field), at_an_end)


def _rate(field: Algebra) -> Step:
    """With ρ + 1/ρ = 2σ it is T_k(σ) = (ρ^k + ρ^−k)/2."""
    root = field.symbol("root")
    sigma = _sigma(field, root**2)
    below = _first(sigma)
    step = Step(
        "chebyshev-rate",
        Claim(
            "rho, of which the bound is 2 rho^k/(1 + rho^(2k)); root is the square root of kappa",
            "rho",
            r"\rho",
        ),
        "rho + 1/rho = 2 sigma, and (rho^k + rho^-k)/2 has the recursion and the start of T_k",
        premises=("chebyshev-bound",),
        assumptions=(SPECTRUM,),
        source=SOURCE,
        observable=AcceleratedRate(),
    )
    sums = [partial(_less_powers, k, value) for k, value in enumerate(below)]
    what = "rho^k + rho^-k less 2 T_k(sigma); and rho, less 1 minus 2/(root + 1)"
    checked = vanishes(what, *sums, lambda rho: rho - 1 + 2 / (root + 1))
    return attempted(step, lambda: Formula((root - 1) / (root + 1), field), checked)


def _less_powers(k: int, value: FracElement, rho: FracElement) -> FracElement:
    return rho**k + rho**-k - 2 * value if rho else value.field.one


def _turns(field: Algebra) -> Step:
    """Of k² (1 − T²) = (1 − y²) T'² the right side is 0 at the ends and k − 1 places between."""
    y, one = field.symbol("y"), field.field.one
    t = _first(y)

    def identity(claim: Claim) -> Check:
        slopes = {k: t[k].diff(y) for k in claim.parts}
        gaps = [k**2 * (1 - t[k] ** 2) - (1 - y**2) * s**2 for k, s in slopes.items()]
        gaps += [
            field.number(Fraction(count - 2 - slopes[k].numer.degree(0))) * one
            for k, count in claim.parts.items()
        ]
        what = "k^2 (1 - T_k^2) less (1 - y^2) T_k'^2, and the count less 2 and the degree of T_k'"
        return zero_elements(what, gaps)

    step = Step(
        "chebyshev-turns",
        Claim(
            "at how many y from -1 to 1 the polynomial has its largest size, with one sign and the "
            "other in turn: for every k, k + 1",
            "points",
            r"\text{points}",
        ),
        "T_k(cos a) = cos k a is 1 and -1 in turn at a = j pi/k, j = 0..k; T_k^2 = 1 nowhere else, "
        "as k^2 (1 - T_k^2) = (1 - y^2) T_k'^2",
        premises=("chebyshev-polynomial",),
        source=SOURCE,
        observable=Turns(),
    )
    return attempted(step, lambda: {k: k + 1 for k in range(1, MOST + 1)}, identity)


def _best(_field: Algebra) -> Step:
    return Step(
        "chebyshev-best",
        Claim(
            "of all k layers whose errors are a polynomial of M times the first, these have the "
            "least bound",
            "best",
            r"\text{best}",
            value=True,
        ),
        "such a polynomial is 1 at x = 0. Were it smaller from x_min to x_max, it less this one "
        "would have the sign of one and of the other in turn at k + 1 points, so k zeros between "
        "them, and one at x = 0: more than its degree, k",
        premises=("chebyshev-bound", "chebyshev-turns"),
        assumptions=(SPECTRUM,),
        source=SOURCE,
        observable=NoBetterLayers(),
    )


def _needed(_field: Algebra) -> Step:
    """Whole numbers: the bounds times (κ − 1)^k, (κ + 1)^k are."""
    step = Step(
        "layers-needed",
        Claim(
            f"layers for an error 10^-{DIGITS} as large: with the best step, and accelerated",
            "k",
            "k",
        ),
        "the least k with ((kappa - 1)/(kappa + 1))^k, or 1/T_k(sigma), as small",
        premises=("chebyshev-bound",),
        assumptions=(SPECTRUM,),
        source=OWN,
        observable=LayersNeeded(),
    )
    ways = {"best step": _with_a_step, "accelerated": _accelerated}
    return attempted(
        step,
        lambda: {(f"kappa={k}", way): count(k) for k in CONDITIONS for way, count in ways.items()},
    )


def _with_a_step(kappa: int) -> int:
    """By doubling, then by halves: powers are taken, not layers."""
    low, high = 0, 1
    while not _small(kappa, high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _small(kappa, middle) else (middle, high)
    return high


def _small(kappa: int, layers: int) -> bool:
    return bool((kappa - 1) ** layers * 10**DIGITS <= (kappa + 1) ** layers)


def _accelerated(kappa: int) -> int:
    """T_k(σ) (κ − 1)^k by its recursion."""
    before, now, scale, layers = 1, kappa + 1, kappa - 1, 1
    while now < 10**DIGITS * scale:
        before, now = now, 2 * (kappa + 1) * now - (kappa - 1) ** 2 * before
        scale, layers = scale * (kappa - 1), layers + 1
    return layers
