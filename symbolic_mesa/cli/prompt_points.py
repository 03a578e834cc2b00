"""A covariance and numbers that were typed of prompts: of theorems on them, of models in words."""

from typing import TYPE_CHECKING, Any

from symbolic_mesa.cli.chosen import LawOptions, parameters
from symbolic_mesa.cli.numbers import whole_number
from symbolic_mesa.cli.options.derive import Format
from symbolic_mesa.text.errors import InvalidInput

if TYPE_CHECKING:
    from symbolic_mesa.models.problem import Problem
    from symbolic_mesa.results.results import Results

SHOWN = Format.text, Format.json


def typed(
    chosen: LawOptions,
    theorem: str | None,
    model: "Problem | None",
    samples: str | None,
    test_samples: str | None,
    modules: list[str],
) -> dict[str, Any]:
    """Return the law, and what is given of prompts, as `symbolic_mesa.derive` takes them.

    Of prompts --covariance and --param are the tokens' and the symbols'; else they are the law's.
    """
    given: dict[str, Any] = {
        "samples": whole_number("--samples", samples),
        "test_samples": whole_number("--test-samples", test_samples),
    }
    others = chosen._replace(covariance=None, param=None)
    if not _about_prompts(theorem, model, modules) or others.chosen is not None:
        return {"law": chosen.chosen, **given}
    numbers = parameters(chosen.param or [])
    return {"law": None, "covariance": chosen.covariance, "numbers": numbers, **given}


def _about_prompts(theorem: str | None, model: "Problem | None", modules: list[str]) -> bool:
    if model is not None or theorem is None:
        return model is not None and model.regression is not None
    from derivations.lookup import of_theorem

    (entry,) = of_theorem(theorem, modules).values()
    return entry.law is not None


def refuse_unshown(found: "Results", format: Format, explain: bool) -> None:
    """Refuse formats that do not show what claims say at a point."""
    if found.point is not None and (format not in SHOWN or explain):
        what = "--explain" if explain else f"--format {format.value}"
        raise InvalidInput(
            f"{what}: what claims say at a covariance or at numbers is in text and JSON; choose "
            "one of them, or leave the numbers out"
        )
