"""Why the fixed point is a minimum of the unrestricted loss, and in fact a global one.

Let the law be exchangeable and symmetric under signs, μ = E x_i² x_k⁴ (i ≠ k), H = Σ 1/(t−1).

1. One charge (`_blocks_of_the_target`). The parts of ŷ of different charge are orthogonal in the
   mean, and only PV12 KQ32 has the charge of the target: L is at least its value with the other
   four blocks put to 0.
2. Mean products (`_products`, `_with_target`). ŷ_i = Σ PV12[i,j] KQ32[k,l] Z_jkl. By sign flips and
   phases, Z_jkl and Z_j'k'l' have mean product 0 unless both are Z_mmm (norm² (T−2) κ2), or both of
   Z_mkk, Z_kkm, Z_kmk with the same m ≠ k (norm² Hμ, (T−2)μ, Hμ; the first two have mean product
   Hμ, the third none with them), or all three indices differ; of the target the mean product with
   ŷ_i is (T−2) κ1 PV12[i,i] KQ32[i,i].
3. Pairs of coordinates (`_pairs`). Write p_i for PV12[i,i] KQ32[i,i]. For i ≠ k keep what involves
   these two coordinates only, with (T−2) κ2 >= Hμ and T−2 >= H. With u, v = PV12[i,i], PV12[i,k]
   and a, a', c, e = KQ32[i,i], KQ32[k,k], KQ32[i,k], KQ32[k,i] row i has Hμ times a form that is at
   least u² a'² (an identity of squares); row k likewise. Both together are at least 2 |p_i p_k|.
4. The minimum (`_minimum`). So L >= const − B Σ p_i + ½ (T−2) κ2 Σ p_i² + ½ Hμ Σ_{i≠k} |p_i p_k|,
   which is least where every p_i is s = B/C: the value of L at KQ32 = aI, PV12 = bI, ab = s.

κ2 >= μ since (X³ + 2Y³)/3 − XY² = (X − Y)² (X + 2Y)/3 for X = x_i², Y = x_k².
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import product

from sympy import ZZ, ring
from sympy.polys.fields import FracElement
from sympy.polys.rings import PolyElement

from derivations.exceptions import with_exceptions
from derivations.sharp.charges import charges
from derivations.stability import observables
from derivations.stability.nullity import Nullity, more_often, nullities
from derivations.stability.problem import Stability, stability
from derivations.stability.steps import stability_step
from symbolic_mesa import laws
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.loss import Entry, entry_derivative, prediction_overlap
from symbolic_mesa.engine.patterns import set_partitions
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.models.causal_linear_attention import MOMENTS, PROBLEM, causal_linear_attention
from symbolic_mesa.record import Check, Claim, Reasoned, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.manifolds import Manifold
from symbolic_mesa.trust import none_left

AT_ZERO = Manifold(())
EVERY_LAW = Setting(laws.generic())
PLACES = "pqr"  # distinct coordinates
SPECIAL = "; where moments meet further conditions it can vanish in more"


def local_minimum(problem: Stability) -> Step:
    """The verdict, with the directions in which the second order does not decide."""
    step = stability_step(
        problem,
        "local-minimum",
        Claim(
            "the fixed point is a minimum of L in all six blocks, a global one: no weights have a "
            "smaller loss",
            "local minimum",
            r"\text{local minimum}",
        ),
        "parts of the prediction of different charge, sign or phase are orthogonal; what is left "
        "of L for two coordinates is bounded by a sum of squares: L >= const - "
        "(T-2) kappa_1 sum p_i + (T-2) kappa_2/2 sum p_i^2 + H mu/2 sum |p_i p_k| with "
        "p_i = PV12[i,i] KQ32[i,i] and mu = E[x_i^2 x_k^4], i != k, least where every "
        "p_i is the fixed point of ab",
        ("hessian-spectrum",),
        observables.Minimum(),
    )
    return attempted(step, lambda: _minimum(problem), _products, _with_target, _pairs)


def _judged(claim: Claim, gaps: Iterator[object], what: str) -> Check:
    holds = none_left(gaps)
    agrees = None if holds is None else claim.value is holds
    return Check.decided("symbolic-zero", agrees, f"{what} {'as' if holds else 'not as'} stated")


# 1. One charge.


def _blocks_of_the_target() -> tuple[str, ...]:
    """Return the only blocks whose product turns as the target does."""
    (blocks,) = (blocks for blocks, charge in charges().items() if charge == 0)
    return blocks


def _entries(row: str, word: str) -> tuple[Entry, ...]:
    """Return the entries of the two blocks that Z_jkl, for the word jkl, belongs to in ŷ[row]."""
    values, keys = _blocks_of_the_target()
    return (values, row, word[0]), (keys, word[1], word[2])


# 2. Mean products.


def _products(claim: Claim) -> Check:
    return _judged(claim, _product_gaps(), "mean products of Z_jkl and Z_j'k'l' for every law are")


def _product_gaps() -> Iterator[FracElement]:
    """Yield the mean products of two Z less what the proof says, for all even index patterns."""
    products = _mean_products()
    field = _field(products.values())
    for (first, second), total in products.items():
        if "different" not in (_kind(first)[1], _kind(second)[1]):
            mean = field.evaluate(total, EVERY_LAW)
            yield mean - _stated(_kind(first), _kind(second), field)


@cache  # pure: the engine's answers, which hold for every law
def _mean_products() -> Mapping[tuple[str, str], MomentSum]:
    """Return E ⟨Z_jkl, Z_j'k'l'⟩ for every way in which indices coincide in even numbers."""
    model = causal_linear_attention()
    products = {}
    for partition in set_partitions(range(6)):
        if any(len(part) % 2 for part in partition):
            continue
        letters = {k: PLACES[n] for n, part in enumerate(partition) for k in part}
        word = "".join(letters[k] for k in range(6))
        first, second = word[:3], word[3:]
        sides = _entries("p", first), _entries("p", second)
        products[first, second] = prediction_overlap(model, AT_ZERO, *sides)
    return products


