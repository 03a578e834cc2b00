"""The command ``mesa-mutate``: make every claim wrong in small ways, and see it caught."""

from collections import Counter
from typing import TYPE_CHECKING

from symbolic_mesa.cli.chosen import modules_named
from symbolic_mesa.cli.matrices import matrices
from symbolic_mesa.cli.numbers import seed_number, whole_number
from symbolic_mesa.cli.options import mutate as options
from symbolic_mesa.cli.options import shared
from symbolic_mesa.cli.running import FAILED, application, on_one_thread, run
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

if TYPE_CHECKING:
    from symbolic_mesa.proofs.mutation import Verdict

NAME = "mesa-mutate"
UNMEASURED = "the claim states nothing measurable, and is judged by its symbolic checks alone"

app = application()


def main() -> None:
    """Run the command and exit."""
    on_one_thread()
    run(app, NAME)


@app.command()
def mutate(
    ids: options.Ids = None,
    module: shared.Module = None,
    model: shared.Models = None,
    fixed: shared.Fixed = None,
    sample: options.Sample = None,
    seed: options.Seed = None,
    debug: shared.Debug = False,
) -> int:
    """Mutate claims and run their checks on what comes out: exact ones, then numerical alone."""
    from symbolic_mesa.proofs.choosing import entries
    from symbolic_mesa.proofs.mutation import sampled, targets, verdicts
    from symbolic_mesa.results.derived import at_their_settings

    if seed is not None and sample is None:
        raise InvalidInput("--seed belongs to --sample; give a number of mutants, or leave it out")
    size, start = sample_size(sample), seed_number("1" if seed is None else seed)
    every = list(
        at_their_settings(entries(modules_named(module), model or (), matrices(fixed)).values())
    )
    known = {id for proof in every for id in (proof.entry.id, *proof.entry.results)}
    known |= {step.id for proof in every for step in proof.derivation.steps}
    for id in ids or ():
        if id not in known:
            raise InvalidInput(
                f"{quoted(id)}: no claim or derivation; choose from {', '.join(sorted(known))}"
                + nearest(id, sorted(known))
            )
    wanted = ids or ()
    found = targets(every, wanted) if size is None else sampled(every, wanted, size, start)
    return _report(list(verdicts(found)))


def sample_size(text: str | None) -> int | None:
    """Return how many mutants are drawn; None for all of them."""
    size = whole_number("--sample", text)
    if size is not None and size < 1:
        raise InvalidInput(f"--sample {size}: no mutant would be drawn; give 1 or more")
    return size


def _report(found: "list[Verdict]") -> int:
    """Print which check caught what, every survivor and both scores."""
    for where in dict.fromkeys(verdict.where for verdict in found):
        here = [verdict for verdict in found if verdict.where == where]
        caught = Counter(kind for v in here for kind in (*v.exact, *v.numerical))
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(caught.items()))
        alone = "" if here[0].measurable else f"; {UNMEASURED}"
        print(f"{where}: {len(here)} mutants; caught by {kinds or 'nothing'}{alone}")
    for verdict in found:
        if not verdict.killed:
            blind = " and ".join(verdict.blind)
            print(f"survivor: {verdict.where}: {verdict.words} ({blind} checks)")
    exact = sum(bool(verdict.exact) for verdict in found)
    measured = [verdict for verdict in found if verdict.measurable]
    numerical = sum(bool(verdict.numerical) for verdict in measured)
    both = sum(verdict.killed for verdict in found)
    print(f"symbolic and exact checks: killed {exact} of {len(found)}")
    print(f"numerical checks alone: killed {numerical} of {len(measured)}")
    print(f"killed {both} of {len(found)}")
    return 0 if both == len(found) else FAILED


if __name__ == "__main__":
    main()
