"""The command ``mesa-derive``: name a law, get its results, checked."""

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from symbolic_mesa.cli import asked, prompt_points
from symbolic_mesa.cli.chosen import LawOptions, modules_named
from symbolic_mesa.cli.modes import typed
from symbolic_mesa.cli.numbers import start_of, whole_number
from symbolic_mesa.cli.options import derive as options
from symbolic_mesa.cli.options import latex, shared
from symbolic_mesa.cli.options.derive import Format
from symbolic_mesa.cli.output import print_lines, write
from symbolic_mesa.cli.required import level, short_of
from symbolic_mesa.cli.running import FAILED, application, complain, on_one_thread, run
from symbolic_mesa.cli.stated import held_against, stated_model
from symbolic_mesa.cli.typesetting import LatexOptions
from symbolic_mesa.text.errors import InvalidInput

if TYPE_CHECKING:
    from symbolic_mesa.results.results import Results
    from symbolic_mesa.trust import Trust

NAME = "mesa-derive"
HELP = """Derive the loss, the gradient flow and its fixed point for a law of the initial token.

\b
mesa-derive --distribution gaussian
mesa-derive --distribution two-point --param p=1/3 --results emergence
mesa-derive --data tokens.npy --length 100 --format latex

\b
laws: gaussian, sparse, rademacher, uniform, laplace, student-t, ...
      (all: --list-laws); or --support, --moments, --data, --joint
theorems: theorem-4.1, theorem-4.1-dynamics, theorem-4.1-stability,
      theorem-4.1-sharp, symmetric-manifold, theorem-4.2,
      coordinate-flow, single-token-head, von-oswald-mesa-layer,
      von-oswald-backward, von-oswald-step-back, von-oswald-one-step,
      von-oswald-neumann, von-oswald-chebyshev, von-oswald-copy,
      compare-models, von-oswald-few-shot,
      zhang-frei-bartlett, zhang-singh-merged, wishart, mahankali,
      ahn-layers
      (--list says more)
"""
NEXT = """
next: mesa-derive --distribution gaussian       another law; --list-laws shows all
      mesa-derive --results all                 every result; --list shows the theorems
      mesa-derive --results emergence --explain how a result is derived
"""
ELSEWHERE = """
next: the same law with {dim}--theorem coordinate-flow
      the flow where coordinates are not alike
"""

app = application()


def main() -> None:
    """Run the command and exit."""
    on_one_thread()
    run(app, NAME)


@app.command(help=HELP)
def derive(
    context: typer.Context,
    distribution: shared.Distribution = None,
    param: shared.Param = None,
    support: shared.Support = None,
    moments: shared.Moments = None,
    data: shared.Data = None,
    symmetrize: shared.Symmetrize = None,
    weights_column: shared.WeightsColumn = None,
    joint: shared.Joint = None,
    covariance: shared.Covariance = None,
    dim: options.Dim = None,
    length: options.Length = None,
    samples: options.Samples = None,
    test_samples: options.TestSamples = None,
    power: options.Power = None,
    test_length: options.TestLength = None,
    init: options.Init = None,
    assume: options.Assume = None,
    format: options.Written = Format.text,
    output: options.Output = None,
    width: latex.Width = None,
    proof: latex.Proof = False,
    bare: latex.Bare = False,
    harmonic: latex.Harmonic = None,
    label_prefix: latex.LabelPrefix = None,
    standalone: latex.Standalone = None,
    results: options.Results = None,
    theorem: shared.Theorem = None,
    model: options.Model = None,
    forward: options.Forward = None,
    fixed: shared.Fixed = None,
    module: shared.Module = None,
    explain: options.Explain = False,
    no_check: options.NoCheck = False,
    require: options.Require = None,
    kernel: options.Kernel = False,
    phase_portrait: options.PhasePortrait = None,
    step_sizes: options.StepSizes = False,
    compare: options.Compare = False,
    compare_models: options.CompareModels = False,
    moment: options.Moment = None,
    needs: options.Needs = None,
    laws: options.Laws = None,
    list_laws: options.ListLaws = False,
    list_: options.List = False,
    version: options.Version = False,
    debug: shared.Debug = False,
) -> int:
    """Derive the loss, the gradient flow and its fixed point for a law of the initial token."""
    if version or list_laws or list_:
        return _print(version, list_laws, module)
    from symbolic_mesa.cli import views

    sizes = whole_number("--dim", dim), whole_number("--length", length)
    if compare:
        return views.compare(context, sizes, not no_check, format.value, output, laws, width)
    if needs is not None:
        return views.needs(context, needs, sizes, theorem, modules_named(module))
    chosen = LawOptions.typed(context)
    if moment is not None:
        return views.moment(context, chosen.law, moment, sizes[0])
    if step_sizes:
        return views.step_sizes(context, chosen.law, sizes, init, format.value, output)
    if compare_models:
        return views.compare_models(context, chosen.law, sizes, format.value, output)
    typeset = LatexOptions(width, proof, bare, harmonic, label_prefix, standalone)
    _refuse_idle(laws, explain, format, output, typeset)
    least, modules = level(require), modules_named(module)
    stated = stated_model(model, fixed, sizes[0], chosen)
    said = held_against(NAME, stated, model, forward)
    found = _derived(
        *sizes,
        test_length=whole_number("--test-length", test_length),
        init=start_of(init),
        results=asked.ids(results, theorem, power),
        theorem=asked.theorem(theorem, results, model),
        modules=modules,
        check=False,
        assume=assume or (),
        model=stated,
        **prompt_points.typed(chosen, theorem, stated, samples, test_samples, modules),
    )
    prompt_points.refuse_unshown(found, format, explain)
    if phase_portrait is not None:
        views.draw(found, phase_portrait)
    _show(found := _checked(found, not no_check, kernel), explain, format, output, typeset)
    print(_after(said, found, format, output) if typed(context) else NEXT, end="")
    return max(_verdict(found), short_of(_claimed(found), least, NAME))


