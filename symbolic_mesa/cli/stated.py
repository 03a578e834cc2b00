"""The model of a person's own that ``mesa-derive`` is called with."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from symbolic_mesa.cli.chosen import LawOptions
from symbolic_mesa.cli.running import FAILED, complain
from symbolic_mesa.text.errors import InvalidInput

if TYPE_CHECKING:
    from symbolic_mesa.models.problem import Problem


def stated_model(
    command: str,
    model: Path | None,
    forward: str | None,
    fixed: Mapping[str, Any],
    meant: tuple[int | None, LawOptions],
) -> tuple["Problem | None", str]:
    """Return the stated model, and a line on the forward pass that it was held against.

    Args:
        command: the name of the command.
        model: the file; None where none is named.
        forward: ``FILE.py:FUNCTION``; None likewise.
        fixed: the matrices of blocks that are not trained.
        meant: d, and the options of a law, which may have a d of its own.

    Raises:
        InvalidInput: when an option belongs to a model and there is none, or a matrix is unfit.
        typer.Exit: when the model and the forward pass differ.
    """
    if model is None:
        for option, given in (("--forward", forward is not None), ("--fixed", bool(fixed))):
            if given:
                raise InvalidInput(
                    f"{option} belongs to --model; give a model too, or leave it out"
                )
        return None, ""
    from symbolic_mesa.models.fixed import with_matrices
    from symbolic_mesa.stating.files import load_model

    problem = load_model(model)
    if problem.regression is None:  # else the options of a law are those of the prompts
        problem = with_matrices(problem, fixed, _dimension(*meant))
    elif fixed:
        raise InvalidInput("--fixed belongs to a model with indices; leave it out")
    if forward is None:
        return problem, ""
    from symbolic_mesa.cli.forward import held_against

    same, line = held_against(problem, model, forward)
    if not same:
        complain(f"{command}: {line}")
        raise typer.Exit(FAILED)
    return problem, f"\n{line}\n"


def _dimension(dim: int | None, options: LawOptions) -> int | None:
    """Return the d that is given, or that of the law."""
    law = options.chosen if dim is None else None
    return dim if law is None else law.dim
