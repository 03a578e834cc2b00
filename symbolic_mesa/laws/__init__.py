"""The catalogue of laws, and the makers of laws of one's own. No SymPy here.

Each function returns a frozen law of the initial token. A parameter that is not given stays a
symbol; one that is given is read exactly (`symbolic_mesa.text.exact_numbers`).

>>> gaussian(sigma="1/2").parameters["sigma"]
Fraction(1, 2)
>>> gaussian().parameters["sigma"]
'sigma'
"""

from collections.abc import Iterable, Mapping

from symbolic_mesa.laws.catalogue import FAMILIES
from symbolic_mesa.laws.complex_moments import ComplexMomentLaw
from symbolic_mesa.laws.complex_tokens import complex_gaussian, phases
from symbolic_mesa.laws.dependent_laws import (
    ball,
    dirichlet,
    equicorrelated_gaussian,
    full_one,
    k_sparse,
    multivariate_t,
    one_hot,
    permutation,
    scale_mixture,
    sparse,
    sphere,
)
from symbolic_mesa.laws.families import FamilyLaw, in_family
from symbolic_mesa.laws.law_texts import has_parameters, parts_of
from symbolic_mesa.laws.moment_laws import (
    MomentLaw,
    exchangeable,
    generic,
    moments,
    moments_from_file,
)
from symbolic_mesa.laws.named import family_law
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.laws.support_laws import SupportLaw, support
from symbolic_mesa.laws.tables import data, samples
from symbolic_mesa.laws.unlike.diagonal import DiagonalGaussian
from symbolic_mesa.laws.unlike.gaussian import GaussianVector
from symbolic_mesa.laws.unlike.joint import JointLaw, joint
from symbolic_mesa.laws.unlike.joint_files import joint_from_file
from symbolic_mesa.laws.unlike.makers import gaussian_vector
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import Number

__all__ = [
    "FAMILIES",
    "ComplexMomentLaw",
    "DiagonalGaussian",
    "FamilyLaw",
    "GaussianVector",
    "JointLaw",
    "MomentLaw",
    "SampleLaw",
    "SupportLaw",
    "ball",
    "bernoulli_gaussian",
    "beta",
    "binomial",
    "by_name",
    "complex_gaussian",
    "data",
    "dirichlet",
    "equicorrelated_gaussian",
    "exchangeable",
    "exponential",
    "full_one",
    "gamma",
    "gaussian",
    "gaussian_mixture",
    "gaussian_vector",
    "generic",
    "geometric",
    "in_family",
    "joint",
    "joint_from_file",
    "k_sparse",
    "laplace",
    "logistic",
    "lognormal",
    "moments",
    "moments_from_file",
    "multivariate_t",
    "one_hot",
    "permutation",
    "phases",
    "poisson",
    "rademacher",
    "samples",
    "scale_mixture",
    "sparse",
    "sphere",
    "student_t",
    "support",
    "triangular",
    "truncated_gaussian",
    "two_point",
    "uniform",
]


