"""What is compared with what, for claims that can be stated of any model."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import permutations
from math import prod
from random import Random
from typing import Any

from derivations import stated
from numeric_check.estimates import Estimate
from numeric_check.interpreter.scenes import Entry, scale_names
from numeric_check.linear import solved
from symbolic_mesa.exceptional import parts_where
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Claim
from symbolic_mesa.statement.manifolds import Block, Entries, Fixed, Manifold
from symbolic_mesa.witness.measured import Measured, Pairs, scaled, sides
from symbolic_mesa.witness.trials import Trial


def loss(problem: Problem, trial: Trial, claim: Claim, of: stated.PopulationLoss) -> Pairs:
    """The population loss."""
    name, _ = manifold_at(problem, of.manifold)
    scales = {**trial.scene.scales, **dict(of.at)}
    yield trial.at(claim.value, dict(of.at)), trial.scene.loss(name, scales)


def velocity(problem: Problem, trial: Trial, claim: Claim, of: stated.ScaleVelocity) -> Pairs:
    """The velocity of a scale, at each of its entries."""
    name, manifold = manifold_at(problem, of.manifold)
    scales = _scales_of(manifold, of.scale, trial.scene.dim)
    for scale, side in zip(scales, sides(claim, len(scales)), strict=True):
        for entry in entries_of(manifold, scale, trial.scene.dim):
            slope = trial.scene.slope(name, trial.scene.scales, entry)
            yield trial.at(side), scaled(slope, Fraction(-1))


def square_velocity(
    problem: Problem, trial: Trial, claim: Claim, of: stated.SquareVelocity
) -> Pairs:
    """The velocity of the square of each scale, at each of its entries."""
    name, manifold = manifold_at(problem, of.manifold)
    scales = trial.scene.scales
    for scale in of.scales:
        for entry in entries_of(manifold, scale, trial.scene.dim):
            slope = trial.scene.slope(name, scales, entry)
            yield trial.at(claim.value), scaled(slope, -2 * scales[scale])


def stationary(problem: Problem, trial: Trial, claim: Claim, of: stated.StationaryProduct) -> Pairs:
    """0, and every velocity where the product is the claim's, at two points of that curve."""
    name, manifold = manifold_at(problem, of.manifold)
    scene, product = trial.scene, trial.at(claim.value)
    for held, moved in ((of.first, of.second), (of.second, of.first)):
        scales = {**scene.scales, moved: product / scene.scales[held]}
        for scale in scale_names([manifold], scene.dim):
            for entry in entries_of(manifold, scale, scene.dim):
                yield 0, scene.slope(name, scales, entry)


def gradient(problem: Problem, trial: Trial, claim: Claim, of: stated.GradientEntry) -> Pairs:
    """One entry of the gradient."""
    name, _ = manifold_at(problem, of.manifold)
    entry = of.block, of.row, of.column
    if max(of.row, of.column) < trial.scene.dim:
        yield trial.at(claim.value), trial.scene.slope(name, trial.scene.scales, entry)


def manifold_at(problem: Problem, name: str) -> tuple[str, Manifold]:
    """Return a manifold of a problem with its name; the first where none is given."""
    name = name or next(iter(problem.manifolds))
    return name, problem.manifolds[name]


def _scales_of(manifold: Manifold, name: str, dim: int) -> tuple[str, ...]:
    """Return the scales of a name: d of them where each coordinate has one."""
    each = any(form == Entries(name) for _, form in manifold.blocks)
    return tuple(f"{name}_{k + 1}" for k in range(dim)) if each else (name,)


def entries_of(manifold: Manifold, scale: str, dim: int) -> list[Entry]:
    """Return the entries of weight blocks that are a scale."""
    return [entry for entry, name in _written(manifold, dim) if name == scale]


def _written(manifold: Manifold, dim: int) -> Iterator[tuple[Entry, str | None]]:
    """Yield the entries of the trained blocks of a manifold with the scale that each is, if any."""
    for block, form in manifold.blocks:
        if isinstance(form, Fixed):
            continue
        off = form.off_diagonal if isinstance(form, Block) else None
        for j in range(dim):
            on = form.diagonal if isinstance(form, Block) else f"{form.scale}_{j + 1}"
            yield (block, j, j), on
        yield from (((block, i, j), off) for i, j in permutations(range(dim), 2))


