"""In a mode, an option that would do nothing is refused, and so is one that is added later."""

import sys

import pytest
import typer

from symbolic_mesa.cli import check, derive, prompts, running, train, views
from symbolic_mesa.cli.modes import Mode
from tests.gallery import MODELS

LAW = ("--distribution", "gaussian", "--param", "sigma=1")
SIZES = ("--dim", "2", "--length", "4")
RUN = (*LAW, *SIZES, "--step-size", "1/100", "--epochs", "1")
FIRST = {"--list", "--list-laws", "--version"}  # these and the like choose another mode before
USED = {
    "compare": (derive.app, views.COMPARE, ("--compare",), FIRST),
    "needs": (derive.app, views.NEEDS, ("--needs", "loss"), {"--compare", *FIRST}),
    "moment": (
        derive.app,
        views.MOMENT,
        ("--moment", "x_j", *LAW),
        {"--compare", "--needs", *FIRST},
    ),
    "step sizes": (
        derive.app,
        views.STEP_SIZES,
        ("--step-sizes", *LAW),
        {"--compare", "--needs", "--moment", *FIRST},
    ),
    "compare models": (
        derive.app,
        views.COMPARE_MODELS,
        ("--compare-models", *LAW, *SIZES),
        {"--compare", "--needs", "--moment", "--step-sizes", *FIRST},
    ),
    "weights": (
        check.app,
        check.WEIGHTS,
        (*LAW, *SIZES, "--weights", "nowhere.npz"),
        {"--layer", "--model"},
    ),
    "model": (
        check.app,
        check.MODEL,
        (*LAW, *SIZES, "--model", str(MODELS["linear-attention"])),
        {"--layer", "--theorem"},
    ),
    "layer": (check.app, check.LAYER, ("--layer", "nowhere.py:f"), set()),
    "prompts": (
        train.app,
        prompts.PROMPTS,
        ("--theorem", "ahn-layers", *SIZES, "--step-size", "1/100", "--epochs", "1"),
        {"--fixed"},
    ),
    "population": (train.app, train.POPULATION, RUN, {"--samples"}),
}


def options(app: typer.Typer) -> dict[str, bool]:
    """Return the options of a command, and whether each stands alone."""
    every = typer.main.get_command(app).params
    shell = ("--install-completion", "--show-completion")  # which leave at once
    flags = {one.opts[0]: bool(getattr(one, "is_flag", False)) for one in every}
    return {option: flag for option, flag in flags.items() if option not in shell}


@pytest.mark.parametrize(("app", "mode", "arguments", "others"), USED.values(), ids=USED)
def test_what_a_mode_does_not_take_is_refused(
    app: typer.Typer,
    mode: Mode,
    arguments: tuple[str, ...],
    others: set[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    known = options(app)
    assert mode.takes <= known.keys()
    ignored = known.keys() - mode.takes - others
    assert ignored
    for option in ignored:
        value = () if known[option] else ("json",) if option == "--format" else ("7",)
        monkeypatch.setattr(sys, "argv", ["mesa", *arguments, option, *value])
        with pytest.raises(SystemExit) as exit_:
            running.run(app, "mesa")
        assert exit_.value.code == 2
        assert capsys.readouterr().err == f"mesa: {mode.refusal.format(option=option)}\n"
