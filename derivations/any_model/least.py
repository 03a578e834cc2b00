"""The least value of a loss that is a quadratic form in products of scales, by its Gram matrix.

A prediction is linear in the products u of scales that its terms are multiplied by, so that the
loss is c + s·u + u·G u with G the Gram matrix of what they multiply, and never below its value at
the vertex u*. Whether scales have these products is another question: a product that must be 0
beside others that must not may only come near it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Literal

from sympy.polys.fields import FracElement

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.linear import null_space
from derivations.any_model.parts import manifold_of
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.statement.manifolds import Manifold
from symbolic_mesa.text.errors import NotApplicable

Powers = tuple[int, ...]  # of the scales in a product
STEEPEST = 3  # speed of a scale in a direction in which a product goes to 0

Attained = Literal["attained", "approached", "not shown"]


@dataclass(frozen=True)
class QuadraticLoss:
    """A loss c + s·u + u·G u in products u of scales.

    Attributes:
        scales: the names of the scales.
        products: the powers of the scales in each product u.
        rest: c.
        slopes: s.
        gram: G by two places, the first not after the second; off the diagonal twice the entry.
    """

    scales: tuple[str, ...]
    products: tuple[Powers, ...]
    rest: FracElement
    slopes: tuple[FracElement, ...]
    gram: Mapping[tuple[int, int], FracElement]

    def vertex(self, field: Algebra) -> tuple[FracElement, ...]:
        """Return u*, at which the form is least.

        Raises:
            NotApplicable: when G is singular, and there is more than one.
        """
        size = len(self.products)
        kernel = null_space(self._rows(field), size + 1, field)
        if len(kernel) != 1 or size not in kernel[0]:
            raise NotApplicable("the Gram matrix of the products of scales is singular")
        return tuple(kernel[0].get(k, field.field.zero) for k in range(size))

    def vertices(self, field: Algebra) -> tuple[FracElement, ...]:
        """Return a u* at which the form is least; there may be others.

        Raises:
            NotApplicable: when it is least nowhere.
        """
        size = len(self.products)
        for one in null_space(self._rows(field), size + 1, field):
            if size in one:
                return tuple(one.get(k, field.field.zero) for k in range(size))
        raise NotApplicable("the loss has no least value")

    def rows(self, field: Algebra) -> list[dict[int, FracElement]]:
        """Return 2 G, by rows."""
        size = len(self.products)
        return [{k: v for k, v in row.items() if k < size} for row in self._rows(field)]

    def _rows(self, field: Algebra) -> list[dict[int, FracElement]]:
        """Return 2 G u + s, by the places of u and last of 1."""
        size = len(self.products)
        rows = [{size: self.slopes[k]} if self.slopes[k] else {} for k in range(size)]
        for (k, other), value in self.gram.items():
            for row, place in ((k, other), (other, k)):
                rows[row][place] = rows[row].get(place, field.field.zero) + value
        return [{k: value for k, value in row.items() if value} for row in rows]

    def at(self, image: Callable[[FracElement], FracElement]) -> "QuadraticLoss":
        """Return the form with the image of each of its coefficients."""
        return replace(
            self,
            rest=image(self.rest),
            slopes=tuple(map(image, self.slopes)),
            gram={pair: image(value) for pair, value in self.gram.items()},
        )

    def least(self, vertex: Iterable[FracElement]) -> FracElement:
        """Return the value at the vertex."""
        terms = (slope * u for slope, u in zip(self.slopes, vertex, strict=True))
        return self.rest + sum(terms, self.rest * 0) / 2

    def beside_squares(
        self, least: FracElement, vertex: tuple[FracElement, ...]
    ) -> Iterator[FracElement]:
        """Yield the coefficients of L − least − (u − u*)·G (u − u*), those of 1 and of each u.

        Those of products of two are 0 by construction.
        """
        pulls = [slope * 0 for slope in self.slopes]  # 2 G u*
        for (k, other), value in self.gram.items():
            pulls[k] += value * vertex[other]
            pulls[other] += value * vertex[k]
        squares = (pull * u for pull, u in zip(pulls, vertex, strict=True))
        yield self.rest - least - sum(squares, self.rest * 0) / 2
        yield from (slope + pull for slope, pull in zip(self.slopes, pulls, strict=True))


def quadratic_loss(model: Ansatz) -> QuadraticLoss:
    """Return a model's loss as a form in the products of scales of its prediction.

    Raises:
        NotApplicable: when two of its terms have the same scales, so that they cannot be told.
    """
    terms = dict(model.field.coefficients(model.loss))
    every = _products(model.problem, model.scales, model.scales_of)
    found = [p for p in dict.fromkeys(every) if any(p) and _doubled(p) in terms]
    zero = model.field.field.zero
    pairs = {(k, k): _doubled(p) for k, p in enumerate(found)}
    pairs |= {(k, m): _sum(found[k], found[m]) for k, m in combinations(range(len(found)), 2)}
    nothing = (0,) * len(model.scales)
    keys = [nothing, *found, *pairs.values()]
    if len(set(keys)) < len(keys) or set(terms) - set(keys):
        raise NotApplicable("the loss is no quadratic form in products of scales that differ")
    return QuadraticLoss(
        model.scales,
        tuple(found),
        terms.get(nothing, zero),
        tuple(terms.get(powers, zero) for powers in found),
        {pair: terms[key] for pair, key in pairs.items() if key in terms},
    )


def products_of(problem: Problem) -> tuple[Powers, ...]:
    """Return the powers of the scales in each product that the prediction is linear in."""
    every = _products(problem, manifold_of(problem).scales, lambda scale: (scale,))
    return tuple(dict.fromkeys(every))


def _products(
    problem: Problem, scales: tuple[str, ...], each: Callable[[str], tuple[str, ...]]
) -> Iterator[Powers]:
    """Yield the powers of the scales in what terms of a prediction are multiplied by.

    Args:
        problem: the model.
        scales: the scales, in order.
        each: those that a scale stands for, one for each coordinate.
    """
    manifold = manifold_of(problem)
    for term in problem.model.prediction:
        trained = [w for w in term.weights if w.block not in manifold.fixed]
        forms = [Manifold(((w.block, manifold.block(w.block)),)) for w in trained]
        choices = [[s for name in form.scales for s in each(name)] for form in forms]
        for names in product(*choices):
            yield tuple(names.count(scale) for scale in scales)


def _doubled(powers: Powers) -> Powers:
    return tuple(2 * power for power in powers)


def _sum(left: Powers, right: Powers) -> Powers:
    return tuple(map(sum, zip(left, right, strict=True)))


def attained(
    form: QuadraticLoss, vertex: tuple[FracElement, ...]
) -> tuple[Attained, tuple[int, ...]]:
    """Return whether scales have the products u*, and else a direction in which they come near.

    The direction is a speed for each scale θ, in log |θ|: along it products that are not 0 stay,
    and the others go to 0.
    """
    there = [p for p, u in zip(form.products, vertex, strict=True) if u]
    gone = [p for p, u in zip(form.products, vertex, strict=True) if not u]
    if not _independent(there):
        return "not shown", ()
    used = {k for powers in there for k, power in enumerate(powers) if power}
    stuck = [p for p in gone if all(k in used for k, power in enumerate(p) if power)]
    if not stuck:
        return "attained", ()
    speeds = product(range(-STEEPEST, STEEPEST + 1), repeat=len(form.scales))
    for speed in sorted(speeds, key=lambda one: (sum(map(abs, one)), one), reverse=False):
        along = [sum(s * power for s, power in zip(speed, p, strict=True)) for p in there]
        away = [sum(s * power for s, power in zip(speed, p, strict=True)) for p in stuck]
        if not any(along) and all(value < 0 for value in away):
            return "approached", speed
    return "not shown", ()


def _independent(products: list[Powers]) -> bool:
    """Whether numbers that are not 0 can be any values of products: modulo 2, so signs too."""
    rows = [int("".join(str(power % 2) for power in powers), 2) for powers in products]
    while rows:
        row = rows.pop()
        if not row:
            return False
        top = row.bit_length()
        rows = [other ^ row if other.bit_length() == top else other for other in rows]
    return True
