"""The error at another length: what the loss gains by its last step, and where training ends."""

import pytest

from derivations.any_model.keys import Weights
from symbolic_mesa import laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.setting import Setting
from tests.any_model import stating

LAW = laws.two_point("1/3")
HEAD = stating.stated('A = "a I"\nB = "b I"')
TWO = stating.stated('A = "a I"\nB = "b I"\nC = "c I"', f"{stating.HEAD} + C[i,j] x[t,j]")


def test_it_is_the_papers_test_error() -> None:
    """Half of that of Theorem 4.2, whose T_test is the time of the prediction, one less."""
    from symbolic_mesa import derive

    mine = stating.derived(HEAD, Setting(laws.gaussian(1), 5, 10, test_length=8))
    theirs = derive(laws.gaussian(1), 5, 10, ["test-error"], test_length=7, check=False)
    stated = mine.derivation.step("test-error").claim.parts[Weights.TRAINED]
    assert 2 * stated.at({}) == theirs["test-error"].formula.at({})


@pytest.mark.parametrize("length", [None, 3, 7])
def test_it_is_measured_at_any_scales_and_where_training_ends(length: int | None) -> None:
    one = stating.derived(HEAD, Setting(LAW, test_length=length))
    step = one.derivation.step("test-error")
    assert list(step.claim.parts) == [Weights.ANY, Weights.TRAINED]
    assert stating.outcomes(one, step) == stating.PASSED


@pytest.mark.parametrize("where", Weights)
def test_a_wrong_error_is_refused(where: Weights) -> None:
    one = stating.derived(HEAD, Setting(LAW))
    step = one.derivation.step("test-error")
    side = step.claim.parts[where]
    wrong = Formula(2 * side.element, side.algebra)
    assert stating.outcomes(one, stating.with_part(step, where, wrong)) == stating.FAILED


def test_where_training_ends_in_sets_it_is_a_polynomial_in_the_scales() -> None:
    one = stating.derived(TWO, Setting(LAW))
    step = one.derivation.step("test-error")
    assert list(step.claim.parts) == [Weights.ANY]
    assert stating.outcomes(one, step) == stating.PASSED


def test_a_sequence_on_which_nothing_is_predicted_has_no_error() -> None:
    one = stating.derived(HEAD, Setting(LAW, test_length=2))
    obstacle = one.derivation.step("test-error").obstacle
    assert obstacle is not None
    assert str(obstacle.error) == ("T_test = 2: training sums over t = 2 .. T-1; give T_test >= 3")


@pytest.mark.exhaustive
def test_where_training_ends_is_measured_at_its_own_size() -> None:
    """A product of three scales: the loss where it is 1 has few digits of where it is least."""
    kernel = f"{stating.HEAD} conj(x[t,m]) C[m,n] x[t,n]".replace(" / (t-1)", "") + " / (t-1)"
    model = stating.stated('A = "a I"\nB = "b I"\nC = "c I"', kernel)
    one = stating.derived(model, Setting(laws.two_point("1/2", "1/3"), 2, 4))
    assert stating.outcomes(one, one.derivation.step("test-error")) == stating.PASSED


def test_what_is_said_at_one_length_alone_is_measured_there() -> None:
    """Two heads with one b, which at T = 3 meet a, b in one product; for every T they do not."""
    heads = f"{stating.HEAD} + sum(s = 1 .. t) C[i,j] x[s,j] conj(x[s-1,k]) A[k,l] x[t,l]"
    model = stating.stated('A = "a I"\nB = "b I"\nC = "b I"', heads)
    general = stating.derived(model, Setting(laws.gaussian(1), 2)).derivation.step("test-error")
    one = stating.derived(model, Setting(laws.gaussian(1), 2, 3))
    step = one.derivation.step("test-error")
    assert list(general.claim.parts) == [Weights.ANY]
    assert list(step.claim.parts) == [Weights.ANY, Weights.TRAINED]
    assert stating.outcomes(one, step) == stating.PASSED
    side = step.claim.parts[Weights.TRAINED]
    wrong = stating.with_part(step, Weights.TRAINED, Formula(side.element * 2, side.algebra))
    assert stating.outcomes(one, wrong) == stating.FAILED
