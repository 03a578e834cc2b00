"""Every claim about a stated model beside the full model, trained from its ansatz."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from numeric_check.estimates import Estimate
from numeric_check.interpreter.doubles import Population, Real
from numeric_check.interpreter.gradient_flow import COARSE, FINE, flowed, is_at_rest
from numeric_check.interpreter.on_ansatz import by_itself, held, off_ansatz, scales_in
from numeric_check.interpreter.reading import latest, phase_roots, token_degree, weight_degree
from numeric_check.interpreter.scenes import RATES, Scales, scale_names
from numeric_check.interpreter.sums import Tokens
from numeric_check.interpreter.weight_products import ProductForm, gathered
from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.sampling.jackknife import Jackknifed, jackknife
from numeric_check.sampling.sampling import sequences
from numeric_check.sampling.stated import tokens_of
from numeric_check.sampling.statistics import Comparison, largest_z
from symbolic_mesa.checking.courses import ModelTraining
from symbolic_mesa.checking.simulation import Checked, Row, refuse_unseen
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Step
from symbolic_mesa.results.deriving import derive
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.manifolds import Manifold
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.samples import Samples
from symbolic_mesa.witness.trained_models import OF_THE_FLOW, FormScene, Number, Trained, numbers

MOST_SEQUENCES = 1 << 17  # that are all of a law's: some seconds at small d and T
GROUPS = 32  # of random ones, left out one by one, with a training each
LEFT = 1e-6  # of the largest weight: what is off the ansatz is no rounding then
SHARE = Fraction(1, 2)  # of the scales at which prediction and target weigh alike


@dataclass(frozen=True)
class Losses:
    """The loss on sequences.

    Attributes:
        whole: that on all of them.
        without: that without each of the groups; none where they are all of the law's.
        count: how many sequences there are.
    """

    whole: ProductForm
    without: tuple[ProductForm, ...]
    count: int


def checked_model(
    problem: Problem,
    setting: Setting,
    samples: Samples | None,
    claims: Collection[str] | None = None,
    init: Sequence[Fraction] | None = None,
) -> Checked:
    """Return the claims about a stated model beside its training.

    Args:
        problem: the model.
        setting: a law, d and T, all numbers.
        samples: the sequences; None for all that are exact for the law.
        claims: the ids of the results wanted; None for all.
        init: where training starts, a number for each scale; None for scales in general position.

    Raises:
        InvalidInput: when a number is missing, a claim is unknown, the law cannot be sampled or
            has no few exact sequences, or nothing moves at the start.
    """
    losses = _losses(problem, setting, samples)
    scene = _scene(problem, setting, losses.whole, init)
    results = derive(setting.law, setting.dim, setting.length, claims, model=problem)
    runs, elsewhere = _runs(problem, scene, losses)
    steps = [results[id].step for id in results]
    made = [step for step in steps if not step.obstacle]
    stays = _verdict(problem, setting)
    seen = {
        step.id: _numbers(step, runs)
        for step in made
        if stays or not isinstance(step.observable, OF_THE_FLOW)
    }
    limit = largest_z(max(1, sum(map(len, seen.values()))))
    rows = tuple(_row(step, seen.get(step.id, ()), limit, losses.count) for step in made)
    left_out = tuple(step for step in steps if step.obstacle)
    training = _training(runs[0], losses, limit, stays, elsewhere)
    return Checked(rows, left_out, training)


def _verdict(problem: Problem, setting: Setting) -> bool | None:
    found = derive(setting.law, setting.dim, setting.length, ["stays"], False, model=problem)
    step = found["stays"].step
    return None if step.obstacle else bool(step.claim.value)


def _training(
    run: Trained, losses: Losses, limit: float, stays: bool | None, elsewhere: float | None
) -> ModelTraining:
    start, end = (
        {name: float(value) for name, value in scales.items()}
        for scales in (run.scene.scales, run.end)
    )
    flow, exact = run.flow, not losses.without
    numbers_of = (losses.count, exact, limit, start, end, run.loss.value)
    return ModelTraining(*numbers_of, flow.time, flow.at_rest, stays, elsewhere)


def _row(
    step: Step, seen: Sequence[tuple[float, Jackknifed, float]], limit: float, count: int
) -> Row:
    return Row(step, tuple(Comparison(*one, limit, count) for one in seen))


def _numbers(step: Step, runs: Sequence[Trained]) -> list[tuple[float, Jackknifed, float]]:
    """Return what is claimed, what is seen and its size: of random sequences with errors."""
    whole, *rest = (numbers(step, run, runs[0]) for run in runs)
    return [
        (claimed, _estimate(claimed, one, [other[k] for other in rest]), one.scale)
        for k, (claimed, one) in enumerate(whole)
    ]


def _estimate(claimed: float, one: Estimate, rest: Sequence[Number]) -> Jackknifed:
    """Return an estimate; a claim that depends on the sequences moves with them."""
    if not rest:
        return Jackknifed(one.value, 0.0, 1.0)
    return jackknife(one.value, np.array([seen.value - said + claimed for said, seen in rest]))


def _scene(
    problem: Problem, setting: Setting, form: ProductForm, init: Sequence[Fraction] | None
) -> FormScene:
    """Return the model at the start of training.

    Raises:
        InvalidInput: when nothing moves there.
    """
    manifold = next(iter(problem.manifolds.values()))
    scales = _start(manifold, form, weight_degree(problem.model), init)
    scene = FormScene(form, manifold, setting.length or 0, scales)
    start = scene.blocks(scales)
    each = by_itself(manifold, form.blocks)
    if not any(map(np.any, start.values())) or is_at_rest(form, start, each):
        raise InvalidInput("--init: nothing moves there; give another start")
    return scene


def _runs(problem: Problem, scene: FormScene, losses: Losses) -> tuple[list[Trained], float | None]:
    """Return the training on all sequences, and on those without each group.

    On all of the law's every entry moves by itself, if rounding does not grow until it counts; of
    random ones those of a scale together, as any sample pulls off the ansatz.
    """
    form, manifold, elsewhere = scene.form, scene.manifold, None
    start = scene.blocks(scene.scales)
    if not losses.without:
        flow = flowed(form, start, None, by_itself(manifold, form.blocks))
        run = Trained(problem, scene, flow, exact=True, free=True)
        off = off_ansatz(manifold, flow.end, scene.dim).values()
        if max(float(np.max(np.abs(b))) for b in off) <= LEFT * run.weight(0.0).scale:
            return [run], None
        elsewhere = run.loss.value
    together = held(manifold, form.blocks, scene.dim)
    fine = COARSE if losses.without else FINE
    first = flowed(form, start, None, together, fine)
    runs = [Trained(problem, scene, first, exact=not losses.without, free=False)]
    for one in losses.without:
        flow = flowed(one, start, first.time, together, fine)
        runs.append(Trained(problem, replace(scene, form=one), flow, exact=False, free=False))
    return runs, elsewhere


def _start(
    manifold: Manifold, form: ProductForm, degree: int, init: Sequence[Fraction] | None
) -> Scales:
    """Return the scales at the start: those given, or some that are not special to the model."""
    dim = len(form.slope)
    names = scale_names([manifold], dim)
    if init is not None:
        if len(init) != len(names):
            each = ", ".join(f"{name}_0" for name in names) or "no scale"
            raise InvalidInput(f"--init: {len(init)} numbers; give one each for {each}")
        return dict(zip(names, init, strict=True))
    if not scales_in(manifold, dim):
        raise InvalidInput("the ansatz has no scale, so that nothing is trained on it; state one")
    ones = FormScene(form, manifold, 0, dict.fromkeys(names, Fraction(1)))
    alone = replace(form, slope=np.zeros_like(form.slope), rest=0.0)
    size = replace(ones, form=alone).loss("", ones.scales).value
    unit = Fraction(f"{(form.rest / size) ** (1 / (2 * degree)):.2g}") if size else Fraction(1)
    return {n: SHARE * abs(RATES[k % len(RATES)]) * unit for k, n in enumerate(names)}


def _losses(problem: Problem, setting: Setting, samples: Samples | None) -> Losses:
    if setting.dim is None or setting.length is None:
        raise InvalidInput("training needs numbers for d and T; give --dim and --length")
    if samples is None:
        return _every(problem, setting, setting.dim, setting.length)
    return _random(problem, setting, samples, setting.dim, setting.length)


def _every(problem: Problem, setting: Setting, dim: int, length: int) -> Losses:
    model = problem.model
    roots = phase_roots(model, length)
    try:
        nodes = token_nodes(setting.law, dim, token_degree(model) // 2 + 1)
    except NoNodes as error:
        raise InvalidInput(f"{error}; give --samples M") from None
    count = len(nodes.weights) * roots**dim
    if count > MOST_SEQUENCES:
        raise InvalidInput(
            f"--dim {dim}, --length {length}: {count} sequences would be exact for the law, more "
            f"than {MOST_SEQUENCES}; give --samples M, or smaller ones"
        )
    every = Population(model, nodes, length, roots).by_chunks()
    return Losses(gathered(model, dim, length, every), (), count)


def _random(problem: Problem, setting: Setting, samples: Samples, dim: int, length: int) -> Losses:
    if not setting.law.real:
        raise InvalidInput(
            f"{setting.law.name}: random sequences have real tokens; leave out --samples"
        )
    refuse_unseen(setting.law, samples, dim, length)
    size = samples.count // GROUPS
    groups = [_group(problem, setting, (samples.seed, k), size, dim, length) for k in range(GROUPS)]
    total = groups[0]
    for one in groups[1:]:
        total = total.plus(one)
    without = tuple(total.plus(one, -1).times(1 / (GROUPS - 1)) for one in groups)
    return Losses(total.times(1 / GROUPS), without, size * GROUPS)


def _group(
    problem: Problem, setting: Setting, seed: tuple[int, int], size: int, dim: int, length: int
) -> ProductForm:
    """Return the loss on a group of random sequences, drawn by a generator of its own."""
    last = latest(problem.model, length)

    def drawn() -> Iterator[tuple[Tokens, Real]]:
        for tokens, phases in sequences(setting.law, dim, size, seed):
            yield tokens_of((tokens, phases), last), np.full(len(tokens), 1 / size)

    return gathered(problem.model, dim, length, drawn())
