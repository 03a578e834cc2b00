"""5.0 is a whole number wherever one is asked for; 5.5 is none."""

import re

import pytest

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.settings import Samples
from tests.cli import Run, command

LAW = ("--distribution", "gaussian", "--param", "sigma=1")


def test_derive(run: Run) -> None:
    options = ("--results", "fixed-point", "--no-check")
    whole = run(*LAW, *options, "--dim", "5", "--length", "9", "--test-length", "3")
    pointed = run(*LAW, *options, "--dim", "5.0", "--length", "+9.", "--test-length", "3.00")
    assert pointed == whole
    assert whole.code == 0


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("name", "options", "whole"),
    [
        ("check", ("--length", "--dim", "--samples", "--seed"), ("4", "2", "64", "2")),
        (
            "train",
            ("--length", "--dim", "--epochs", "--samples", "--seed"),
            ("4", "2", "2", "3", "1"),
        ),
    ],
)
def test_check_and_train(name: str, options: tuple[str, ...], whole: tuple[str, ...]) -> None:
    more = ("--claims", "fixed-point") if name == "check" else ("--step-size", "0.01")
    given = zip(options, whole, strict=True)
    pairs = [(option, number) for option, number in given]
    plain = [word for pair in pairs for word in pair]
    pointed = [word for option, number in pairs for word in (option, f"{number}.0")]
    outcome = command(name, *LAW, *more, *plain)
    assert outcome.code == 0
    assert command(name, *LAW, *more, *pointed) == outcome
    for k in range(1, len(plain), 2):
        wrong = command(name, *LAW, *more, *plain[:k], "5.5", *plain[k + 1 :])
        assert (wrong.code, wrong.out, wrong.err.count("\n")) == (2, "", 1)
        assert f"{plain[k - 1]} '5.5': not a whole number" in wrong.err


@pytest.mark.exhaustive
def test_mutate() -> None:
    drawn = command("mutate", "conserved", "--sample", "2.0", "--seed", "3.0")
    assert drawn == command("mutate", "conserved", "--sample", "2", "--seed", "3")
    assert drawn.code == 0
    for text in ("0", "-1", "2.5", "nan"):
        outcome = command("mutate", "conserved", f"--sample={text}")
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)


@pytest.mark.exhaustive
@pytest.mark.parametrize("digits", [18, 40])
def test_more_samples_than_can_be_simulated_are_refused_with_what_they_cost(digits: int) -> None:
    many = "1" + "0" * digits
    sizes = (*LAW, "--length", "4", "--dim", "2", "--samples", many)
    train = ("train", *sizes, "--step-size", "0.01", "--epochs", "3")
    for arguments in (train, (*train, "--gather"), ("check", *sizes)):
        outcome = command(*arguments)
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
        assert f"--samples {many}: " in outcome.err
        assert re.search(r"numbers would be simulated .* takes some \d\.\de\d+ days", outcome.err)
    outcome = command("check", *LAW, "--length", "4", "--dim", "2", "--samples", "1" * 200)
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)


def test_what_can_be_simulated_is_not_refused() -> None:
    Samples(10**6).check_sizes(5, 100, 10**4)
    Samples(10**9, gather=True).check_sizes(5, 100, 10**9)
    with pytest.raises(InvalidInput, match=r"5\.0e17 numbers .* \(d = 5 and T = 100 in each seq"):
        Samples(10**9).check_sizes(5, 100, 10**6 - 1)


@pytest.mark.exhaustive
def test_a_seed_may_be_long() -> None:
    seed = "314159265358979323846264338327950288419"
    assert command("mutate", "conserved", "--sample", "1", "--seed", seed).code == 0
