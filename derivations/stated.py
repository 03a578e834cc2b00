"""What a claim can state of any model, as values for a witness.

Whoever states these needs no measure: the witness runs the statement of the model. A manifold is
called by its name in the problem; where none is given it is the first, on which training starts.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from symbolic_mesa.formulas.formula import Formula

Equations = tuple[tuple[Formula, Fraction], ...]
SolvedSets = tuple[tuple[int, tuple[tuple[str, Formula], ...]], ...]


@dataclass(frozen=True, slots=True)
class PopulationLoss:
    """The population loss, a function of the scales.

    Attributes:
        manifold: where the weights are.
        at: numbers that scales are set to; the others are any.
    """

    manifold: str = ""
    at: tuple[tuple[str, int | Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class ScaleVelocity:
    """The velocity of a scale under gradient flow: −∂L/∂W[i, j] at each of its entries.

    Attributes:
        scale: the scale.
        manifold: where the weights are.
    """

    scale: str
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class SquareVelocity:
    """The velocity of the square of each of several scales under gradient flow.

    Attributes:
        scales: whose squares change at that speed.
        manifold: where the weights are.
    """

    scales: tuple[str, ...]
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class StationaryProduct:
    """The value of a product of two scales at which every scale is at rest.

    Attributes:
        first: a factor.
        second: the other.
        manifold: where the weights are.
    """

    first: str
    second: str
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class GradientEntry:
    """∂L/∂W[row, column], a function of the scales.

    Attributes:
        block: the block W.
        row: from 0.
        column: from 0.
        manifold: where the weights are.
    """

    block: str
    row: int
    column: int
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class SecondDerivative:
    """∂²L/∂V∂W for two entries of weight blocks, a function of the scales.

    Attributes:
        first: the block V, its row and its column from 0.
        second: the same of W.
        manifold: where the weights are.
    """

    first: tuple[str, int, int]
    second: tuple[str, int, int]
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class GradientOffDiagonal:
    """∂L/∂W at each entry of a block off its diagonal, a function of the scales.

    Attributes:
        block: the block W.
        manifold: where the weights are.
    """

    block: str
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class GradientOnDiagonal:
    """∂L/∂W at each diagonal entry of a block, a function of the scales.

    Attributes:
        block: the block W.
        manifold: where the weights are.
    """

    block: str
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class Charges:
    """How each product of blocks turns against the target when W is multiplied by a phase."""


@dataclass(frozen=True, slots=True)
class CurvatureOffDiagonal:
    """∂²L/∂W² in each entry of a block off its diagonal, a function of the scales.

    Attributes:
        block: the block W.
        manifold: where the weights are.
    """

    block: str
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class CurvatureOnDiagonal:
    """∂²L/∂W² in each diagonal entry of a block, a function of the scales.

    Attributes:
        block: the block W.
        manifold: where the weights are.
    """

    block: str
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class ScaleCurvatures:
    """The second derivative of the loss in two scales, for each pair of them.

    Attributes:
        manifold: where the weights are.
    """

    manifold: str = ""


@dataclass(frozen=True, slots=True)
class Stays:
    """Whether gradient flow that starts on a manifold stays there.

    Attributes:
        manifold: where the weights are.
    """

    manifold: str = ""


@dataclass(frozen=True, slots=True)
class Conserved:
    """Quadratic forms in the scales that gradient flow never changes.

    Attributes:
        manifold: where the weights are.
    """

    manifold: str = ""


@dataclass(frozen=True, slots=True)
class StationaryProducts:
    """The value of each of several products of scales at which every scale is at rest.

    Attributes:
        products: the scales in each; no scale is in two.
        manifold: where the weights are.
    """

    products: tuple[tuple[str, ...], ...]
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class LeastLoss:
    """The least value of a loss that is a sum of parabolas, one in each product of scales.

    Attributes:
        products: the scales in each; no scale is in two.
        manifold: where the weights are.
    """

    products: tuple[tuple[str, ...], ...]
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class StationarySets:
    """Sets on which every scale is at rest, and the loss there.

    Attributes:
        products: the powers of the scales in each product that the prediction is linear in.
        manifold: where the weights are.
    """

    products: tuple[tuple[int, ...], ...] = ()
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class LeastByGram:
    """The vertex of a loss that is a quadratic form in products of scales.

    Attributes:
        products: the powers of the scales in each, in the order of the manifold's scales.
        manifold: where the weights are.
    """

    products: tuple[tuple[int, ...], ...]
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class QuarticGrowth:
    """The limit of the fourth power of a scale over time, where its product with another rests.

    Attributes:
        grows: the scale.
        falls: the other.
        manifold: where the weights are.
    """

    grows: str
    falls: str
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class TestError:
    """What the loss gains by its last step at T_test: at any scales, and where training ends.

    Attributes:
        product: the scales whose product has one value where training ends; none where there is no
            such value.
        manifold: where the weights are.
    """

    product: tuple[str, ...]
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class IsolatedPoints:
    """Where one scale is at rest, to so many digits, and the loss there.

    Attributes:
        scale: the scale.
        manifold: where the weights are.
    """

    scale: str
    manifold: str = ""


@dataclass(frozen=True, slots=True)
class SetKinds:
    """Which sets of fixed points are global minima on a manifold, and which saddles.

    Attributes:
        sets: for each place the equations that hold there, and by number the scales on each set
            that are functions of those that are any; in general under no equation.
        products: the powers of the scales in each product that the prediction is linear in.
        manifold: the manifold; the first where none is given.
    """

    sets: tuple[tuple[Equations, SolvedSets], ...] = field(compare=False)
    products: tuple[tuple[int, ...], ...]
    manifold: str = ""
