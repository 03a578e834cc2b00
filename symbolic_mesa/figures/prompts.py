"""Theorems about prompts, each over layers that are run on random ones."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from numeric_check.sampling.prompts import (
    few_shot_error,
    layers_loss,
    regression_loss,
    trace_moment,
)
from numeric_check.sampling.spectra import Sampled
from symbolic_mesa.figures.curves import Curves
from symbolic_mesa.figures.drawing import COLUMN
from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.tasks import Numbers, Task
from symbolic_mesa.formulas.word_values import formula_at, sum_at
from symbolic_mesa.results.deriving import derive
from symbolic_mesa.results.results import Results
from symbolic_mesa.text.letters import INVERTED

SEED = 31
DIM = 5
LENGTHS = (5, 10, 20, 40, 80, 160, 320)
DRAWN_AT = (5, 20, 80, 320)
COVARIANCE = (3.0, 1.0, 0.5, 0.3, 0.2)
NOISE = 0.5
PARTS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2)
GAMMA_INVERSE = "Gamma" + INVERTED
DEPTHS = (1, 2, 3)
POWERS = (1, 2, 3, 4, 5, 6)


def _theorem(name: str) -> Results:
    return derive(theorem=name, check=False)


def _at(formula: Any, matrices: Mapping[str, Any], **numbers: Fraction) -> float:
    return float(formula_at(formula, matrices, numbers))


def _told(found: Sampled) -> Mapping[str, float]:
    return {"value": found.value, "error": found.error}


def trained_regression(trained_at: int, count: int, seed: int) -> Numbers:
    """Return the loss of a layer trained on prompts of one length, on those of others."""
    found = _theorem("zhang-frei-bartlett")
    covariance, noise = np.diag(COVARIANCE), Fraction(NOISE)
    given, numbers = {"Lambda": covariance}, {"N": Fraction(trained_at), "sigma": noise}
    gamma = sum_at(found["gamma"].step.claim.value, given, numbers, np.eye(DIM))
    inverse = np.linalg.inv(gamma.astype(np.float64))
    loss, there = found["test-loss"].formula, {**given, GAMMA_INVERSE: inverse}
    root = np.sqrt(covariance)
    sampled = [_told(regression_loss(inverse, root, m, NOISE, count, seed + m)) for m in DRAWN_AT]
    return {
        "x": list(LENGTHS),
        "theory": [_at(loss, there, M=Fraction(m), sigma=noise) for m in LENGTHS],
        "sampled_at": list(DRAWN_AT),
        "sampled": sampled,
    }


def one_step(samples: int, count: int, seed: int) -> Numbers:
    """Return the loss of A = c I against c, beside the derived best c."""
    found = _theorem("mahankali")
    best = found["step-size"](N=samples, d=DIM, sigma=NOISE)
    one, noise = np.eye(DIM), Fraction(NOISE)
    loss = found["loss"].formula
    return {
        "x": list(PARTS),
        "theory": [
            _at(loss, {"A": c * one}, N=Fraction(samples), d=Fraction(DIM), sigma=noise)
            for c in PARTS
        ],
        "sampled_at": list(PARTS),
        "sampled": [
            _told(regression_loss(c * one, one, samples, NOISE, count, seed + k))
            for k, c in enumerate(PARTS)
        ],
        "best": [best, found["minimum-loss"](N=samples, d=DIM, sigma=NOISE)],
    }


def deep(depth: int, count: int, seed: int) -> Numbers:
    """Return the least loss of layers against N, and what layers with the best steps have."""
    found = _theorem("ahn-layers")
    least, polynomial = found[f"minimum-loss-{depth}"], found[f"polynomial-{depth}"]

    def sampled(samples: int) -> Mapping[str, float]:
        sums = polynomial(N=samples, d=DIM)
        signed = [(-1) ** k * sums[f"e_{k}"] for k in range(depth, 0, -1)]
        steps = [1 / float(root.real) for root in np.roots([*signed, 1.0])]
        return _told(layers_loss(steps, DIM, samples, count, seed + samples))

    return {
        "x": list(LENGTHS),
        "theory": [least(N=samples, d=DIM) for samples in LENGTHS],
        "sampled_at": list(DRAWN_AT),
        "sampled": [sampled(samples) for samples in DRAWN_AT],
    }


def wishart(power: int, count: int, seed: int) -> Numbers:
    """Return E tr W^p / (d N^p) against N, beside that of random matrices."""
    moment = _theorem("wishart")[f"moment-{power}"]

    def sampled(samples: int) -> Mapping[str, float]:
        found = trace_moment(power, DIM, samples, count, seed + samples)
        unit = DIM * samples**power
        return {"value": found.value / unit, "error": found.error / unit}

    return {
        "x": list(LENGTHS),
        "theory": [moment(N=n, d=DIM) / (DIM * n**power) for n in LENGTHS],
        "sampled_at": list(DRAWN_AT),
        "sampled": [sampled(samples) for samples in DRAWN_AT],
    }


def few_shot(spurious: bool, count: int, seed: int) -> Numbers:
    """Return the least error of prompts with or without spurious pairs against N."""
    found, kind = _theorem("von-oswald-few-shot"), "few-shot" if spurious else "clean"
    size, least = found[f"{kind}-best-size"], found[f"{kind}-least-error"]
    weights = np.random.default_rng(seed).normal(size=(DIM, DIM))
    weights /= np.sqrt(np.sum(weights**2))
    error = partial(few_shot_error, weights, spurious=spurious, count=count)
    return {
        "x": list(LENGTHS),
        "theory": [least(N=n, d=DIM, trace_W_W_T=1) for n in LENGTHS],
        "sampled_at": list(DRAWN_AT),
        "sampled": [_told(error(n, size(N=n, d=DIM), seed=seed + n)) for n in DRAWN_AT],
    }


def _each(work: Any, name: str, values: Sequence[Any], sizes: Sizes) -> list[Task]:
    given = {"count": sizes.prompts, "seed": SEED}
    return [Task(work, {name: value, **given}) for value in values]


def _figure(
    name: str,
    question: str,
    caption: str,
    values: tuple[Any, str, Sequence[Any], Sequence[str]],
    axes: Mapping[str, Any],
) -> Figure:
    """Return a figure with a curve for each value of one argument."""
    work, argument, each, labels = values
    tasks = partial(_each, work, argument, each)
    return Figure(name, question, caption, tasks, Curves(labels, axes), (COLUMN, 2.5))


LOGS = {"xscale": "log", "yscale": "log"}
FIGURES = (
    _figure(
        "zhang-frei-bartlett",
        "How does a layer that was trained on prompts of one length do on those of another?",
        "Theory: the derived loss of the trained layer of linear attention on prompts with M "
        "pairs (lines). Simulation: that layer on random prompts, with three standard errors. d = "
        "5, noise 1/2, an anisotropic covariance. As M grows the loss stays above 0: the layer "
        "still expects N pairs.",
        (trained_regression, "trained_at", (10, 40, 160), [f"$N = {n}$" for n in (10, 40, 160)]),
        {"xlabel": "$M$", "ylabel": "loss", **LOGS},
    ),
    _figure(
        "mahankali",
        "Is the derived step the best one, and how flat is the loss about it?",
        "Theory: the derived loss of A = c I (lines), least at the derived step (stars). "
        "Simulation: layers on random prompts, with three standard errors. d = 5, noise 1/2.",
        (one_step, "samples", (5, 20, 80), [f"$N = {n}$" for n in (5, 20, 80)]),
        {"xlabel": "$c$", "ylabel": "loss"},
    ),
    _figure(
        "ahn-layers",
        "What do a second and a third layer buy?",
        "Theory: the derived least loss of one, two and three layers (lines). Simulation: the "
        "layers with the derived steps, run on random prompts, with three standard errors. d = 5.",
        (deep, "depth", DEPTHS, ("one layer", "two layers", "three layers")),
        {"xlabel": "$N$", "ylabel": "loss", **LOGS},
    ),
    _figure(
        "wishart",
        "How many samples until the moments of a Wishart matrix are those of its mean?",
        "Theory: the derived E tr W^p / (d N^p) (lines), which tends to 1. Simulation: random "
        "matrices, with three standard errors. d = 5.",
        (wishart, "power", POWERS, [f"$p = {p}$" for p in POWERS]),
        {"xlabel": "$N$", "ylabel": r"$E\,\mathrm{tr}\,W^p / (d N^p)$", **LOGS},
    ),
    _figure(
        "von-oswald-few-shot",
        "What do spurious pairs cost in a prompt that is read token by token?",
        "Theory: the derived least error of the prompt as it is read, and of its true pairs alone "
        "(lines), beside |W|^2. Simulation: one step of the derived size on random prompts, with "
        "three standard errors. d = 5.",
        (few_shot, "spurious", (True, False), ("as it is read", "true pairs alone")),
        {"xlabel": "$N$", "ylabel": r"error$\,/\,|W|^2$", **LOGS},
    ),
)