Kind = tuple[frozenset[str] | tuple[str, str], str]  # the coordinates of a Z, and its form


def _kind(word: str) -> Kind:
    """Return which of the forms mmm, mkk, kkm, kmk a Z has, with its coordinates."""
    first, second, third = tuple(word)
    if len(set(word)) == 3:
        return frozenset(word), "different"
    if first == second == third:
        return (first, first), "mmm"
    if second == third:
        return (first, second), "mkk"
    return ((third, first), "kkm") if first == second else ((second, first), "kmk")


def _stated(first: Kind, second: Kind, field: Algebra) -> FracElement:
    """Return the mean product of the proof."""
    steps, harmonic = field.length - 2, field.harmonics[1]
    mixed = field.symbol("kappa_3") / (field.dim - 1)  # E x_i² x_k⁴
    norms = {
        ("mmm", "mmm"): steps * field.symbol("kappa_2"),
        ("mkk", "mkk"): harmonic * mixed,
        ("kkm", "kkm"): steps * mixed,
        ("kmk", "kmk"): harmonic * mixed,
        ("mkk", "kkm"): harmonic * mixed,
        ("kkm", "mkk"): harmonic * mixed,
    }
    same = first[0] == second[0]
    return norms.get((first[1], second[1]), field.field.zero) if same else field.field.zero


def _with_target(claim: Claim) -> Check:
    return _judged(
        claim, _target_gaps(), "mean products of Z_jkl with the target for every law are"
    )


def _target_gaps() -> Iterator[FracElement]:
    """Yield the derivatives of L in PV12[p,j] and KQ32[k,l] at 0 less what the proof says."""
    model = causal_linear_attention()
    slopes = {
        word: entry_derivative(model, AT_ZERO, _entries("p", word))
        for word in map("".join, product(PLACES, repeat=3))
    }
    field = _field(slopes.values())
    growth = (field.length - 2) * field.symbol("kappa_1")
    for word, total in slopes.items():
        slope = field.evaluate(total, EVERY_LAW)
        yield slope + (growth if set(word) == {"p"} else field.field.zero)


def _field(sums: Iterable[MomentSum]) -> Algebra:
    return field_of(PROBLEM, EVERY_LAW, (), sums, MOMENTS.values())


# 3. Pairs of coordinates.


def _pairs(claim: Claim) -> Check:
    return _judged(claim, _pair_gaps(), "the sums of squares of the pair bound are")


def _pair_gaps() -> Iterator[PolyElement]:
    """Yield both sides of the identities of the proof, one less the other."""
    _, a, b, c, e, u, v = ring("a,b,c,e,u,v", ZZ)
    row = (u * b + v * e) ** 2 + (v * c) ** 2 + (v * a + u * c) ** 2 + (u * e) ** 2 + (v * b) ** 2
    size = a**2 + b**2 + c**2 + e**2
    rest = size * b**2 + (c**2 + e**2) ** 2 + (a * e - b * c) ** 2
    yield size * row - (size * v + u * (a * c + b * e)) ** 2 - u**2 * rest
    yield a**3 + 2 * b**3 - 3 * a * b**2 - (a - b) ** 2 * (a + 2 * b)


# 4. The minimum.


def _minimum(problem: Stability) -> Reasoned:
    """Return the verdict, true everywhere, with where the second order vanishes in more sectors."""
    problem.require()
    sectors, field = nullities(problem), problem.field
    places, verdict = more_often(problem, sectors), _verdict(sectors)
    if any(left not in field.generators.values() for place in places for left, _ in place):
        verdict = replace(verdict, reason=(*verdict.reason, SPECIAL))

    def there(setting: Setting) -> Reasoned:
        return _verdict(nullities(stability(setting)))

    return with_exceptions(verdict, problem.setting, field, places, there, by_reason=True)


def _verdict(sectors: tuple[Nullity, ...]) -> Reasoned:
    """Return the verdict, with where the Hessian vanishes in words."""
    flat = [
        f"{' '.join(one.group)} {one.shape.direction.value} ({one.times} of {len(one.group)}, "
        f"{one.shape.direction.times})"
        for one in sectors
        if one.times
    ]
    words = (
        "the loss does not change along (a, b) -> (c a, b/c); its second order vanishes in "
        f"{len(flat)} of {len(sectors)} sectors: {'; '.join(flat)}"
    )
    return Reasoned(True, (words,))