def _after(said: str, found: "Results", format: Format, output: Path | None) -> str:
    """Return what is said after results that are read on the terminal."""
    return said + _next(found) if _is_read(format, output) else ""


def _is_read(format: Format, output: Path | None) -> bool:
    """Whether what is written is text for the terminal."""
    return format is Format.text and output is None


def _derived(dim: int | None, length: int | None, **options: Any) -> "Results":
    """Return results; what derives them is loaded here."""
    from symbolic_mesa.results.deriving import derive

    return derive(dim=dim, length=length, **options)


def _next(found: "Results") -> str:
    """Return what to try where the results that were asked for are not about the law."""
    from derivations import REGISTRY

    statuses = {one.status for one in found.values()}
    about = {one.entry.id for one in found.derived}
    of_others = not about <= {*REGISTRY}  # the flow there is that of the first paper's model
    if "coordinates-differ" not in statuses or "coordinate-flow" in about or of_others:
        return ""
    return ELSEWHERE.format(dim="" if found.setting.dim else "--dim 3 ")


def _refuse_idle(
    laws: str | None, explain: bool, format: Format, output: Path | None, typeset: LatexOptions
) -> None:
    """Refuse what would do nothing where results are shown."""
    if laws is not None:
        raise InvalidInput("--laws belongs to --compare; give it too, or leave --laws out")
    if explain and not _is_read(format, output):
        raise InvalidInput("--explain writes text to the terminal; JSON always carries the steps")
    typeset.refuse_idle(format, output)


def _print(version: bool, laws: bool, modules: list[str] | None) -> int:
    if version:
        return _print_version()
    return _print_laws() if laws else _print_list(modules_named(modules))


def _print_version() -> int:
    from symbolic_mesa import __version__

    print(f"{NAME} {__version__}")
    return 0


def _print_list(modules: list[str]) -> int:
    from derivations.lookup import registered

    print_lines(f"{entry.id} {entry.phrase}" for entry in registered(modules).values())
    return 0


def _print_laws() -> int:
    from symbolic_mesa.laws.listing import listed

    print_lines(law.line for law in listed())
    return 0


def _checked(found: "Results", check: bool, kernel: bool) -> "Results":
    """Return results with the checks that are wanted of them."""
    from symbolic_mesa.results import checks

    found = checks.check(found) if check else found
    return checks.proved(found) if kernel else found


def _show(
    found: "Results", explain: bool, format: Format, output: Path | None, typeset: LatexOptions
) -> None:
    """Write the results, as steps or in a format."""
    if explain:
        from symbolic_mesa.export.explain import show

        show(found, sys.stdout)
        return
    if format is Format.latex:
        typeset.write(found, output)
        return
    module = import_module(f"symbolic_mesa.export.{format.value}")
    if _is_read(format, output):
        module.show(found, sys.stdout)
    else:
        write(module.dumps(found), output)


def _verdict(found: "Results") -> int:
    """Name every failed claim on standard error; return the exit code, the same in every format.

    A result stands on the steps that it rests on: they count whether they are shown or not.
    """
    for step in found.failed:
        details = [check.detail for check in step.checks if check.outcome == "failed"]
        complain(f"{NAME}: {step.id} failed: {'; '.join(details)}")
    return FAILED if found.failed else 0


def _claimed(found: "Results") -> list[tuple[str, "Trust"]]:
    """Return the results that are claimed, with their trust."""
    return [(one.id, one.trust) for one in found.values() if not one.step.obstacle]


if __name__ == "__main__":
    main()