def gaussian(
    sigma: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """i.i.d. coordinates N(0, sigma²); sigma > 0."""
    return family_law("gaussian", sigma=sigma, mean=mean, variance=variance)


def logistic(
    scale: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """i.i.d. coordinates of distribution function 1/(1 + exp(−x/scale)); scale > 0."""
    return family_law("logistic", scale=scale, mean=mean, variance=variance)


def lognormal(
    scale: Number | None = None,
    sigma: Number | None = None,
    *,
    mean: Number | None = None,
    variance: Number | None = None,
) -> FamilyLaw:
    """i.i.d. coordinates scale·e^{σz}, z standard Gaussian; scale > 0, sigma > 0."""
    return family_law("lognormal", scale=scale, sigma=sigma, mean=mean, variance=variance)


def truncated_gaussian(
    sigma: Number | None = None,
    bound: Number | None = None,
    *,
    mean: Number | None = None,
    variance: Number | None = None,
) -> FamilyLaw:
    """i.i.d. coordinates N(0, sigma²) given that they are in [−bound, bound]."""
    given = {"mean": mean, "variance": variance}
    return family_law("truncated-gaussian", sigma=sigma, bound=bound, **given)


def rademacher(
    c: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """i.i.d. coordinates ±c with probability 1/2 each."""
    return family_law("rademacher", c=c, mean=mean, variance=variance)


def uniform(
    c: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """i.i.d. coordinates, uniform on [−c, c]; c > 0."""
    return family_law("uniform", c=c, mean=mean, variance=variance)


def triangular(
    c: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """i.i.d. coordinates of density (1 − |x|/c)/c on [−c, c]; c > 0."""
    return family_law("triangular", c=c, mean=mean, variance=variance)


def laplace(
    scale: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """i.i.d. coordinates of density exp(−|x|/scale) / (2 scale); scale > 0."""
    return family_law("laplace", scale=scale, mean=mean, variance=variance)


def bernoulli_gaussian(
    p: Number | None = None,
    sigma: Number | None = None,
    *,
    mean: Number | None = None,
    variance: Number | None = None,
) -> FamilyLaw:
    """i.i.d. coordinates, N(0, sigma²) with probability p and 0 otherwise; 0 < p <= 1."""
    return family_law("bernoulli-gaussian", p=p, sigma=sigma, mean=mean, variance=variance)


def student_t(
    nu: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """i.i.d. coordinates, Student's t with nu degrees of freedom; E x^k exists for k < nu."""
    return family_law("student-t", nu=nu, mean=mean, variance=variance)


def two_point(
    p: Number | None = None,
    scale: Number | None = None,
    *,
    mean: Number | None = None,
    variance: Number | None = None,
) -> FamilyLaw:
    """i.i.d. coordinates, scale·(1−p) with probability p and −scale·p otherwise; 0 < p < 1."""
    return family_law("two-point", p=p, scale=scale, mean=mean, variance=variance)


def beta(
    p: Number | None = None,
    q: Number | None = None,
    *,
    mean: Number | None = None,
    variance: Number | None = None,
) -> FamilyLaw:
    """i.i.d. coordinates in [0, 1], of density proportional to x^(p−1) (1−x)^(q−1)."""
    return family_law("beta", p=p, q=q, mean=mean, variance=variance)


def gamma(
    shape: Number | None = None,
    scale: Number | None = None,
    *,
    mean: Number | None = None,
    variance: Number | None = None,
) -> FamilyLaw:
    """i.i.d. coordinates x > 0, of density proportional to x^(shape−1) exp(−x/scale)."""
    return family_law("gamma", shape=shape, scale=scale, mean=mean, variance=variance)


def exponential(
    scale: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """i.i.d. coordinates x > 0 of density exp(−x/scale)/scale; scale > 0."""
    return family_law("exponential", scale=scale, mean=mean, variance=variance)


def poisson(
    rate: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """i.i.d. coordinates, Poisson of mean rate > 0."""
    return family_law("poisson", rate=rate, mean=mean, variance=variance)


def binomial(
    trials: Number | None = None,
    p: Number | None = None,
    *,
    mean: Number | None = None,
    variance: Number | None = None,
) -> FamilyLaw:
    """i.i.d. coordinates, the successes among trials, each with probability p."""
    return family_law("binomial", trials=trials, p=p, mean=mean, variance=variance)


def geometric(
    p: Number | None = None, *, mean: Number | None = None, variance: Number | None = None
) -> FamilyLaw:
    """i.i.d. coordinates 0, 1, 2, …, n with probability p (1−p)^n; 0 < p < 1."""
    return family_law("geometric", p=p, mean=mean, variance=variance)


def gaussian_mixture(
    parts: str | Iterable[tuple[Number, Number, Number]],
    *,
    mean: Number | None = None,
    variance: Number | None = None,
) -> FamilyLaw:
    """i.i.d. coordinates, a mixture of Gaussians of these weights, means and deviations.

    >>> gaussian_mixture("1/2:-1:1,1/2:1:1") == gaussian_mixture([(0.5, -1, 1), (0.5, 1, 1)])
    True
    """
    text = parts if isinstance(parts, str) else ",".join(":".join(map(str, one)) for one in parts)
    return family_law("gaussian-mixture", parts=text, mean=mean, variance=variance)


def by_name(name: str, parameters: Mapping[str, Number | None]) -> FamilyLaw | MomentLaw:
    """Return a law of the catalogue by its name on the command line.

    A name may have parameters in brackets, as ``k-sparse(k=2, values=gaussian(sigma=1))``.
    The names ``generic`` and ``exchangeable`` are among them: their moments are symbols.

    Raises:
        InvalidInput: for an unknown name or parameter, or a value for which there is no such law.
    """
    name, written = parts_of(name) if has_parameters(name) else (name, {})
    for parameter in written:
        if parameter in parameters:
            raise InvalidInput(f"{parameter} of {name} is given twice; give it once")
    parameters = {**parameters, **written}
    symbolic = {"generic": generic, "exchangeable": exchangeable}.get(name)
    if symbolic:
        if parameters:
            raise InvalidInput(f"{name} has no parameters: its moments are symbols; give none")
        return symbolic()
    return family_law(name, **parameters)
