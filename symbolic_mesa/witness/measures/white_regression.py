"""What is compared with what for a layer on prompts with white tokens."""

from symbolic_mesa.witness.measures.regression import WHITE_MEASURES as MEASURES

__all__ = ["MEASURES"]
