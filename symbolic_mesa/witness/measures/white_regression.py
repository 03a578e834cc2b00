"""What is compared with what for a layer on prompts with white tokens, and its variants."""

from collections.abc import Mapping

from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.measures.blocks import MEASURES as OF_BLOCKS
from symbolic_mesa.witness.measures.regression import WHITE_MEASURES

MEASURES: Mapping[type, Measure] = {**WHITE_MEASURES, **OF_BLOCKS}
"""The measure of each type of observable."""