def pulls(problem: Problem, scene: Any) -> Iterator[Any]:
    """Yield what must be 0 for the flow to stay on the first manifold, at a scene's scales."""
    name, manifold = manifold_at(problem, "")
    listed = {block for block, _ in manifold.blocks}
    others = tuple((b, Block()) for b in problem.model.blocks if b not in listed)
    first: dict[str, Any] = {}
    for entry, scale in _written(Manifold((*manifold.blocks, *others)), scene.dim):
        slope = scene.slope(name, scene.scales, entry)
        yield slope + scaled(first[scale], -1) if scale in first else slope if not scale else 0
        if scale:
            first.setdefault(scale, slope)


def on_diagonal(
    problem: Problem, trial: Trial, claim: Claim, of: stated.GradientOnDiagonal
) -> Pairs:
    """Every diagonal entry of the gradient in a block."""
    name, _ = manifold_at(problem, of.manifold)
    for place in permutations(range(trial.scene.dim), 1):
        entry = of.block, *(place * 2)
        yield trial.at(side_at(claim, place)), trial.scene.slope(name, trial.scene.scales, entry)


def off_diagonal(
    problem: Problem, trial: Trial, claim: Claim, of: stated.GradientOffDiagonal
) -> Pairs:
    """Every other entry."""
    name, _ = manifold_at(problem, of.manifold)
    for place in permutations(range(trial.scene.dim), 2):
        entry = of.block, *place
        yield trial.at(side_at(claim, place)), trial.scene.slope(name, trial.scene.scales, entry)


def side_at(claim: Claim, place: tuple[int, ...]) -> Any:
    """Return what a claim says of an entry: its one value, or the part at these coordinates."""
    if not claim.parts:
        return claim.value
    by_place = {tuple(k for _, k in key.places): side for key, side in claim.parts.items()}
    return by_place[place]


def conserved(problem: Problem, trial: Trial, claim: Claim, of: stated.Conserved) -> Pairs:
    """Q(θ + θ') and Q(θ − θ'), which for a quadratic form are equal where ∇Q · θ' is 0."""
    scales = trial.scene.scales
    speeds = speeds_at(problem, trial.scene, of, scales)
    for form in parts_where(claim.parts, trial.at).values():
        ahead, behind = (
            trial.at(form, {s: scales[s] + sign * number(v) for s, v in speeds.items()})
            for sign in (1, -1)
        )
        yield ahead, _like(speeds, behind, abs(ahead) + abs(behind))


def speeds_at(
    problem: Problem, scene: Any, of: stated.Conserved, scales: Mapping[str, Fraction]
) -> dict[str, Any]:
    """Return the velocity of each scale where the scales have these values."""
    name, manifold = manifold_at(problem, of.manifold)
    return {
        s: _speed(scene, name, entries_of(manifold, s, scene.dim), scales)
        for s in scale_names([manifold], scene.dim)
    }


def _speed(scene: Any, name: str, entries: list[Entry], scales: Mapping[str, Fraction]) -> Any:
    """Return the velocity of a scale; 0 where it has no entry, at d = 1."""
    if not entries:
        return Fraction(0)
    return scaled(scene.slope(name, scales, entries[0]), Fraction(-1))


def number(measured: Estimate | Fraction) -> Fraction:
    """Return what was measured as a fraction."""
    return Fraction(measured.value) if isinstance(measured, Estimate) else Fraction(measured)


def _like(speeds: dict[str, Any], value: Any, scale: Any) -> Any:
    """Return a number as the scene returns those: an estimate where speeds are estimates."""
    if any(isinstance(speed, Estimate) for speed in speeds.values()):
        return Estimate(float(value), float(scale))
    return value


def stationary_products(
    problem: Problem, trial: Trial, claim: Claim, of: stated.StationaryProducts
) -> Pairs:
    """0, and every velocity where each product is the claim's, whichever scale makes it so."""
    name, manifold = manifold_at(problem, of.manifold)
    scene = trial.scene
    values = [trial.at(side) for side in sides(claim, 1)]
    for turn in range(max(map(len, of.products), default=0)):
        scales = dict(scene.scales)
        for product, value in zip(of.products, values, strict=True):
            moved = product[turn % len(product)]
            scales[moved] = value / prod(scales[s] for s in product if s != moved)
        for scale in scale_names([manifold], scene.dim):
            for entry in entries_of(manifold, scale, scene.dim):
                yield 0, scene.slope(name, scales, entry)


def least_loss(problem: Problem, trial: Trial, claim: Claim, of: stated.LeastLoss) -> Pairs:
    """The vertices of parabolas through the loss where each product is 0, 1 and 2."""
    name, _ = manifold_at(problem, of.manifold)
    scene = trial.scene
    zero = {**scene.scales, **{product[0]: Fraction(0) for product in of.products}}
    base = scene.loss(name, zero)
    total = base
    for first, *others in of.products:
        rest = prod((zero[s] for s in others), start=Fraction(1))
        one, two = (scene.loss(name, {**zero, first: size / rest}) for size in (1, 2))
        total = total + _depth(base, one, two)
    yield trial.at(claim.value), total


