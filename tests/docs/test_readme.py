"""The output in the README is the output of the command above it."""

import re
import shlex
from pathlib import Path

from derivations import REGISTRY
from derivations.lookup import by_default
from symbolic_mesa.laws.catalogue import FAMILIES
from symbolic_mesa.trust import KINDS, STATUSES, TRUSTS
from tests.cli import Run

README = Path(__file__).parents[2] / "README.md"
NUMBER = re.compile(r"\d+e-\d+")  # a rounding error: another machine may round otherwise


def test_the_output_shown_is_what_the_command_prints(run: Run) -> None:
    block = README.read_text(encoding="utf-8").split("    $ mesa-derive ")[1].split("\n\nNo ")[0]
    command, _, shown = block.replace("\\\n", " ").partition("\n")
    outcome = run(*shlex.split(command))
    expected = "\n".join(line[4:] for line in shown.splitlines())
    assert outcome.code == 0
    assert NUMBER.sub("…", outcome.out.strip()) == NUMBER.sub("…", expected)


def test_every_law_and_every_result_is_named() -> None:
    text = README.read_text(encoding="utf-8")
    named = set(
        re.findall(r"[a-zA-Z][\w.-]*\w", text.split("- **Laws.**")[1].split("- **Views")[0])
    )
    results = {id for entry in by_default(REGISTRY).values() for id in entry.results}
    assert {*FAMILIES, "generic", "exchangeable", *results} - named == set()
    assert {id for id in REGISTRY if f"`{id}`" not in text} <= set(by_default(REGISTRY))


def test_the_pages_list_what_there_is() -> None:
    docs = README.parent / "docs"
    for page, words in (
        ("laws.md", [*FAMILIES, "generic", "exchangeable"]),
        ("proofs.md", KINDS),
        ("trust.md", [*TRUSTS, *STATUSES]),
    ):
        rows = [x for x in (docs / page).read_text("utf-8").splitlines() if x.startswith("| `")]
        listed = {word for row in rows for word in re.findall(r"`([^`]*)`", row.split("|")[1])}
        assert set(words) - listed == set(), page
    rows = [x for x in (docs / "laws.md").read_text("utf-8").splitlines() if x.startswith("| `")]
    for name, family in FAMILIES.items():
        (row,) = [x for x in rows if x.startswith(f"| `{name}`")]
        conditions = row.split("|")[2].replace("`", "").replace("≤", "<=").replace("≠", "!=")
        assert conditions.strip() == ", ".join(family.needed)


def test_every_file_that_is_named_is_there() -> None:
    root = README.parent
    named = re.compile(
        r"`((?:symbolic_mesa|derivations|numeric_check|tests|docs|benchmarks)/[\w./-]*)`"
    )
    pages = [README, root / "CONTRIBUTING.md", *root.glob("docs/*.md")]
    found = [(page.name, name) for page in pages for name in named.findall(page.read_text("utf-8"))]
    assert [one for one in found if not (root / one[1]).exists()] == []
    assert ("CONTRIBUTING.md", "symbolic_mesa/laws/catalogue/") in found


def test_every_option_that_is_named_is_one() -> None:
    root = README.parent
    options = "".join(
        page.read_text("utf-8") for page in root.glob("symbolic_mesa/cli/options/*.py")
    )
    elsewhere = {
        "--proofs",
        "--check",
        "--dist",
        "--in-process",
        "--processes",
        "--seed",
        "--ours",
        "--theirs",
    }
    for page in [README, *root.glob("docs/*.md")]:
        typed = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+[a-z]", page.read_text("utf-8")))
        unknown = {one for one in typed - elsewhere if f'"{one}"' not in options}
        assert not unknown, (page.name, unknown)


def test_every_file_that_is_linked_is_there() -> None:
    for page in [README, *README.parent.glob("docs/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), (page, target)
