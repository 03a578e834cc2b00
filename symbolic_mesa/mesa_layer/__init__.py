"""The layer that solves least squares over its past, forwards and backwards (NumPy alone).

>>> import numpy as np
>>> from symbolic_mesa import mesa_layer
>>> keys, values = np.array([[1.0], [1.0]]), np.array([[4.0], [1.0]])
>>> mesa_layer.forward(keys, values, keys, gamma=0.5, lam=1.0).T  # 4/(1/2 + 1), 3/(1/4 + 3/2)
array([[2.66666667, 1.71428571]])
"""

from symbolic_mesa.mesa_layer.drift import estimated_error, resolve_every
from symbolic_mesa.mesa_layer.forward import forward, forward_direct
from symbolic_mesa.mesa_layer.gradients import Gradients, backward

__all__ = [
    "Gradients",
    "backward",
    "estimated_error",
    "forward",
    "forward_direct",
    "resolve_every",
]
