"""The command ``mesa-lock``: write every registered claim to a file, or check that none changed."""

from pathlib import Path
from typing import TYPE_CHECKING

from symbolic_mesa.cli.chosen import modules_named
from symbolic_mesa.cli.matrices import matrices
from symbolic_mesa.cli.options import lock as options
from symbolic_mesa.cli.options import shared
from symbolic_mesa.cli.required import level, short_of
from symbolic_mesa.cli.running import FAILED, application, run
from symbolic_mesa.text.whole_files import write_whole

if TYPE_CHECKING:
    from symbolic_mesa.proofs.lockfile import Locked

NAME = "mesa-lock"

app = application()


def main() -> None:
    """Run the command and exit."""
    run(app, NAME)


@app.command()
def lock(
    modules: options.Modules = None,
    model: shared.Models = None,
    fixed: shared.Fixed = None,
    file: options.File = Path("proofs.lock.json"),
    check: options.Check = False,
    require: options.Require = None,
    debug: shared.Debug = False,
) -> int:
    """Lock the claims of modules or models of your own, or of all derivations; or check them."""
    from symbolic_mesa.proofs import lockfile
    from symbolic_mesa.proofs.choosing import entries
    from symbolic_mesa.results.derived import at_their_settings

    least, old = level(require), lockfile.read(file) if check else {}
    proofs = list(
        at_their_settings(entries(modules_named(modules), model or (), matrices(fixed)).values())
    )
    new = lockfile.locked(proofs)
    short = short_of(lockfile.trusted(proofs, new), least, NAME)
    steps = sum(len(one) for one in new.values())
    if not check:
        write_whole(file, lockfile.dumps(new), "--file")
        print(f"{file}: {_counted(steps, 'claim')} of {_counted(len(new), 'proof')}")
        return max(_failed(new), short)
    found = list(lockfile.compared(old, new))
    for line in found:
        print(line)
    differences = _counted(len(found), "difference") if found else "no differences"
    print(f"{_counted(steps, 'claim')} of {_counted(len(new), 'proof')}: {differences}")
    return FAILED if found else max(_failed(new), short)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _failed(found: "Locked") -> int:
    """Name the claims of which a check failed; return the exit code."""
    failed = [
        f"{name} {id}"
        for name, steps in found.items()
        for id, step in steps.items()
        if step["status"] == "failed"
    ]
    for name in failed:
        print(f"{name}: failed its checks")
    return FAILED if failed else 0


if __name__ == "__main__":
    main()
