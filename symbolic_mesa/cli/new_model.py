"""The command ``mesa-new-model``: the files with which a model of one's own starts."""

from pathlib import Path

from symbolic_mesa.cli.options import new_model as options
from symbolic_mesa.cli.options import shared
from symbolic_mesa.cli.running import application, run

NAME = "mesa-new-model"
HELP = """Make a folder NAME with a model stated in TOML, its forward pass, a test and a README.

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
    """Make a folder with a model, its forward pass, a test and a README: all of it or none."""
    from symbolic_mesa.stating.starting import start

    folder = start(name, dir)
    print(f"{folder}: {', '.join(sorted(path.name for path in folder.iterdir()))}")
    print(f"next: cd {folder} && python -m pytest")
    return 0


if __name__ == "__main__":
    main()
