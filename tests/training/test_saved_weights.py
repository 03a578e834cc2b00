"""Training from saved weights, real and complex."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from numeric_check.model.attention import BLOCKS
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.training.files import save, saved
from symbolic_mesa.training.running import trained
from symbolic_mesa.training.settings import Samples, gaussian
from tests.training import complex_start, same_bits, small

REAL = gaussian(2, Fraction(1, 5), 1)
LAWS = (laws.gaussian(1), laws.full_one(1), laws.two_point("1/5", 3))


def arrays(seed: int = 6, imaginary: float = 0.0) -> dict[str, np.ndarray]:
    """Blocks at d = 2, by name, as a user would write them."""
    chance = np.random.default_rng(seed)
    parts = chance.normal(0, 0.3, (len(BLOCKS), 2, 2, 2)) @ np.array([1, 1j * imaginary])
    return dict(zip(BLOCKS, parts if imaginary else parts.real, strict=True))


@pytest.mark.parametrize("imaginary", [0.0, 1.0])
def test_a_run_starts_at_the_arrays_of_a_user(imaginary: float, tmp_path: Path) -> None:
    path, given = tmp_path / "weights.npz", arrays(imaginary=imaginary)
    np.savez(path, **given)
    done = trained(small(start=saved(path), epochs=0)).named_blocks
    assert all(np.array_equal(done[name], given[name]) for name in BLOCKS)
    assert all(np.iscomplexobj(done[name]) == bool(imaginary) for name in BLOCKS)


def test_whole_numbers_and_single_precision_are_numbers(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    np.savez(
        path,
        **{name: np.eye(2, dtype=np.float32) for name in BLOCKS[1:]},
        KQ22=np.eye(2, dtype=int),
    )
    assert saved(path).blocks.kq.dtype == np.float64


def test_a_run_goes_on_from_the_last_weights_of_another(tmp_path: Path) -> None:
    path, one = tmp_path / "run.npz", small()
    first, whole = trained(one), trained(small(epochs=24))
    save(path, one, first)
    rest = trained(small(start=saved(path)))
    assert first.ab + rest.ab[1:] == whole.ab
    assert np.array_equal(rest.blocks.kq, whole.blocks.kq)


def test_other_weights_are_another_training(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.npz", "same.npz", "other.npz")]
    for path, seed in zip(paths, (1, 1, 2), strict=True):
        np.savez(path, **arrays(seed))
    one, same, other = (small(start=saved(path)).words for path in paths)
    assert one == same != other


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_real_weights_stored_as_complex_stay_real_on_the_population(law: TokenLaw) -> None:
    one, other = (
        trained(small(law=law, start=start, epochs=50)) for start in (REAL, complex_start(REAL))
    )
    assert other.ab == pytest.approx(one.ab, rel=1e-12)
    assert other.loss == pytest.approx(one.loss, rel=1e-12)
    size = np.max(np.abs(one.blocks.kq))
    assert np.max(np.abs(other.blocks.kq.imag)) <= 1e-15 * size
    assert np.max(np.abs(other.blocks.pv.imag)) <= 1e-15 * size


def test_on_samples_real_weights_stored_as_complex_get_imaginary_parts() -> None:
    """A sample is not its own conjugate: the noise is in the imaginary parts as well."""
    done = trained(small(Samples(40), start=complex_start(REAL)))
    assert np.all(done.blocks.kq.imag)
    assert np.all(done.blocks.pv.imag)


@pytest.mark.parametrize("samples", [None, Samples(40), Samples(40, single=True)])
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_complex_training_decreases_the_loss(law: TokenLaw, samples: Samples | None) -> None:
    step = Fraction(1, 1000)
    done = trained(small(samples, law=law, start=complex_start(REAL, 0.2), step_size=step))
    assert all(later < before for before, later in zip(done.loss, done.loss[1:], strict=False))
    assert done.loss[-1] < 0.999 * done.loss[0]


@pytest.mark.parametrize("samples", [None, Samples(40)])
def test_a_complex_step_is_down_the_gradient(samples: Samples | None) -> None:
    """The loss falls by η |∂L|² at first order: halving η halves what is left of that."""
    start, gaps = complex_start(REAL, 0.2), []
    for step in (Fraction(1, 1000), Fraction(1, 2000)):
        one = small(samples, start=start, step_size=step, epochs=1)
        _, slopes = one.objective()(start.blocks, 0)
        square = np.linalg.norm(slopes.kq) ** 2 + np.linalg.norm(slopes.pv) ** 2
        loss = trained(one).loss
        gaps.append((loss[0] - loss[1]) / (float(step) * square) - 1)
    assert gaps[0] / gaps[1] == pytest.approx(2, rel=0.05)


def test_a_common_phase_of_the_weights_changes_nothing() -> None:
    """The model depends on PV ⊗ KQ: a phase of one and its opposite of the other cancel."""
    start = complex_start(REAL, 0.2)
    turn, blocks = np.exp(0.7j), start.blocks
    turned = type(start)("turned", type(blocks)(blocks.kq * turn, blocks.pv / turn))
    one, other = (trained(small(start=s)) for s in (start, turned))
    assert other.loss == pytest.approx(one.loss, rel=1e-12)
    assert not same_bits(one, other)
