"""Fixed points of a gradient flow on two scales that depends on them through their product."""

from dataclasses import dataclass

from sympy.polys.fields import FracElement

from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.text.errors import NotClosed


@dataclass(frozen=True, slots=True)
class ProductFlow:
    """The flow a' = b (B − C ab), b' = a (B − C ab), by its coefficients.

    Attributes:
        growth: B.
        saturation: C.
    """

    growth: FracElement
    saturation: FracElement

    @property
    def product(self) -> FracElement:
        """The value B/C of ab at which both velocities vanish while a and b do not."""
        return self.growth / self.saturation

    def force(self, product: FracElement) -> FracElement:
        """Return a'/b = b'/a where ab is `product`."""
        return self.growth - self.saturation * product


def product_flow(velocities: tuple[FracElement, FracElement], field: Algebra) -> ProductFlow:
    """Return B and C, read off from the velocities of the two scales of the field.

    Raises:
        NotClosed: when the velocities have another form, or C = 0.
    """
    first, second = (dict(field.coefficients(velocity)) for velocity in velocities)
    zero = field.field.zero
    growth, saturation = first.get((0, 1), zero), -first.get((1, 2), zero)
    forms = ({(0, 1): growth, (1, 2): -saturation}, {(1, 0): growth, (2, 1): -saturation})
    if (first, second) != tuple({m: c for m, c in form.items() if c} for form in forms):
        raise NotClosed("the flow of (a, b) is not b (B − C ab), a (B − C ab)")
    if not saturation:
        raise NotClosed("the flow of (a, b) is linear: ab has no fixed point but 0")
    return ProductFlow(growth, saturation)
