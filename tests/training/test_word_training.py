"""Training of models in words: against nodes, exact differences, derived minima and flows."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import symbolic_mesa.models
from derivations import REGISTRY
from numeric_check.sampling import words
from numeric_check.sampling.words import pieces
from numeric_check.words.adjoints import loss_and_slopes
from numeric_check.words.interpreter import Scene
from numeric_check.words.scenes import scenes
from numeric_check.words.slopes import gradient
from symbolic_mesa import derive
from symbolic_mesa.formulas.word_values import formula_at, sum_at
from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting
from symbolic_mesa.stating.files import load_model, read_model
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.letters import INVERTED
from symbolic_mesa.training.files import resumed, save
from symbolic_mesa.training.running import states, trained
from symbolic_mesa.training.samples import Samples
from symbolic_mesa.training.word_training import WordTraining, shapes_of
from tests.exhaustive import first

PROMPTS = Path(symbolic_mesa.models.__path__[0]) / "prompts"
MODELS = {path.stem: load_model(path) for path in sorted(PROMPTS.glob("*.toml"))}
LAYER = MODELS["prompt-layer"]
ROUNDING = 1e-11
ALARM = 5.0  # standard errors
STUDENT = 6.5  # of twenty groups: as rare
WIDE = ((Fraction(2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1)))
NOISE = Fraction(1, 2)


def training(problem: Problem = LAYER, **given: Any) -> WordTraining:
    """Return a training at d = 2 and N = 6, from normal weights unless scales are given."""
    assert problem.regression
    covariance = given.pop("covariance", WIDE)
    samples, scales = given.pop("size", 6), given.pop("scales", None)
    shapes = shapes_of(problem.regression, len(covariance), samples, covariance)
    start = shapes.gaussian(Fraction(1, 3), 1) if scales is None else shapes.scaled(scales)
    scalars = tuple((name, NOISE) for name in problem.regression.scalars)
    options = {"samples": None, "step_size": Fraction(1, 20), "epochs": 5, **given}
    setting = Setting(AsStated("as stated"), len(covariance), samples)
    return WordTraining(
        setting=setting,
        start=start,
        mask=False,
        problem=problem,
        scalars=scalars,
        covariance=covariance,
        **options,
    )


def scenes_of(problem: Problem) -> list[Scene]:
    """Return the scene of two dimensions, in doubles."""
    assert problem.regression
    return [one for one in scenes(problem.regression, None, False) if one.numbers["d"] == 2][:1]


@pytest.mark.parametrize("name", MODELS)
def test_slopes_are_those_of_exact_differences(name: str) -> None:
    (scene,) = scenes_of(MODELS[name])
    loss, slopes = loss_and_slopes(scene)
    assert loss == pytest.approx(scene.loss, rel=ROUNDING)
    for weight, slope in slopes.items():
        assert slope == pytest.approx(gradient(scene, weight), rel=1e-9, abs=1e-7)


def at_scene(scene: Scene, problem: Problem) -> tuple[float, Mapping[str, Any]]:
    """Return the engine's loss and gradient at a scene's weights."""
    assert problem.regression
    covariance = tuple(tuple(map(Fraction, row)) for row in scene.matrices["Lambda"].tolist())
    scalars = tuple((s, Fraction(scene.numbers[s])) for s in problem.regression.scalars)
    one = replace(
        training(problem, covariance=covariance, size=scene.numbers["N"]), scalars=scalars
    )
    named = {weight.name: scene.matrices[weight.name] for weight in problem.regression.trained}
    loss, slopes = one.population()(replace(one.start.blocks, named=named), 0)
    return loss, slopes.named


@pytest.mark.parametrize("name", first(MODELS))
def test_the_population_is_the_mean_over_nodes(name: str) -> None:
    for scene in scenes_of(MODELS[name]):
        loss, slopes = loss_and_slopes(scene)
        found, engine = at_scene(scene, MODELS[name])
        assert found == pytest.approx(loss, rel=1e-10)
        for weight, slope in slopes.items():
            assert engine[weight] == pytest.approx(slope, rel=1e-9, abs=1e-9 * abs(loss))


def test_another_model_is_seen() -> None:
    text = (PROMPTS / "prompt-layer.toml").read_text().replace("q / N", "q / (N + 1)")
    (scene,) = scenes_of(LAYER)
    found, _ = at_scene(scene, read_model(text))
    assert found != pytest.approx(scene.loss, rel=1e-3)


def test_draws_are_within_their_errors_of_the_population() -> None:
    one = training()
    weights = one.start.blocks
    loss, slopes = one.population()(weights, 0)
    rows = []
    for part in pieces(one.scene(weights), 20_000, 7):
        gap = part.value(part.model.prediction) - part.value(part.model.target)
        rows.append((gap * gap).ravel() / 2)
    values = np.concatenate(rows)
    error = values.std(ddof=1) / len(values) ** 0.5
    assert abs(values.mean() - loss) < ALARM * error
    groups = [training(samples=Samples(1_000, seed)).objective()(weights, 0) for seed in range(20)]
    for name, slope in slopes.named.items():
        found = np.array([more.named[name] for _, more in groups])
        errors = found.std(axis=0, ddof=1) / len(found) ** 0.5
        assert np.all(np.abs(found.mean(axis=0) - slope) < STUDENT * errors)
        assert np.any(np.abs(found.mean(axis=0) - 1.5 * slope) > STUDENT * errors)
    sampled, _ = training(samples=Samples(20_000, 7)).objective()(weights, 0)
    assert sampled == pytest.approx(values.mean(), rel=ROUNDING)


def test_training_ends_at_the_derived_minimum() -> None:
    run = trained(training(scales=[Fraction(1, 5), Fraction(1, 4)], epochs=400))
    found = derive(theorem="zhang-frei-bartlett", check=False)
    matrices, numbers = {"Lambda": np.array(WIDE, dtype=float)}, {"N": Fraction(6), "sigma": NOISE}
    gamma = sum_at(found["gamma"].step.claim.value, matrices, numbers, np.eye(2))
    matrices["Gamma" + INVERTED] = np.linalg.inv(gamma.astype(float))
    blocks = run.named_blocks
    product = blocks["u"][0, 0] * blocks["U"]
    assert product == pytest.approx(matrices["Gamma" + INVERTED], abs=1e-6)
    least = formula_at(found["minimum-loss"].formula, matrices, numbers)
    assert run.loss[-1] == pytest.approx(float(least), rel=1e-9)
    assert not np.any(blocks["v"])
    assert not np.any(blocks["r"])


def test_two_layers_end_at_the_derived_steps() -> None:
    white = tuple(tuple(Fraction(int(i == j)) for j in range(2)) for i in range(2))
    scales = [Fraction(1, 3), Fraction(2, 3)]
    one = training(
        MODELS["two-layers"], covariance=white, size=4, scales=scales, epochs=300,
        step_size=Fraction(1, 5),
    )  # fmt: skip
    run = trained(one)
    assert run.loss[-1] == pytest.approx(0.2597, abs=5e-5)
    assert one.shapes.off_ansatz(run.blocks) < 1e-12


@pytest.mark.parametrize("samples", [None, Samples(50, 3), Samples(50, 3, fresh=True)])
def test_a_run_that_is_resumed_has_the_same_bits(samples: Samples | None, tmp_path: Path) -> None:
    file = tmp_path / "run.npz"
    whole, part = trained(training(samples=samples)), training(samples=samples, epochs=2)
    save(file, part, trained(part))
    first = resumed(file, training(samples=samples))
    assert first is not None
    assert first.epoch == 2
    again = training(samples=samples)
    done = first.followed_by(states(again, again.objective(), first))
    assert (done.loss, done.kept) == (whole.loss, whole.kept)
    for name, block in whole.named_blocks.items():
        assert done.named_blocks[name].tobytes() == block.tobytes()


def test_another_training_is_not_resumed(tmp_path: Path) -> None:
    file = tmp_path / "run.npz"
    save(file, training(), trained(training()))
    for other in (training(covariance=((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)))),
                  replace(training(), scalars=(("sigma", Fraction(1)),)),
                  training(size=7)):  # fmt: skip
        with pytest.raises(InvalidInput, match="another training"):
            resumed(file, other)


def test_every_statement_belongs_to_a_theorem() -> None:
    named = {entry.statement for entry in REGISTRY.values()} - {""}
    assert named == set(MODELS)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("1 x N", "1 x m"), "m: training is of models whose dimensions"),
        (('sigma = "scalar"', 'sigma = "scalar"\nS = "positive d x d"'), "one matrix"),
        (('"positive d x d"', '"symmetric d x d"'), None),
    ],
)
def test_what_is_not_trained_is_refused(change: tuple[str, str], said: str | None) -> None:
    text = (PROMPTS / "prompt-layer.toml").read_text()
    text = text.replace(*change)
    if change[0] == "1 x N":
        text = text.replace("d x N", "d x m").replace("/ N", "/ m")
    with pytest.raises(InvalidInput, match=said):
        training(read_model(text))


def test_every_draw_weighs_alike_in_pieces_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    one = training()
    scene = one.scene(one.start.blocks)
    monkeypatch.setattr(words, "CELLS", 300)
    parts = list(pieces(scene, 50, 1))
    sizes = [len(part.weights) for part in parts]
    assert sum(sizes) == 50
    assert len(set(sizes)) == 2  # the last is smaller
    losses = [loss_and_slopes(replace(part, weights=np.full(len(part.weights), 1.0)))[0]
              for part in parts]  # fmt: skip
    assert words.mean_loss(scene, 50, 1)[0] == pytest.approx(sum(losses) / 50, rel=ROUNDING)
