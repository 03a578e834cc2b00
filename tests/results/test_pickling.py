"""What people hand to process pools, and copy, comes out as it went in."""

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

import symbolic_mesa
from derivations import REGISTRY
from symbolic_mesa import derive, laws
from symbolic_mesa.laws.catalogue import FAMILIES
from symbolic_mesa.record import Step
from symbolic_mesa.results.derived import Derived, at_their_settings
from symbolic_mesa.results.step_sizes import step_sizes
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import (
    BeyondDoubles,
    CoordinatesDiffer,
    InvalidInput,
    MesaError,
    MissingMoment,
    NotApplicable,
    NotClosed,
)
from tests.exhaustive import first

NO_SIXTH = laws.moments("m2=1,m4=3")
LAWS = (
    *(laws.by_name(name, {}) for name in (*FAMILIES, "generic", "exchangeable")),
    laws.gaussian(sigma="1/2"),
    laws.support("2:1/3,-1:2/3"),
    laws.moments("m2=1,m4=3,m6=q"),
    laws.moments({"m2": 1, "m4": 3, "m6": 15, "2,4": "k24"}, symmetric=True),
    laws.samples([[0, 1, 3], [1, 2, 5]], symmetrize="permutations"),
)
ERRORS = (
    *(kind("why it is so") for kind in (BeyondDoubles, CoordinatesDiffer, InvalidInput)),
    *(kind("why it is so") for kind in (NotApplicable, NotClosed)),
    MissingMoment("E[x_j^6]", "nobody gave it"),
    MissingMoment("E[x_j^4] and E[x_j^6]", "nobody gave them"),
)
PROCESSES = [
    "spawn",
    pytest.param(
        "fork",  # Python 3.12 warns of it where there are threads, as pytest-xdist has them
        marks=[
            pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork"),
            pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
        ],
    ),
]


def both(value: Any) -> Iterator[Any]:
    """Yield what comes out of a pickle, of a deep copy and of a copy."""
    yield pickle.loads(pickle.dumps(value))  # noqa: S301  # written a moment ago
    yield copy.deepcopy(value)
    yield copy.copy(value)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: f"{law.name}-{len(law.parameters)}")
def test_laws_and_settings_come_out_equal(law: Any) -> None:
    for value in (law, Setting(law, length=5), Setting(law).at({})):
        for other in both(value):
            assert other == value
            assert hash(other) == hash(value)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_come_out_with_their_words(error: MesaError) -> None:
    for other in both(error):
        assert other == error
        assert hash(other) == hash(error)
        assert str(other) == str(error)
        assert vars(other) == vars(error)
        assert error not in (InvalidInput("another"), ValueError(*error.args), str(error))


PROOFS = tuple(at_their_settings(REGISTRY.values()))


@pytest.mark.parametrize("proof", first(PROOFS, 8), ids=lambda one: one.name)
def test_every_step_of_every_theorem_comes_out_equal(proof: Derived) -> None:
    for step in proof.derivation.steps:
        for other in both(step):
            assert other == step
        assert copy.deepcopy(step.claim) == step.claim
    assert pickle.loads(pickle.dumps(proof.derivation)) == proof.derivation  # noqa: S301  # ours


@pytest.mark.parametrize(
    "law", first(LAWS, 10), ids=lambda law: f"{law.name}-{len(law.parameters)}"
)
@pytest.mark.parametrize("length", first([400, None]))
def test_results_come_out_equal_and_of_use(law: Any, length: int | None) -> None:
    found = derive(law, length=length, check=False, theorem="theorem-4.1")
    for other in both(found):
        assert other == found
        assert {id: one.latex for id, one in shown(other)} == {
            id: one.latex for id, one in shown(found)
        }
    for _, one in shown(found):
        for other in both(one):
            assert other == one
            assert other.expr == one.expr
            assert other.value == one.value


def shown(found: symbolic_mesa.Results) -> list[tuple[str, symbolic_mesa.Result]]:
    return [(id, one) for id, one in found.items() if not one.step.obstacle]


def test_formulas_of_a_pickle_belong_to_the_field_of_those_that_stayed() -> None:
    stayed = derive(laws.generic(), check=False, results=["fixed-point"])["fixed-point"].formula
    came = pickle.loads(pickle.dumps(stayed))  # noqa: S301  # written a moment ago
    assert not came.element - stayed.element
    assert hash(came.element) == hash(stayed.element)
    assert came.algebra == stayed.algebra


def test_a_pickled_step_says_that_its_obligations_stayed_behind() -> None:
    step = Derived(REGISTRY["theorem-4.1"], Setting(laws.gaussian())).derivation.step("fixed-point")
    assert {check.outcome for check in step.checked().checks} == {"passed"}
    came: Step = pickle.loads(pickle.dumps(step))  # noqa: S301  # written a moment ago
    (check,) = came.checked().checks
    assert (check.outcome, check.detail) == (
        "not-run",
        "left behind where the step was derived; derive it",
    )
    assert came.checked().status == "unchecked"
    assert copy.deepcopy(step).checked().status == step.checked().status


def test_checks_come_with_results_and_can_be_run_where_they_come_to() -> None:
    found = derive(laws.gaussian(1), 2, 4, results=["fixed-point"])
    came = pickle.loads(pickle.dumps(found))  # noqa: S301  # written a moment ago
    assert came["fixed-point"].checks == found["fixed-point"].checks != ()
    bare = derive(laws.gaussian(1), 2, 4, results=["fixed-point"], check=False)
    late = symbolic_mesa.check(pickle.loads(pickle.dumps(bare)))  # noqa: S301  # as above
    assert late["fixed-point"].checks == found["fixed-point"].checks


def test_step_sizes_come_out_equal() -> None:
    found = step_sizes(laws.gaussian(1), 5, 100, ("0.1", "0.1"))
    for other in both(found):
        assert other == found


@pytest.mark.parametrize("method", PROCESSES)
def test_a_pool_of_processes_derives(method: str) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context(method)) as pool:
        good = pool.submit(derive, laws.gaussian(1), 5, 100, ["fixed-point"])
        bad = pool.submit(derive, NO_SIXTH, 5, 100, ["fixed-point"])
        worse = pool.submit(derive, laws.gaussian(1), 0)
        assert good.result() == derive(laws.gaussian(1), 5, 100, ["fixed-point"])
        with pytest.raises(MissingMoment, match=r"E\[x_j\^6\] is missing: "):
            bad.result()
        with pytest.raises(InvalidInput, match="dim=0"):
            worse.result()


def test_a_hash_is_not_carried_into_a_process_with_other_hashes() -> None:
    found = derive(laws.generic(), check=False, results=["fixed-point"])["fixed-point"]
    code = (
        "import pickle, sys\n"
        "from symbolic_mesa import derive, laws\n"
        "came = pickle.load(sys.stdin.buffer)\n"
        "own = derive(laws.generic(), check=False, results=['fixed-point'])['fixed-point']\n"
        "assert came == own\n"
        "assert hash(came.setting) == hash(own.setting)\n"
        "assert {came.formula.element: 1}[own.formula.element]\n"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(
            [sys.executable, "-c", code], input=pickle.dumps(found), env=environment, check=True
        )
