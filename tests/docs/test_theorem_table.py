"""The table of docs/theorem-4.1.md is the derivation: the same steps with the same statuses."""

from pathlib import Path

from derivations import REGISTRY, theorem_4_1
from symbolic_mesa import laws
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.comparison import Witness

PAGE = Path(__file__).parents[2] / "docs" / "theorem-4.1.md"


def test_the_table_holds_every_step_and_its_status() -> None:
    rows = [line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    table = [(row[2].strip(" `"), row[3].strip()) for row in rows if len(row) == 5][2:]
    setting = Setting(laws.generic())
    witness = Witness(REGISTRY["theorem-4.1"], setting)
    steps = [step.checked(witness.checks(step)) for step in theorem_4_1.derive(setting).steps]
    assert table == [(step.id, step.status) for step in steps]


def test_every_step_is_checked_by_two_routes() -> None:
    setting = Setting(laws.gaussian())
    witness = Witness(REGISTRY["theorem-4.1"], setting)
    for step in theorem_4_1.derive(setting).steps:
        checks = step.checked(witness.checks(step)).checks
        assert len({check.kind for check in checks if check.outcome == "passed"}) >= 2, step.id
