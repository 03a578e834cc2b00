"""The population's training: the derived fixed point and trajectory, masks, and what is refused."""

from fractions import Fraction

import numpy as np
import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.running import trained
from symbolic_mesa.training.settings import Samples, diagonal, gaussian
from tests.training import GAUSSIAN, complex_start, same_bits, small, training


@pytest.mark.parametrize(
    ("law", "dim", "length", "deviation", "epochs", "step"),
    [
        (GAUSSIAN, 5, 100, None, 400, Fraction(1, 1000)),
        (laws.rademacher(1), 5, 100, None, 3000, Fraction(1, 200)),
        (GAUSSIAN, 2, 8, Fraction(1, 10), 8000, Fraction(1, 100)),
        (laws.laplace("1/2"), 2, 8, Fraction(1, 10), 9000, Fraction(1, 50)),
        (laws.support("2:1/3,-1:2/3"), 1, 3, None, 4000, Fraction(1, 100)),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_the_population_ends_at_the_derived_fixed_point(
    law: TokenLaw, dim: int, length: int, deviation: Fraction | None, epochs: int, step: Fraction
) -> None:
    """From diagonal and from Gaussian initialization, all six blocks free."""
    start = {} if deviation is None else {"start": gaussian(dim, deviation, 1)}
    done = trained(training(law, dim, length, epochs=epochs, step_size=step, **start))
    found = derive(law, dim, length, ["fixed-point", "minimum-loss"], check=False)
    assert done.ab[-1] == pytest.approx(found["fixed-point"].value, rel=1e-10)
    assert done.loss[-1] == pytest.approx(found["minimum-loss"].value, rel=1e-10)


def test_a_law_by_its_moments_is_trained_as_the_law_itself() -> None:
    moments = laws.moments("m1=0,m2=1,m3=0,m4=3,m5=0,m6=15")
    one, other = (trained(training(law, 3, 9)) for law in (moments, GAUSSIAN))
    assert one.ab == pytest.approx(other.ab, rel=1e-12)
    assert one.loss == pytest.approx(other.loss, rel=1e-12)


def test_the_population_follows_the_derived_trajectory() -> None:
    """Small steps of descent follow the flow: the error falls like the step size."""
    a, b = Fraction(1, 2), Fraction(3, 2)
    flow = derive(GAUSSIAN, 5, 100, ["trajectory-ab"], check=False, init=(a, b))["trajectory-ab"]
    errors = []
    for epochs in (200, 400):
        step, start = Fraction(1, 1000 * epochs), diagonal(5, a, b)
        done = trained(training(GAUSSIAN, 5, 100, start=start, step_size=step, epochs=epochs))
        errors.append(abs(done.ab[-1] - flow(tau=step * epochs)))
    assert errors[0] / errors[1] == pytest.approx(2, rel=0.05)


@pytest.mark.parametrize("law", [GAUSSIAN, laws.sparse(1), laws.laplace("1/2")])
def test_without_its_step_size_training_is_the_derived_trajectory(law: TokenLaw) -> None:
    """Halved steps, extrapolated to none (Romberg): all six blocks, to the digits of a double."""
    a, b, time, row = Fraction(1, 2), Fraction(3, 4), Fraction(1, 500), []
    flow = derive(law, 5, 100, ["trajectory-ab"], check=False, init=(a, b))["trajectory-ab"]
    for k in range(6):
        epochs, start = 50 * 2**k, diagonal(5, a, b)
        run = training(law, 5, 100, start=start, step_size=time / epochs, epochs=epochs)
        new = [trained(run).ab[-1]]
        for order, old in enumerate(row, 1):
            new.append(new[-1] + (new[-1] - old) / (2**order - 1))
        row = new
    assert row[-1] == pytest.approx(flow(tau=time), rel=1e-10)
    assert row[0] != pytest.approx(flow(tau=time), rel=1e-8)  # one run alone is not there


def test_a_masked_model_keeps_its_off_diagonal_entries() -> None:
    start, off = gaussian(3, Fraction(1, 5), 1), ~np.eye(3, dtype=bool)
    at_start, masked, free = (
        trained(training(laws.full_one(1), 3, 6, start=start, **options)).named_blocks
        for options in ({"epochs": 0}, {"mask": True}, {"mask": False})
    )
    for name, block in at_start.items():
        assert np.array_equal(masked[name][off], block[off])
        assert not np.any(np.diag(masked[name]) == np.diag(block))
        assert not np.any(free[name] == block)


def test_a_run_has_its_start_and_one_entry_a_step() -> None:
    one = small(epochs=7)
    done, at_start = trained(one), trained(small(epochs=0))
    assert len(done.ab) == len(done.loss) == 8
    assert done.epoch == 7
    assert (at_start.ab, at_start.loss) == (done.ab[:1], done.loss[:1])
    assert np.array_equal(at_start.blocks.kq, one.start.blocks.kq)
    assert all(later < before for before, later in zip(done.loss, done.loss[1:], strict=False))


def test_gaussian_starts_depend_on_their_seed_only() -> None:
    one, same, other = (gaussian(3, Fraction(1, 5), seed) for seed in (1, 1, 2))
    assert np.array_equal(one.blocks.kq, same.blocks.kq)
    assert not np.any(one.blocks.kq == other.blocks.kq)
    zero = gaussian(2, Fraction(0), 1), diagonal(2, Fraction(0), Fraction(0))
    assert same_bits(*(trained(small(start=start)) for start in zero))


@pytest.mark.parametrize("samples", [None, Samples(9), Samples(9, gather=True)])
@pytest.mark.parametrize("step", [Fraction(10), Fraction(10) ** 9, Fraction(10) ** 200])
def test_training_that_diverges_says_so(samples: Samples | None, step: Fraction) -> None:
    with pytest.raises(InvalidInput, match=r"training diverges at epoch \d+; give a smaller one"):
        trained(small(samples, epochs=100, step_size=step))


@pytest.mark.parametrize("samples", [None, Samples(9), Samples(9, single=True)])
def test_weights_without_a_loss_are_refused(samples: Samples | None) -> None:
    huge = Fraction(10) ** 200
    with pytest.raises(InvalidInput, match="initial weights"):
        trained(small(samples, start=diagonal(2, huge, huge)))


def test_what_cannot_be_trained_says_why() -> None:
    by_moments = laws.moments("m2=1,m4=3,m6=15")
    with pytest.raises(InvalidInput, match="cannot be sampled"):
        training(by_moments, 2, 5, samples=Samples(10)).objective()
    with pytest.raises(InvalidInput, match="at least 1"):
        Samples(0)
    with pytest.raises(InvalidInput, match="a form is gathered once"):
        Samples(3, gather=True, fresh=True)
    with pytest.raises(InvalidInput, match="for real weights"):
        small(Samples(3, gather=True), start=complex_start(gaussian(2, Fraction(1), 1)))
    with pytest.raises(InvalidInput, match="weights of d = 3"):
        small(start=gaussian(3, Fraction(1), 1))
    with pytest.raises(InvalidInput, match="must be above 0"):
        small(step_size=Fraction(0))
    with pytest.raises(InvalidInput, match="give --dim and --length"):
        training(GAUSSIAN, 2, None)  # type: ignore[arg-type]  # T as a symbol


@pytest.mark.parametrize(
    ("dim", "length", "samples"),
    [(10**17, 6, None), (2, 10**17, Samples(3)), (12, 6, Samples(3, gather=True))],
)
def test_what_does_not_fit_into_memory_is_refused(
    dim: int, length: int, samples: Samples | None
) -> None:
    with pytest.raises(InvalidInput, match=r"give (smaller sizes|fewer)"):
        training(GAUSSIAN, dim, length, samples=samples)
