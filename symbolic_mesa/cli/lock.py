"""The command ``mesa-lock``: write every registered claim to a file, or check that none changed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from symbolic_mesa.cli.options import Debug
from symbolic_mesa.cli.running import FAILED, run
from symbolic_mesa.text.whole_files import write_whole

if TYPE_CHECKING:
    from symbolic_mesa.proofs.lockfile import Locked

NAME = "mesa-lock"

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def main() -> None:
    """Run the command and exit."""
    run(app, NAME)


@app.command(context_settings={"help_option_names": ["-h", "--help"]})
def lock(
    modules: Annotated[
        list[str] | None,
        typer.Argument(metavar="[MODULE]...", help="Modules with ENTRIES of your own, besides."),
    ] = None,
    file: Annotated[Path, typer.Option("--file", metavar="FILE", help="The lock file.")] = Path(
        "proofs.lock.json"
    ),
    check: Annotated[
        bool, typer.Option("--check", help="Recompute and compare; never write.")
    ] = False,
    debug: Debug = False,
) -> int:
    """Lock the claims of all registered derivations, or check that they are still those locked."""
    from derivations.registry import registered
    from symbolic_mesa.proofs import lockfile
    from symbolic_mesa.results.derived import at_their_settings

    old = lockfile.read(file) if check else {}
    new = lockfile.locked(at_their_settings(registered(modules or ()).values()))
    steps = sum(len(one) for one in new.values())
    if not check:
        write_whole(file, lockfile.dumps(new), "--file")
        print(f"{file}: {steps} claims of {len(new)} proofs")
        return _failed(new)
    found = list(lockfile.compared(old, new))
    for line in found:
        print(line)
    print(f"{steps} claims of {len(new)} proofs: {len(found) or 'no'} differences")
    return FAILED if found else _failed(new)


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