def parabola(base: Measured, one: Measured, two: Measured) -> tuple[Measured, Measured]:
    """Return slope and curvature of the parabola through three numbers, at 0, 1 and 2."""
    curvature = scaled(two + scaled(one, -2) + base, Fraction(1, 2))
    return one + scaled(base, -1) + scaled(curvature, -1), curvature


def _depth(base: Measured, one: Measured, two: Measured) -> Measured:
    """Return the least value of the parabola through 0, 1 − base and 2 − base, which is not > 0."""
    slope, curvature = parabola(base, one, two)
    if not isinstance(base, Estimate):
        return -(slope**2) / (4 * curvature)
    rest = -slope.value / (2 * curvature.value)
    value = -(slope.value**2) / (4 * curvature.value)
    return Estimate(value, abs(rest) * slope.scale + rest**2 * curvature.scale)


def least_by_gram(problem: Problem, trial: Trial, claim: Claim, of: stated.LeastByGram) -> Pairs:
    """The vertex of the form through as many losses as it has coefficients, in rationals."""
    name, manifold = manifold_at(problem, of.manifold)
    names = scale_names([manifold], trial.scene.dim)
    count = len(of.products)
    pairs = [(k, m) for k in range(count) for m in range(k, count)]
    rows: list[list[Fraction]] = []
    draw = Random(1)  # noqa: S311  # nothing here is secret
    for _ in range(1 + count + len(pairs)):
        scales = {n: Fraction(draw.randint(1, 99), draw.randint(1, 9)) for n in names}
        u = [
            prod((scales[n] ** p for n, p in zip(names, q, strict=True)), start=Fraction(1))
            for q in of.products
        ]
        row: list[Fraction] = [Fraction(1), *u, *(u[k] * u[m] for k, m in pairs)]
        rows.append([*row, trial.scene.loss(name, scales)])
    rest, *others = solved(rows)
    slopes, gram = others[:count], dict(zip(pairs, others[count:], strict=True))
    twice = [
        [gram[min(k, m), max(k, m)] * (2 if k == m else 1) for m in range(count)]
        for k in range(count)
    ]
    try:
        vertex = solved([[*row, -slope] for row, slope in zip(twice, slopes, strict=True)])
    except ArithmeticError:  # at d = 1 what is off a diagonal does nothing
        return
    half = sum((s * u for s, u in zip(slopes, vertex, strict=True)), Fraction(0)) / 2
    yield trial.at(claim.value), rest + half


def quartic_growth(problem: Problem, trial: Trial, claim: Claim, of: stated.QuarticGrowth) -> Pairs:
    """What (g² − f²)' makes of g⁴ where g f rests, from velocities at f = 1 and f = 2."""
    name, manifold = manifold_at(problem, of.manifold)
    scene, g = trial.scene, trial.scene.scales[of.grows]
    first = {scale: entries_of(manifold, scale, scene.dim)[0] for scale in (of.grows, of.falls)}

    def slopes(f: int) -> tuple[Any, Any]:
        at = {of.grows: g, of.falls: Fraction(f)}
        return scene.slope(name, at, first[of.grows]), scene.slope(name, at, first[of.falls])

    (one, falling), (two, _) = slopes(1), slopes(2)
    turned = scaled(falling, 4) + scaled(one, -4 * g)  # 2 (g² − f²)' at f = 1
    yield trial.at(claim.value), _times_square(turned, _rest(g, one, scaled(two, Fraction(1, 2))))


def _rest(g: Fraction, one: Measured, two: Measured) -> Measured:
    """Return the product g f at which a slope over f is 0, linear in f, from those at 1 and 2."""
    if not isinstance(one, Estimate):
        return g * (1 + one / (one - two))
    apart = one.value - two.value
    blur = (one.scale + abs(one.value / apart) * (one.scale + two.scale)) / abs(apart)
    return Estimate(float(g) * (1 + one.value / apart), abs(float(g)) * (1 + blur))


def _times_square(factor: Measured, other: Measured) -> Measured:
    if not isinstance(factor, Estimate):
        return factor * other**2
    square, blur = other.value**2, 2 * abs(other.value) * other.scale
    return Estimate(factor.value * square, factor.scale * square + abs(factor.value) * blur)
