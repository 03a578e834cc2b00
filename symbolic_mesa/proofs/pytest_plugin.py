"""The pytest plugin: ``pytest --proofs`` makes one test of every claim that is registered.

Settings of pytest's configuration: ``proofs`` names modules with ENTRIES of your own, which are
tested alone then (``derivations`` has this package's); ``proofs_models`` names files that state a
model, from the root folder; ``proofs_lock`` names the lock file (default: proofs.lock.json, where
there is one).
"""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from symbolic_mesa.proofs.lockfile import Locked
    from symbolic_mesa.results.derived import Derived

DEFAULT_LOCK = "proofs.lock.json"
WORD = "symbolic-mesa"  # under which a worker tells the controller what is wrong


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option and the settings."""
    group = parser.getgroup("symbolic-mesa")
    group.addoption("--proofs", action="store_true", help="test every registered derivation")
    parser.addini("proofs", "modules with derivations of your own", type="args", default=[])
    parser.addini("proofs_models", "files that state a model", type="args", default=[])
    parser.addini("proofs_lock", f"the lock file (default: {DEFAULT_LOCK})", default="")


@pytest.hookimpl(tryfirst=True)  # before -k and -m choose among the items
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the claims of every registered derivation.

    Raises:
        pytest.UsageError: when there is no telling what they are. A worker of pytest-xdist, whose
            output nobody sees, tells the controller instead.
    """
    if not config.getoption("--proofs"):
        return
    from symbolic_mesa.siblings import refuse_others
    from symbolic_mesa.text.errors import MesaError

    try:
        refuse_others()
        for suite in _suites(session, config):
            items.extend(suite.collect())
    except MesaError as error:
        if not hasattr(config, "workeroutput"):
            raise pytest.UsageError(str(error)) from None
        config.workeroutput[WORD] = str(error)
        items.clear()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """End the run as without pytest-xdist when a worker could not collect the claims."""
    word = getattr(node, "workeroutput", {}).get(WORD)
    if word is not None:
        raise pytest.UsageError(word)


def _suites(session: pytest.Session, config: pytest.Config) -> Iterator["ProofSuite"]:
    from derivations.lookup import look_in
    from symbolic_mesa.proofs.choosing import entries
    from symbolic_mesa.results.derived import at_their_settings

    lock = _lock(config)
    look_in(config.rootpath, config.invocation_params.dir)
    _refuse_a_lock_of_others(lock, config)
    models = [config.rootpath / path for path in config.getini("proofs_models")]
    found = list(at_their_settings(entries(config.getini("proofs"), models).values()))
    for proof in found:
        yield ProofSuite.of(session, proof, lock)
    gone = sorted(set(lock or {}) - {proof.name for proof in found})
    if gone:
        yield ProofSuite.of(session, None, {name: {} for name in gone})


def _refuse_a_lock_of_others(lock: "Locked | None", config: pytest.Config) -> None:
    """Refuse a lock of somebody's modules where these are not named: every claim would fail.

    Raises:
        InvalidInput: when the lock has none of this package's theorems, and no module is named.
    """
    from derivations import REGISTRY
    from symbolic_mesa.results.derived import at_their_settings
    from symbolic_mesa.text.errors import InvalidInput

    names = [*(lock or ())]
    named = config.getini("proofs") or config.getini("proofs_models")
    own = {proof.name for proof in at_their_settings(REGISTRY.values())}
    if not names or named or own & {*names}:
        return
    raise InvalidInput(
        f"{_path(config).name}: the lock has only {', '.join(names)}; set proofs = [...] in "
        "pytest's configuration to the modules with these theorems, or give -o proofs=MODULE"
    )


def _path(config: pytest.Config) -> Path:
    """Return the lock file."""
    return Path(config.rootpath) / (config.getini("proofs_lock") or DEFAULT_LOCK)


def _lock(config: pytest.Config) -> "Locked | None":
    from symbolic_mesa.proofs import lockfile

    named, path = config.getini("proofs_lock"), _path(config)
    return lockfile.read(path) if named or path.exists() else None


class ProofFailed(Exception):
    """A claim failed its checks, or is not the one that is locked."""


class ProofSuite(pytest.Collector):
    """The claims of one derivation in one setting; without a proof, what only the lock knows."""

    proof: "Derived | None"
    lock: "Locked | None"

    @classmethod
    def of(
        cls, parent: pytest.Session, proof: "Derived | None", lock: "Locked | None"
    ) -> "ProofSuite":
        """Return the suite of a proof."""
        name = proof.name if proof else "locked"
        suite: ProofSuite = cls.from_parent(parent, name=name, nodeid=name)
        suite.proof, suite.lock = proof, lock
        return suite

    @cached_property
    def locked_steps(self) -> dict[str, Any] | None:
        """The steps of this proof as they are locked; None without a lock file."""
        if self.lock is None or self.proof is None:
            return None
        return dict(self.lock.get(self.proof.name, {}))

    def collect(self) -> list[pytest.Item]:
        """Return one item for each claim, and one for each claim that only the lock file has."""
        if self.proof is None:
            return [ClaimItem.from_parent(self, name=name) for name in self.lock or {}]
        from symbolic_mesa.proofs.lockfile import statement_of

        ids = [step.id for step in self.proof.derivation.steps]
        ids += statement_of(self.proof) if self.lock is not None else ()
        ids += sorted(set(self.locked_steps or {}) - set(ids))
        return [ClaimItem.from_parent(self, name=id) for id in ids]


class ClaimItem(pytest.Item):
    """One claim: its checks must pass, and it must be the one that is locked."""

    parent: ProofSuite

    def runtest(self) -> None:
        """Check the claim.

        Raises:
            ProofFailed: with a line for each failure.
        """
        from symbolic_mesa.proofs.canonical import step_data
        from symbolic_mesa.proofs.lockfile import compared_step, statement_of

        proof, locked = self.parent.proof, self.parent.locked_steps
        if proof is None:
            raise ProofFailed("locked, but no such derivation or setting is registered")
        known = self.name in {step.id for step in proof.derivation.steps}
        step = proof.checked(self.name) if known else None
        failed = [check for check in step.checks if check.outcome == "failed"] if step else []
        lines = [f"{check.kind}: {check.detail}" for check in failed]
        if locked is not None:
            found = step_data(step) if step else statement_of(proof).get(self.name)
            lines += compared_step(locked, self.name, found, proof.name)
        if lines:
            raise ProofFailed("\n".join(lines))
        if step and step.status in ("unchecked", "cited"):
            pytest.skip(f"{step.status}: nothing has checked this claim")

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """Show a failed claim as its lines, anything else as a traceback."""
        if isinstance(excinfo.value, ProofFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the claim."""
        return self.path, None, f"{self.parent.name} {self.name}"
