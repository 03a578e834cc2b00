"""The command ``mesa-new-model``: the files with which a model of one's own starts."""

import shlex
from pathlib import Path

from symbolic_mesa.cli.options import new_model as options
from symbolic_mesa.cli.options import shared
from symbolic_mesa.cli.running import application, run
from symbolic_mesa.text.quoting import printable
from symbolic_mesa.text.whole_files import write_folder

NAME = "mesa-new-model"
LOCK = "proofs.lock.json"
HELP = """Make a folder NAME with a model in TOML, its forward pass, a test and a lock file.

It takes up to a minute: what is locked is derived and checked first.

\b
mesa-new-model two-heads
mesa-new-model two-heads --dir models
"""

app = application()


def main() -> None:
    """Run the command and exit."""
    run(app, NAME)


@app.command(help=HELP)
def new_model(name: options.Name, dir: options.Dir = Path(), debug: shared.Debug = False) -> int:
    """Make a folder with a model, its forward pass, a test and a lock file: all of it or none."""
    from symbolic_mesa.stating import starting

    contents = starting.files_of(name)
    place = starting.free_place(name, dir)
    model, forward = (starting.named(file, name) for file in (starting.MODEL, starting.FORWARD))
    write_folder(place, contents | {LOCK: _locked(contents[model], name)})
    print(f"{printable(place)}: {', '.join(sorted((*contents, LOCK)))}")
    print(f"next: cd {shlex.quote(str(place))}, and state your model in {model}")
    print(f"      mesa-derive --model {model} --forward {forward}:predict")
    print("      python -m pytest")
    print(f"      mesa-lock --model {model}")
    return 0


def _locked(model: str, name: str) -> str:
    """Return the lock file of a model, as mesa-lock writes it."""
    from derivations.lookup import of_model
    from symbolic_mesa.proofs import lockfile
    from symbolic_mesa.results.derived import at_their_settings
    from symbolic_mesa.stating.files import read_model

    entries = of_model(read_model(model, name, name))
    return lockfile.dumps(lockfile.locked(at_their_settings(entries.values())))


if __name__ == "__main__":
    main()
