"""``--model``: what would do nothing beside it is refused."""

import pytest

from tests.cli import ROOT, Run

MODEL = ("--model", str(ROOT / "docs" / "two-heads.toml"), "--no-check")
IDLE = {
    ("--theorem", "theorem-4.1"): "a model has its own; leave one of them out",
    ("--module", "my_lemmas"): "a model has its own; leave one of them out",
    ("--results", "loss", "--kernel"): "none of these results has lemmas for Coq; leave it out",
    (
        "--results",
        "loss",
        "--format",
        "coq",
    ): "lemmas for Coq; take another --format",
    (
        "--results",
        "loss",
        "--phase-portrait",
        "flow.svg",
    ): "not of two-heads; leave one",
    ("--compare",): "leave --",
    ("--step-sizes",): "leave --",
    ("--needs", "loss"): "leave --",
    ("--moment", "x_j^2"): "leave --",
    ("--init", "1,2"): "give one each for a_0, g_0, b_0, h_0",
}


@pytest.mark.parametrize("more", IDLE, ids=" ".join)
def test_what_does_nothing_beside_a_model_is_refused(more: tuple[str, ...], run: Run) -> None:
    outcome = run(*MODEL, *more)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1), outcome
    assert IDLE[more] in outcome.err
