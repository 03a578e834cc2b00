"""The model of a person's own that a command is called with."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from symbolic_mesa.cli.chosen import LawOptions
from symbolic_mesa.cli.matrices import matrices
from symbolic_mesa.cli.running import FAILED, complain
from symbolic_mesa.text.errors import InvalidInput

if TYPE_CHECKING:
    from symbolic_mesa.models.problem import Problem


def stated_model(
    model: Path | None, fixed: list[str] | None, dim: int | None, options: LawOptions
) -> "Problem | None":
    """Return the model of a file, with its fixed matrices; None where no file is named.

    Args:
        model: the file.
        fixed: the matrices of blocks that are not trained, as they are typed.
        dim: d, as it is given.
        options: those of a law, which may have a d of its own.

    Raises:
        InvalidInput: when the file states no model, or a matrix is unfit or belongs to none.
    """
    if model is None:
        if fixed:
            raise InvalidInput("--fixed belongs to --model; give a model too, or leave it out")
        return None
    from symbolic_mesa.models.fixed import with_matrices
    from symbolic_mesa.stating.files import load_model

    problem, given = load_model(model), matrices(fixed)
    if problem.regression is None:  # else the options of a law are those of the prompts
        return with_matrices(problem, given, _dimension(dim, options))
    if given:
        raise InvalidInput("--fixed belongs to a model with indices; leave it out")
    return problem


def held_against(
    command: str, problem: "Problem | None", model: Path | None, forward: str | None
) -> str:
    """Return a line on the forward pass that a stated model was held against; none without one.

    Args:
        command: the name of the command.
        problem: the model.
        model: its file.
        forward: ``FILE.py:FUNCTION``.

    Raises:
        InvalidInput: when there is a forward pass and no model.
        typer.Exit: when the two differ.
    """
    if forward is None:
        return ""
    if problem is None or model is None:
        raise InvalidInput("--forward belongs to --model; give a model too, or leave it out")
    from symbolic_mesa.cli import forward as passes

    same, line = passes.held_against(problem, model, forward)
    if not same:
        complain(f"{command}: {line}")
        raise typer.Exit(FAILED)
    return f"\n{line}\n"


def _dimension(dim: int | None, options: LawOptions) -> int | None:
    """Return the d that is given, or that of the law."""
    law = options.chosen if dim is None else None
    return dim if law is None else law.dim
