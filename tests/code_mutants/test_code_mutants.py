"""The mutants of a toy: one that its test kills, one that survives, one that never ends."""

import ast
from pathlib import Path

import pytest

from tests.code_mutants import choice
from tests.code_mutants.changes import changes
from tests.code_mutants.choice import EQUIVALENTS, Mutant, equivalents, modules, near_files, sample
from tests.code_mutants.running import copied, mutated, outcome

ROOT = Path(__file__).parents[2]
TOY = '''"""Σ of toys."""

FEW: int = 3


def product(x: int = 2) -> int:
    """Return 2 x."""
    return FEW * x  # Σ: a byte is no character


def half(x: int) -> str:
    if x % 2:
        raise ValueError(f"{x + 1}: odd")
    return "half" if not x > 9 else ""


def up(x: int) -> int:
    while x < 9:
        x += 1
    return x
'''
TESTS = "from toy import product, up\n\n\ndef test_toy():\n    assert product(1) == up(3) - 6\n"
FOUND = {
    "toy.py: : FEW: int = 3 -> FEW: int = (4)": "killed",
    "toy.py: half: if x % 2: -> if (x // 2):": "survived",
    "toy.py: up: x += 1 -> pass": "timeout",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder with a toy and its test."""
    (tmp_path / "toy.py").write_text(TOY, "utf-8")
    (tmp_path / "test_toy.py").write_text(TESTS, "utf-8")
    return tmp_path


def test_a_toy_has_these_mutants(tree: Path) -> None:
    names = [mutant.name.removeprefix("toy.py: ") for mutant in sample(tree, ["toy.py"], 99, 1)]
    assert sorted(names) == [
        ": FEW: int = 3 -> FEW: int = (4)",
        "half: if x % 2: -> if (not x % 2):",
        "half: if x % 2: -> if (x // 2):",
        "half: if x % 2: -> if x % (3):",
        'half: if x % 2: raise ValueError(f"{x + 1}: odd") -> pass',
        'half: raise ValueError(f"{x + 1}: odd") -> pass',
        'half: return "half" if not x > 9 else "" -> return "half" if (not not x > 9) else ""',
        'half: return "half" if not x > 9 else "" -> return "half" if (x > 9) else ""',
        'half: return "half" if not x > 9 else "" -> return "half" if not (x >= 9) else ""',
        'half: return "half" if not x > 9 else "" -> return "half" if not x > (10) else ""',
        "product: def product(x: int = 2) -> int: -> def product(x: int = (3)) -> int:",
        "product: return FEW * x # Σ: a byte is no character -> "
        "return (FEW + x) # Σ: a byte is no character",
        "up: while x < 9: -> while (not x < 9):",
        "up: while x < 9: -> while (x <= 9):",
        "up: while x < 9: -> while x < (10):",
        "up: x += 1 -> pass",
        "up: x += 1 -> x += (2)",
    ]


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", FOUND)
def test_a_toy_test_says_what_becomes_of_them(
    tree: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    chosen = {mutant.name: mutant for mutant in sample(tree, ["toy.py"], 99, 1)}[name]
    root = copied(tree, tmp_path_factory.mktemp("copy"))
    with mutated(root, chosen):
        assert outcome(root, ["test_toy.py"], 4) == FOUND[name]
    assert (root / "toy.py").read_text("utf-8") == (tree / "toy.py").read_text("utf-8") == TOY


@pytest.mark.exhaustive
def test_a_run_without_tests_kills_nothing(tree: Path) -> None:
    assert outcome(tree, ["toy.py"], 9) == "survived"


@pytest.mark.exhaustive
def test_every_mutant_of_the_packages_is_a_program() -> None:
    for path in modules(ROOT, "*/engine/*"):
        source = (ROOT / path).read_bytes()
        for change in changes(source):
            assert ast.dump(ast.parse(change.applied(source))) != ast.dump(ast.parse(source))


@pytest.mark.exhaustive
def test_a_sample_is_seeded_and_has_each_module_before_one_twice() -> None:
    paths = modules(ROOT, "numeric_check/*")
    drawn = sample(ROOT, paths, 30, 5)
    assert drawn == sample(ROOT, paths, 30, 5) != sample(ROOT, paths, 30, 6)
    assert len({mutant.path for mutant in drawn}) == 30


@pytest.mark.exhaustive
def test_each_room_comes_by_turns_and_none_twice() -> None:
    drawn = sample(ROOT, modules(ROOT, "*"), 2 * len(choice.TESTS), 1)
    rooms = [choice.room_of(mutant.path) for mutant in drawn]
    assert sorted(rooms) == sorted(2 * list(choice.TESTS))
    assert rooms[: len(choice.TESTS)] == rooms[len(choice.TESTS) :]
    assert choice.room_of("symbolic_mesa/laws/unlike/joint.py") == "symbolic_mesa/laws/unlike"


def test_a_file_that_names_a_module_is_near_it() -> None:
    found = near_files(ROOT, "symbolic_mesa/witness/written_out.py")
    assert "tests/witness/test_written_out.py" in found
    assert "tests/engine/test_patterns.py" not in found
    assert "tests/witness/test_written_out.py" in near_files(
        ROOT, "symbolic_mesa/witness/__init__.py"
    )


def test_what_is_called_equivalent_is_a_mutant_and_has_a_reason() -> None:
    known = equivalents(EQUIVALENTS.read_text("utf-8"))
    paths = {name.partition(": ")[0] for name in known}
    every: set[str] = {mutant.name for mutant in sample(ROOT, sorted(paths), 10**6, 1)}
    assert known.keys() <= every
    assert all(known.values())
    assert equivalents("# no\na: f: x -> y ## so\n") == {"a: f: x -> y": "so"}


def test_a_mutant_keeps_its_name_where_lines_are_added() -> None:
    one, other = (changes(text)[0] for text in (b"x = 1\n", b"\n\nx = 1\n"))
    assert one.shown(b"x = 1\n") == other.shown(b"\n\nx = 1\n") == "x = 1 -> x = (2)"
    assert Mutant("p", one, "n").name == "n"
