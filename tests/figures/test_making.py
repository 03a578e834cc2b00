"""Tasks are run once, kept whole, and give the same files however they were run."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from symbolic_mesa.figures.making import FORMATS, Kept, made
from symbolic_mesa.figures.registry import FIGURES
from symbolic_mesa.figures.tasks import Task, performed
from symbolic_mesa.text.errors import InvalidInput
from tests.figures import POINTS, TINY, AtOnce, square, tasks


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_figure_is_pictures_and_the_numbers_in_them(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    made([POINTS], TINY, tmp_path / "new" / "folder", AtOnce(), lambda *one: told.append(one))
    found = files(tmp_path / "new" / "folder")
    assert set(found) == {"points.json", *(f"points.{format}" for format in FORMATS)}
    record = json.loads(found["points.json"])
    assert record["question"] == POINTS.question
    assert record["rows"][1] == {
        "work": "square",
        "given": {"number": 1 / 7, "seed": 2},
        "numbers": {"square": (1 / 7 + 2 / 3) ** 2},
    }
    assert told == [(k, 4) for k in range(5)]


def test_what_was_cut_goes_on_and_leaves_the_same_files(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    made([POINTS], TINY, whole, AtOnce())
    with pytest.raises(KeyboardInterrupt):
        made([POINTS], TINY, cut, AtOnce(most=2))
    assert files(cut) == {}
    rest = AtOnce()
    made([POINTS], TINY, cut, rest)
    assert len(rest.ran) == 2
    assert files(cut) == files(whole)
    again = AtOnce()
    made([POINTS], TINY, cut, again)
    assert again.ran == []


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda text: text[:-9],
        lambda text: "[]",
        lambda text: text.replace('"version": "', '"version": "0.'),
        lambda text: text.replace("square", "cube"),
    ],
    ids=["cut", "another shape", "another version", "another task"],
)
def test_a_kept_file_that_is_no_such_file_is_made_anew(tmp_path: Path, spoilt: Any) -> None:
    kept, task = Kept(tmp_path), tasks(TINY)[0]
    (tmp_path / "runs").mkdir()
    kept.write(task, performed(task))
    assert kept.read(task) == performed(task)
    path = kept.path(task)
    path.write_text(spoilt(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert kept.read(task) is None


def test_other_arguments_are_another_task() -> None:
    one, other = (Task(square, {"number": 1.0, "seed": seed}) for seed in (1, 2))
    assert one.key != other.key
    assert one.key == Task(square, {"seed": 1, "number": 1.0}).key


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / "\0"):
        with pytest.raises(InvalidInput, match=r"--out .*cannot be written"):
            made([POINTS], TINY, folder, AtOnce())


def test_a_number_that_json_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        performed(Task(square, {"number": float("inf")}))


def test_every_figure_says_what_it_is_and_sends_its_tasks() -> None:
    for name, figure in FIGURES.items():
        assert figure.name == name
        assert figure.question.endswith("?")
        assert any(word in figure.caption for word in ("Theory", "An observation"))
        found = figure.tasks(TINY)
        assert len({task.key for task in found}) == len(found)
        assert figure.tasks(replace(TINY)) == found
