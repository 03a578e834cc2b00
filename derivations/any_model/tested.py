"""The error of a stated model at another length than that at which it is trained."""

from dataclasses import dataclass, replace
from functools import cached_property

from sympy.polys.fields import FracElement

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.ends import product_at_rest, vertex_of
from derivations.any_model.keys import Weights
from derivations.any_model.parts import loss_of, tells_coordinates
from derivations.any_model.sources import ON_ANSATZ, SOURCE
from derivations.coordinate_sums import at_coordinates
from derivations.stated import TestError
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula, taken_at
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.models.fixed import matrices_of
from symbolic_mesa.record import Claim, Step, attempted
from symbolic_mesa.text.errors import NotApplicable

TEST = "T_test"


@dataclass(frozen=True)
class Tested:
    """A stated model trained at T, and tested on sequences of length T_test.

    Attributes:
        model: the model on its ansatz.
    """

    model: Ansatz

    @cached_property
    def field(self) -> Algebra:
        """Where the formulas live: that of the model, and T_test where it is a symbol."""
        model = self.model
        names = model.scales if model.setting.test_length is not None else (*model.scales, TEST)
        return field_of(model.problem, model.setting, names, (loss_of(model.problem),))

    @property
    def length(self) -> int | FracElement:
        """T_test.

        Raises:
            NotApplicable: when no prediction is made on so short a sequence.
        """
        given, least = self.model.setting.test_length, self.model.problem.shortest_length
        if given is None:
            return self.field.symbol(TEST)
        if given < least:
            raise NotApplicable(
                f"T_test = {given}: {self.model.problem.lengths}; give T_test >= {least}"
            )
        return given

    @cached_property
    def error(self) -> FracElement:
        """The last step of the loss of a sequence of length T_test."""
        model, total = self.model, loss_of(self.model.problem).last_step
        there = replace(self.field, length=self.length)
        if tells_coordinates(model.problem):
            fixed = matrices_of(model.problem)
            return at_coordinates(total, model.setting, there, {}, fixed)
        return there.evaluate(total, model.setting)

    @property
    def trained(self) -> FracElement:
        """The error where the product of all scales is the one that training at T ends at."""
        count = len(self.model.scales)
        at_rest = taken_at(vertex_of(self.model), self.field).element
        values = (at_rest, *[self.field.field.one] * (count - 1))
        weights = replace(self.field, scales=self.field.scales[:count])  # T_test is none of them
        return weights.at_scales(self.error, values)

    def claims(self) -> dict[Weights, Formula]:
        """Return the error at any scales, and after training where that has a closed form."""
        found = {Weights.ANY: self.error}
        if product_at_rest(self.model):
            found[Weights.TRAINED] = self.trained
        return {where: Formula(error, self.field) for where, error in found.items()}


def test_error(model: Ansatz) -> Step:
    """Half the expected squared error of one prediction: what the loss gains by its last step."""
    product = product_at_rest(model)
    step = Step(
        "test-error",
        Claim(
            "half the expected squared error of the last prediction of a sequence of length T_test "
            "by the model trained at T",
            "error",
            r"\text{error}",
        ),
        why="the loss is a sum over steps; this is its last term, at T_test",
        premises=("loss", *(("fixed-point",) if product else ())),
        assumptions=(ON_ANSATZ,),
        source=SOURCE,
        observable=TestError(product),
    )
    return attempted(step, Tested(model).claims)
