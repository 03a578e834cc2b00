"""The command ``mesa-derive``: name a law, get its results, checked."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from symbolic_mesa.cli import views
from symbolic_mesa.cli.options import (
    Data,
    Debug,
    Distribution,
    Module,
    Moments,
    Param,
    Support,
    Symmetrize,
    chosen_law,
    initial_point,
    whole_number,
)
from symbolic_mesa.cli.running import FAILED, complain, run
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted
from symbolic_mesa.text.whole_files import write_whole

if TYPE_CHECKING:
    from symbolic_mesa.laws.protocol import TokenLaw
    from symbolic_mesa.results.results import Results
    from symbolic_mesa.trust import Trust

NAME = "mesa-derive"

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


class Format(StrEnum):
    """The formats of the output."""

    text = "text"
    json = "json"
    latex = "latex"
    coq = "coq"


def main() -> None:
    """Run the command and exit."""
    run(app, NAME)


@app.command(context_settings={"help_option_names": ["-h", "--help"]})
def derive(
    distribution: Distribution = None,
    param: Param = None,
    support: Support = None,
    moments: Moments = None,
    data: Data = None,
    symmetrize: Symmetrize = None,
    dim: Annotated[str | None, typer.Option(metavar="D", help="d; a symbol if not given.")] = None,
    length: Annotated[
        str | None, typer.Option(metavar="T", help="T; a symbol if not given.")
    ] = None,
    test_length: Annotated[
        str | None,
        typer.Option(metavar="T", help="The length of a test sequence; a symbol if not given."),
    ] = None,
    init: Annotated[
        str | None,
        typer.Option(metavar="A,B", help="The initial a and b, exact; symbols if not given."),
    ] = None,
    format: Annotated[Format, typer.Option(help="What to write.")] = Format.text,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to a file instead.")
    ] = None,
    results: Annotated[
        str | None,
        typer.Option(
            metavar="ID,...|all",
            help="Only these results (default: those of --theorem, or of the first listed).",
        ),
    ] = None,
    theorem: Annotated[
        str | None, typer.Option(metavar="ID", help="The theorem whose results are meant.")
    ] = None,
    module: Module = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the derivation step by step.")
    ] = False,
    no_check: Annotated[
        bool, typer.Option("--no-check", help="Skip the checks against the full model.")
    ] = False,
    require: Annotated[
        str | None,
        typer.Option(
            metavar="LEVEL",
            help="Fail where a claim has less trust; results that are not claimed (not-applicable, "
            "missing-moment, coordinates-differ) pass.",
        ),
    ] = None,
    kernel: Annotated[
        bool, typer.Option("--kernel", help="Have the lemmas checked by the proof kernel coqc.")
    ] = False,
    phase_portrait: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Draw the flow of (a, b) as well.")
    ] = None,
    step_sizes: Annotated[
        bool, typer.Option("--step-sizes", help="Show step sizes of gradient descent, and epochs.")
    ] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="Show every law of the catalogue side by side.")
    ] = False,
    list_: Annotated[bool, typer.Option("--list", help="List the derivations.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    debug: Debug = False,
) -> int:
    """Derive the loss, the gradient flow and its fixed point for a law of the initial token."""
    if version:
        from symbolic_mesa import __version__

        print(f"{NAME} {__version__}")
        return 0
    if list_:
        return _print_list(module or [])
    laws = {"--distribution": distribution, "--support": support, "--moments": moments}
    chosen = {**laws, "--data": data}
    beside: dict[str, object] = {
        "--results": results,
        "--theorem": theorem,
        "--module": module,
        "--test-length": test_length,
        "--explain": explain,
    }
    beside |= {"--require": require, "--kernel": kernel, "--phase-portrait": phase_portrait}
    sizes = whole_number("--dim", dim), whole_number("--length", length)
    if compare:
        of_law = {**chosen, "--param": param, "--symmetrize": symmetrize, "--init": init}
        refused = {**of_law, "--step-sizes": step_sizes, **beside}
        views.refuse("--compare", "the whole catalogue", refused)
        return views.compare(sizes, not no_check, format.value, output)
    law = chosen_law(chosen, param or [], symmetrize)
    if step_sizes:
        views.refuse("--step-sizes", "step sizes only", beside)
        return views.step_sizes(law, sizes, initial_point(init), format.value, output)
    if explain and (format is not Format.text or output is not None):
        raise InvalidInput("--explain writes text to the terminal; JSON always carries the steps")
    least = _level(require)
    test = whole_number("--test-length", test_length)
    found = _found(law, sizes, initial_point(init), test, results, theorem, module or [])
    if phase_portrait is not None:
        views.draw(found, phase_portrait)
    if not no_check:
        from symbolic_mesa.results.checks import check

        found = check(found)
    if kernel:
        from symbolic_mesa.results.checks import proved

        found = proved(found)
    if explain:
        from symbolic_mesa.export.explain import show

        show(found, sys.stdout)
    else:
        _write(found, format, output)
    return max(_verdict(found), _short_of(found, least))


def _print_list(modules: list[str]) -> int:
    from derivations.registry import registered

    for entry in registered(modules).values():
        print(f"{entry.id} {entry.phrase}")
    return 0


def _found(
    law: "TokenLaw",
    sizes: tuple[int | None, int | None],
    init: tuple[str, str] | None,
    test_length: int | None,
    results: str | None,
    theorem: str | None,
    modules: list[str],
) -> "Results":
    """Return the results wanted, the same for every format, not checked."""
    from symbolic_mesa.results.deriving import derive

    ids = None if results in (None, "all") else [id.strip() for id in results.split(",")]
    if results is None and theorem is None:
        from derivations import REGISTRY

        theorem = next(iter(REGISTRY))
    return derive(
        law,
        *sizes,
        results=ids,
        check=False,
        init=init,
        test_length=test_length,
        theorem=theorem,
        modules=modules,
    )


def _verdict(found: "Results") -> int:
    """Name every failed claim on standard error; return the exit code, the same in every format.

    A result stands on the steps that it rests on: they count whether they are shown or not.
    """
    for step in found.failed:
        details = [check.detail for check in step.checks if check.outcome == "failed"]
        complain(f"{NAME}: {step.id} failed: {'; '.join(details)}")
    return FAILED if found.failed else 0


def _level(text: str | None) -> "Trust | None":
    from symbolic_mesa.trust import TRUSTS

    if text is None:
        return None
    for trust in TRUSTS:
        if trust == text:
            return trust
    raise InvalidInput(
        f"--require {quoted(text)}: no level of trust; choose from {', '.join(TRUSTS)}"
    )


def _short_of(found: "Results", least: "Trust | None") -> int:
    """Name every result with less trust than is required; return the exit code."""
    from symbolic_mesa.trust import trusted_as

    claimed = [] if least is None else [one for one in found.values() if not one.step.obstacle]
    short = [one for one in claimed if least and not trusted_as(one.trust, least)]
    for one in short:
        complain(f"{NAME}: {one.id} has the trust {one.trust}; {least} is required")
    return FAILED if short else 0


def _write(results: "Results", format: Format, output: Path | None) -> None:
    from symbolic_mesa.export import coq, json, latex, text

    if format is Format.text and output is None:
        text.show(results, sys.stdout)
        return
    modules = {Format.text: text, Format.json: json, Format.latex: latex, Format.coq: coq}
    written = modules[format].dumps(results)
    if output is None:
        sys.stdout.write(written)
    else:
        write_whole(output, written)


if __name__ == "__main__":
    main()
