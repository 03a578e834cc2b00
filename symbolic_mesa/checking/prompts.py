"""Claims about models on prompts beside training: of a model in words, or of a theorem's layer.

Gradient flow follows the population gradient, the engine's words; what is held against claims is
what prompts show where it starts, where it ends, and at weights in general position. They are run
by the interpreter, on the statement alone.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from numeric_check.sampling.jackknife import Jackknifed, jackknife
from numeric_check.sampling.prompt_groups import (
    GROUPS,
    MOST_NODES,
    Seen,
    at_nodes,
    nodes_of,
    on_random,
)
from numeric_check.sampling.statistics import ROUNDING, Comparison, largest_z
from numeric_check.words.interpreter import Scene
from numeric_check.words.weight_flow import Flowed, flowed
from symbolic_mesa.checking.courses import PromptCourse
from symbolic_mesa.checking.simulation import FEWEST, Checked, Row
from symbolic_mesa.record import Derivation, Step
from symbolic_mesa.results.deriving import derive
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.samples import Samples
from symbolic_mesa.training.word_training import WordTraining
from symbolic_mesa.training.word_weights import WordWeights
from symbolic_mesa.witness import trained_prompts, trained_words
from symbolic_mesa.witness.trained_words import END, PROBE, START, Course, Sight, Telling, Told

LEFT = 1e-9  # of the weights: what is off the ansatz is no rounding then
WHITE = frozenset({"mahankali"})  # theorems about white tokens
TOLD: Mapping[type, Telling] = {**trained_words.TOLD, **trained_prompts.TOLD}


@dataclass(frozen=True)
class Sights:
    """What prompts show.

    Attributes:
        whole: all of them.
        without: all but a group; none where they are all that are exact.
        count: how many there are.
    """

    whole: Sight
    without: tuple[Sight, ...]
    count: int


def checked_on_prompts(
    training: WordTraining,
    samples: Samples | None,
    claims: Collection[str] | None = None,
    theorem: str | None = None,
) -> Checked:
    """Return the claims about a model on prompts beside its training.

    Args:
        training: the model at numbers, with its start.
        samples: the prompts; None for all that are exact for the loss.
        claims: the ids of the results wanted; None for all.
        theorem: whose claims are meant; None for those of the model.

    Raises:
        InvalidInput: when a claim is unknown, there are too many exact prompts or too few random
            ones, the theorem is about white tokens and these are not, or nothing moves.
    """
    if theorem in WHITE:
        _refuse_colour(theorem or "", training)
    _refuse_count(training.scene(training.start.blocks), samples)
    training, flow = _flow(training)
    ends = {PROBE: _probe(training), START: training.start.blocks, END: _weights(training, flow)}
    scenes = {place: _scene(training, weights) for place, weights in ends.items()}
    sights = _sights(scenes, samples)
    of_model = None if theorem else training.problem
    results = derive(None, None, None, claims, theorem=theorem, model=of_model)
    steps = [results[id].step for id in results]
    made = [step for step in steps if not step.obstacle]
    left = training.shapes.off_ansatz(ends[END])
    derivation = _every_step(training, theorem)
    course = Course(scenes, derivation, sights.whole, flow.at_rest, left <= LEFT)
    seen = {step.id: _numbers(step, course, sights) for step in made}
    limit = largest_z(max(1, sum(map(len, seen.values()))))
    rows = tuple(
        Row(step, tuple(Comparison(*one, limit, sights.count) for one in seen[step.id]))
        for step in made
    )
    start, end = (training.shapes.scales_at(ends[place]) for place in (START, END))
    numbers = sights.count, not sights.without, limit, start, end, sights.whole[END].loss
    whole = PromptCourse(*numbers, flow.time, flow.at_rest, course.on_ansatz)
    return Checked(rows, tuple(step for step in steps if step.obstacle), whole)


def _every_step(training: WordTraining, theorem: str | None) -> Derivation:
    """Return all that is derived of a model, for claims that rest on others."""
    if theorem:
        return Derivation(theorem, theorem, ())
    every = derive(check=False, model=training.problem)
    return Derivation(
        training.problem.id, training.problem.title, tuple(every[id].step for id in every)
    )


def _scene(training: WordTraining, weights: WordWeights) -> Scene:
    scene = training.scene(weights)
    return replace(scene, numbers={**scene.numbers, **training.shapes.scales_at(weights)})


def _probe(training: WordTraining) -> WordWeights:
    """Return weights in general position; those that are multiples stay so."""
    draw = np.random.default_rng(1)
    scales = {name: draw.uniform(0.3, 0.9) for name in training.shapes.scales}
    named = {}
    for one in training.model.trained:
        scale = scales.get(one.scale or (one.name if one.is_number else ""))
        along = np.ones((1, 1)) if one.is_number else training.shapes.along(one)
        drawn = 0.3 * draw.normal(size=training.shapes.of(one))
        named[one.name] = drawn if scale is None else scale * along
    return WordWeights(training.sizes["d"], named)


def _flow(training: WordTraining) -> tuple[WordTraining, Flowed]:
    """Return the flow of a training, and the training.

    Where no start can be given, as no weight has a scale, and nothing moves at 0, it is one from
    weights in general position.
    """
    try:
        return training, _followed(training)
    except ArithmeticError:
        if training.shapes.scales:
            raise InvalidInput("--init: nothing moves there; give another start") from None
    start = training.shapes.gaussian(Fraction(1, 3), 1)
    elsewhere = replace(training, start=start)
    try:
        return elsewhere, _followed(elsewhere)
    except ArithmeticError:
        name = training.problem.id
        raise InvalidInput(f"{name}: no weight moves anywhere; give another model") from None


def _followed(training: WordTraining) -> Flowed:
    loss = training.population()

    def slopes(weights: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
        return loss(WordWeights(training.sizes["d"], dict(weights)), 0)[1].named

    return flowed(slopes, training.start.blocks.named)


def _weights(training: WordTraining, flow: Flowed) -> WordWeights:
    return WordWeights(training.sizes["d"], flow.end)


def _sights(scenes: Mapping[str, Scene], samples: Samples | None) -> Sights:
    """Return what prompts show at each place: the same prompts at all."""
    if samples is None:
        count = nodes_of(next(iter(scenes.values())))
        return Sights({place: at_nodes(scene) for place, scene in scenes.items()}, (), count)
    groups = {
        place: on_random(scene, samples.count, samples.seed) for place, scene in scenes.items()
    }
    totals = {place: _total(every) for place, every in groups.items()}
    without = tuple(
        {
            place: total.plus(groups[place][k], -1).times(1 / (GROUPS - 1))
            for place, total in totals.items()
        }
        for k in range(GROUPS)
    )
    whole = {place: total.times(1 / GROUPS) for place, total in totals.items()}
    return Sights(whole, without, samples.count // GROUPS * GROUPS)


def _total(every: Sequence[Seen]) -> Seen:
    total = every[0]
    for one in every[1:]:
        total = total.plus(one)
    return total


def _numbers(step: Step, course: Course, sights: Sights) -> list[tuple[float, Jackknifed, float]]:
    """Return what is claimed, what is seen with its standard error, and its size."""
    tell = TOLD.get(type(step.observable))
    told = [] if tell is None else list(tell(course, step.claim, step.observable))
    return [(_claimed(one), _estimate(one, sights), one.scale) for one in told]


def _claimed(one: Told) -> float:
    """Return the number, 0 where it is no more than rounding."""
    return 0.0 if abs(one.claimed) <= ROUNDING * one.scale else one.claimed


def _estimate(one: Told, sights: Sights) -> Jackknifed:
    shown: Callable[[Sight], float] = one.shown
    value = shown(sights.whole)
    if not sights.without:
        return Jackknifed(value, 0.0, 1.0)
    return jackknife(value, np.array([shown(sight) for sight in sights.without]))


def _refuse_count(scene: Scene, samples: Samples | None) -> None:
    """Refuse too many exact prompts, or too few random ones."""
    if samples is None and (count := nodes_of(scene)) > MOST_NODES:
        raise InvalidInput(
            f"{count} prompts would be exact for the loss, more than {MOST_NODES}; give "
            "--samples M, or a smaller --dim or --length"
        )
    if samples is not None and samples.count < FEWEST:
        raise InvalidInput(
            f"--samples {samples.count}: too few for a standard error; give {FEWEST} or more"
        )


def _refuse_colour(theorem: str, training: WordTraining) -> None:
    unit = np.eye(training.sizes["d"])
    if any(np.any(one != unit) for one in training.shapes.fixed.values()):
        raise InvalidInput(
            f"--covariance: {theorem} is about tokens with the covariance I; leave it out"
        )
