"""One layer of linear self-attention on a prompt, with whole matrices, as the papers write it.

E = [x_1 … x_N q; y_1 … y_N 0] and f = E + W^PV E · E' W^KQ E / ρ; the prediction is the last entry
of the last row. What is returned is ρ times the attention's part of it, so that whole numbers stay
whole.
"""

import numpy as np

from numeric_check.words.arrays import Array
from numeric_check.words.prompts import Prompts


def embedded(prompts: Prompts, noise: int) -> tuple[Array, Array]:
    """Return E of shape (n, d + 1, N + 1), and the target w'q of shape (n,).

    Args:
        prompts: the prompts.
        noise: σ.
    """
    x, q, w, epsilon = prompts.parts
    samples, dim = prompts.samples, prompts.dim
    tokens = np.zeros((dim + 1, samples + 1, len(x)), dtype=x.dtype).transpose(2, 0, 1)
    tokens[:, :dim, :samples], tokens[:, :dim, samples] = x, q
    tokens[:, dim, :samples] = np.einsum("ni,nis->ns", w, x) + noise * epsilon
    return tokens, np.einsum("ni,ni->n", w, q)


def predicted(tokens: Array, value: Array, key_query: Array, query_column: bool) -> Array:
    """Return ρ times what attention adds to the last entry.

    Args:
        tokens: E.
        value: W^PV, of shape (d + 1, d + 1).
        key_query: W^KQ, likewise.
        query_column: whether the query's column is among the keys and values.
    """
    seen = tokens if query_column else tokens[:, :, :-1]
    scores = np.einsum("nis,ni->ns", seen, np.einsum("ij,nj->ni", key_query, tokens[:, :, -1]))
    found: Array = np.einsum("ns,ns->n", np.einsum("j,njs->ns", value[-1], seen), scores)
    return found
