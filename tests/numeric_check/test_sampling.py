"""Drawn tokens have the moments of their law; the form of a sample is the mean over it."""

import numpy as np
import pytest

from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.model.attention import Blocks, batch_terms
from numeric_check.sampling.gathering import gathered
from numeric_check.sampling.sampling import drawn_by, sequences
from symbolic_mesa import derive, laws

SEED = 20261124


@pytest.mark.parametrize("name", laws.FAMILIES)
def test_every_law_is_drawn_with_its_moments(name: str) -> None:
    given = {"nu": 14, "p": "1/3", "q": 3, "rho": "1/2", "sigma": "1/8"}  # no heavy tails
    law = laws.by_name(name, {c: given.get(c, 2) for c in laws.by_name(name, {}).parameters})
    found = derive(law, 3, 5, ["m2", "kappa-1", "kappa-2"], check=False)
    tokens = drawn_by(law)(np.random.default_rng(SEED), 200_000, 3)
    for id, power in (("m2", 2), ("kappa-1", 4), ("kappa-2", 6)):
        values = np.mean(np.abs(tokens) ** power, axis=1)
        error = np.std(values, ddof=1) / np.sqrt(len(values))
        assert abs(np.mean(values) - found[id].value) <= 6 * error + 1e-12 * found[id].value


@pytest.mark.parametrize("mode", [None, "permutations", "signs", "both"], ids=str)
def test_tokens_are_drawn_as_their_table_is_averaged(mode: str | None) -> None:
    law = laws.samples([[0, 1, 3], [2, -5, 2]], mode)
    tokens = drawn_by(law)(np.random.default_rng(SEED), 40_000, 3)
    nodes = token_nodes(law, 3)
    drawn, counts = np.unique(tokens + 0.0, axis=0, return_counts=True)
    expected, where = np.unique(nodes.points + 0.0, axis=0, return_inverse=True)
    shares = np.bincount(where.ravel(), nodes.weights)
    assert drawn.tolist() == expected.tolist()
    assert np.all(np.abs(counts / 40_000 - shares) <= 6 * np.sqrt(shares / 40_000))


def test_gathered_samples_are_the_mean_over_them() -> None:
    law, dim, length = laws.laplace(1), 2, 7
    drawn = list(sequences(law, dim, 300, SEED))
    chance = np.random.default_rng(SEED)
    blocks = Blocks(chance.normal(size=(4, 4)), chance.normal(size=(2, 4)))
    loss, slopes = gathered(drawn, dim, length).at(blocks)
    tokens, phases = (np.concatenate(side) for side in zip(*drawn, strict=True))
    exact = batch_terms(blocks, tokens.astype(complex), phases, np.full(300, 1 / 300), length)
    assert abs(loss - exact.loss[0]) <= 1e-12 * exact.loss[1]
    assert np.all(np.abs(slopes.kq - exact.kq[0]) <= 1e-12 * exact.kq[1].max())
    assert np.all(np.abs(slopes.pv - exact.pv[0]) <= 1e-12 * exact.pv[1].max())


def test_a_support_is_drawn_with_its_shares() -> None:
    law = laws.support({-1: "1/2", "1/2": "1/4", 3: "1/4"})
    count = 40_000
    drawn = drawn_by(law)(np.random.default_rng(4), count, 2)
    assert drawn.shape == (count, 2)
    values, counts = np.unique(drawn, return_counts=True)
    assert values.tolist() == [-1.0, 0.5, 3.0]
    shares = np.array([0.5, 0.25, 0.25])
    errors = np.sqrt(2 * count * shares * (1 - shares))
    assert np.all(np.abs(counts - 2 * count * shares) < 5 * errors)


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(NoNodes, match="cannot be sampled"):
        drawn_by(laws.moments("m2=1,m4=3,m6=15"))
    with pytest.raises(NoNodes, match="sigma has no value"):
        drawn_by(laws.gaussian())
