"""Lock files: equal by mathematics, different in both directions, never half written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from derivations import REGISTRY
from symbolic_mesa import laws
from symbolic_mesa.proofs import lockfile
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput

NAME = "theorem-4.1[generic]"
PROOF = Derived(REGISTRY["theorem-4.1"], Setting(laws.generic()))


@pytest.fixture(scope="module")
def text() -> str:
    return lockfile.dumps(lockfile.locked([PROOF]))


def changed(text: str, change: Callable[[Any], None]) -> lockfile.Locked:
    content = json.loads(text)
    change(content["proofs"][NAME])
    return lockfile.parsed(json.dumps(content), "file")


def test_what_was_locked_is_found_again(text: str) -> None:
    assert list(lockfile.compared(lockfile.parsed(text, "file"), lockfile.locked([PROOF]))) == []


def test_another_way_of_writing_is_no_difference(text: str) -> None:
    def doubled(steps: Any) -> None:
        side = steps["fixed-point"]["claim"][""]
        for name in ("numerator", "denominator"):
            side[name] = {key: f"{int(value) * 6}/3" for key, value in side[name].items()}

    found = lockfile.compared(changed(text, doubled), lockfile.parsed(text, "file"))
    assert list(found) == []


def test_a_changed_coefficient_is_named_with_both_sides(text: str) -> None:
    def wrong(steps: Any) -> None:
        steps["flow-a"]["claim"][""]["numerator"]["T b kappa_1"] = "2"

    (line,) = lockfile.compared(changed(text, wrong), lockfile.parsed(text, "file"))
    assert line.startswith(f"{NAME} flow-a: locked ")
    assert line.endswith("found - locked = - T b kappa_1")


CHANGES: dict[str, tuple[Callable[[Any], None], str]] = {
    "a premise": (lambda s: s["loss"]["premises"].pop(), "loss: premises locked as"),
    "a status": (lambda s: s["loss"].update(status="cited"), "loss: status locked as cited"),
    "a check": (lambda s: s["loss"]["checks"].pop(), "loss: checks locked as"),
    "a step gone from the file": (lambda s: s.pop("loss"), "loss: a step of the derivation, but"),
    "a step only in the file": (
        lambda s: s.update(more=s["loss"]),
        "more: locked, but the derivation has no such step",
    ),
    "a part": (
        lambda s: s["phase-selection"]["claim"].popitem(),
        "claimed by the code, but not locked",
    ),
    "a prediction": (
        lambda s: s["prediction"]["claim"][""]["terms"][0].update(coefficient="2"),
        "prediction: locked",
    ),
    "a claim": (lambda s: s["loss"].update(claim=None), "loss: the claim is not locked"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_a_difference(name: str, text: str) -> None:
    change, words = CHANGES[name]
    (line,) = lockfile.compared(changed(text, change), lockfile.parsed(text, "file"))
    assert words in line


def test_derivations_are_compared_in_both_directions(text: str) -> None:
    whole = lockfile.parsed(text, "file")
    (gone,) = lockfile.compared(whole, {})
    (new,) = lockfile.compared({}, whole)
    assert "no such derivation" in gone
    assert "not locked" in new


BROKEN = [
    "",
    "{",
    "[]",
    '"x"',
    '{"schema": "symbolic-mesa-lock/2"}',
    '{"schema": "symbolic-mesa-lock/1"}',
    '{"schema": "symbolic-mesa-lock/1", "proofs": {"x": 1}}',
    "[" * 100_000,
]


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_lock_file_is_refused_in_one_line(content: str, tmp_path: Path) -> None:
    path = tmp_path / "proofs.lock.json"
    path.write_text(content)
    with pytest.raises(InvalidInput, match="mesa-lock") as caught:
        lockfile.read(path)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_file_that_is_cut_off_is_refused(share: float, text: str, tmp_path: Path) -> None:
    path = tmp_path / "proofs.lock.json"
    path.write_text(text[: int(share * len(text))])
    with pytest.raises(InvalidInput, match="not a whole JSON file"):
        lockfile.read(path)


def test_broken_steps_are_refused(text: str) -> None:
    def broken(steps: Any) -> None:
        steps["loss"] = {"claim": 1}

    with pytest.raises(InvalidInput, match="not a step"):
        list(lockfile.compared(changed(text, broken), lockfile.parsed(text, "file")))


def test_nothing_that_is_printed_is_locked(text: str) -> None:
    """SymPy's printers may change the order of terms; the file holds dictionaries of exponents."""
    content = json.loads(text)["proofs"][NAME]
    kinds = {side["kind"] for step in content.values() for side in step["claim"].values()}
    assert kinds == {"rational-function", "prediction"}
    side = content["fixed-point"]["claim"][""]
    assert side["numerator"] == {"T kappa_1": "1", "kappa_1": "-2"}
    assert side["denominator"] == {"H(T-2) kappa_3": "1", "T kappa_2": "1", "kappa_2": "-2"}


OURS = {
    "two sides": "<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> topic\n",
    "three sides": "<<<<<<< ours\n{ours}\n||||||| base\n{ours}\n=======\n{theirs}\n>>>>>>> b\n",
    "one marker left": "{ours}\n>>>>>>> topic\n",
    "the middle left": "{ours}\n=======\n{ours}",
}


@pytest.mark.parametrize("conflict", OURS.values(), ids=OURS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_conflict_markers_are_told_with_a_remedy_that_loses_nothing(
    conflict: str, end: str, text: str, tmp_path: Path
) -> None:
    head, line, tail = text.partition('  "status": "verified"')
    sides = conflict.format(ours=line, theirs=line.replace("verified", "failed"))
    path = tmp_path / "proofs.lock.json"
    path.write_bytes((f"{head}\n{sides}\n{tail}").replace("\n", end).encode())
    with pytest.raises(InvalidInput, match="conflict markers") as caught:
        lockfile.read(path)
    for word in ("either side", "mesa-lock", "read the diff"):
        assert word in str(caught.value)
    assert "anew" not in str(caught.value)


def test_a_key_that_is_there_twice_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "proofs.lock.json"
    doubled = {
        "schema": text.replace("{", '{"schema": "symbolic-mesa-lock/1",', 1),
        NAME: text.replace('"proofs": {', f'"proofs": {{{json.dumps(NAME)}: {{}},', 1),
        "loss": text.replace('"loss": {', '"loss": {}, "loss": {', 1),
        "numerator": text.replace('"numerator": {', '"numerator": {}, "numerator": {', 1),
    }
    for key, content in doubled.items():
        assert content != text
        path.write_text(content)
        with pytest.raises(InvalidInput, match="is there twice") as caught:
            lockfile.read(path)
        assert f"'{key}'" in str(caught.value)
        assert "read the diff" in str(caught.value)


def test_a_byte_order_mark_and_other_ends_of_lines_are_read(text: str, tmp_path: Path) -> None:
    path = tmp_path / "proofs.lock.json"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert lockfile.read(path) == lockfile.parsed(text, "file")
