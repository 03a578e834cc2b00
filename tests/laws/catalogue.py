"""Every law of the catalogue at numbers, and the ways to move it."""

from fractions import Fraction

from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.protocol import Rationals
from symbolic_mesa.text.surds import Exact

PARTS = "1/2:0:1,1/3:-2:1/2,1/6:3:2"
NUMBERS: dict[str, dict[str, str]] = {
    "gaussian": {"sigma": "3/2"},
    "rademacher": {"c": "5/3"},
    "uniform": {"c": "7/4"},
    "triangular": {"c": "7/4"},
    "laplace": {"scale": "2/3"},
    "bernoulli-gaussian": {"p": "2/7", "sigma": "4/3"},
    "student-t": {"nu": "19/2"},
    "two-point": {"p": "1/4", "scale": "3"},
    "beta": {"p": "3/2", "q": "4"},
    "gamma": {"shape": "5/2", "scale": "2/3"},
    "exponential": {"scale": "3/2"},
    "poisson": {"rate": "5/3"},
    "binomial": {"trials": "3", "p": "2/5"},
    "geometric": {"p": "2/5"},
    "logistic": {"scale": "2/3"},
    "lognormal": {"scale": "3/2", "sigma": "1/4"},
    "truncated-gaussian": {"sigma": "3/2", "bound": "2"},
    "sparse": {"c": "5/2"},
    "full-one": {"c": "2/3"},
    "sphere": {"radius": "5/4"},
    "one-hot": {"c": "5/2"},
    "ball": {"radius": "5/4"},
    "dirichlet": {"alpha": "3/2"},
    "multivariate-t": {"nu": "19/2"},
    "equicorrelated-gaussian": {"rho": "-2/7"},
    "gaussian-mixture": {"parts": PARTS},
    "k-sparse": {"k": "1", "values": "gaussian-mixture(parts='1/3:2:1,2/3:-1:1/2')"},
    "scale-mixture": {"scales": "1:1/3,5/2:2/3", "coordinates": "dirichlet(alpha=2)"},
}
COMPLEX = ("complex-gaussian", "phases")  # see test_complex_laws
REAL = tuple(name for name in laws.FAMILIES if name not in COMPLEX)
MOVED = tuple(name for name in NUMBERS if name != "full-one")
WITH_CONSTANT = ("logistic", "lognormal", "truncated-gaussian")  # see test_constants
CONSTANT_AT_ONE = ("one-hot", "dirichlet")  # the only token in R^1 is c, or 1
FACTOR = Fraction(3, 2)


def variance_of(law: FamilyLaw, dim: int) -> Exact:
    """Return Var x_j from the law's first two moments."""
    return moment(law, (2,), dim) - moment(law, (1,), dim) ** 2


def moment(law: FamilyLaw, powers: tuple[int, ...], dim: int) -> Exact:
    """Return a mixed moment of distinct coordinates."""
    pattern = Pattern(tuple(zip("jklm", powers, strict=False)), ())
    found: Exact = law.with_numbers().coordinate_sum(pattern, dim, Rationals())
    return found


def moved(name: str, dim: int, **options: str | int | Fraction) -> FamilyLaw:
    """Return a law with `mean` and a factor by which it is scaled, that of the catalogue else."""
    numbers: dict[str, str | int | Fraction] = {**NUMBERS[name]}
    if "factor" in options:
        factor = Fraction(options.pop("factor"))
        law = laws.family_law(name, **numbers)
        options["variance"] = factor**2 * variance_of(law, dim)
        numbers.pop(law.family.scale or "", None)
    return laws.family_law(name, **numbers, **options)
