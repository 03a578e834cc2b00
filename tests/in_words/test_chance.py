"""Models made by chance: every claim that is derived of them is verified by both routes."""

from random import Random

import pytest

from symbolic_mesa import derive
from symbolic_mesa.stating.files import read_model
from tests.in_words import FILE, PREDICTION

SQUARE = (
    *("A", "A'", "Lambda", "Lambda^-1", "B", "(A + I)", "(2 A - Lambda)", "(w q' - I)", "B'"),
    *("q w'", "w w'", "(tr(A) I + B')", "block(A, q) block(Lambda; w')"),
    *("(I - ones)", "(A + 2 ones)"),
)
SAMPLES = ("X X'", "X eps' w'", "(X X' + N I)", "X (I - ones / N) X'", "X ones eps' w'")
DIVISORS = ("", " / N", " / (N + 1)", " / (2 N + d)", " / 3")
MANY = pytest.param(range(10, 40), marks=pytest.mark.exhaustive)


def model(seed: int) -> str:
    """Return a model whose prediction is a number, with samples at most once in a term."""
    chance = Random(seed)  # noqa: S311  # no secret
    terms = []
    for _ in range(chance.choice((1, 2))):
        chain = [chance.choice(SQUARE) for _ in range(chance.choice((1, 2)))]
        chain.insert(chance.randrange(len(chain) + 1), chance.choice((*SAMPLES, "I")))
        terms.append(f"w' {' '.join(chain)} q{chance.choice(DIVISORS)}")
    terms.append(f"y X' A q{chance.choice(DIVISORS)}")
    weights = 'A = "matrix"' if chance.random() < 0.7 else 'A = "a Lambda^-1"'
    text = FILE.replace(PREDICTION, " + ".join(terms)).replace('A = "matrix"', weights)
    return text.replace("[random]", 'B = "d x d"\n\n[random]')


@pytest.mark.parametrize(
    "seeds", [range(2), pytest.param(range(2, 10), marks=pytest.mark.exhaustive), MANY]
)
def test_models_made_by_chance_are_verified(seeds: range) -> None:
    told = {}
    for seed in seeds:
        found = derive(model=read_model(model(seed)))
        statuses = {id: one.status for id, one in found.items()}
        if set(statuses.values()) - {"verified", "not-applicable"} or not found["loss"].checks:
            told[seed] = model(seed), statuses
    assert told == {}
