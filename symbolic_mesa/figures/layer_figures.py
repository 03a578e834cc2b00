"""Figures of theorems about layers that optimize."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symbolic_mesa.figures import layers
from symbolic_mesa.figures.curves import Curves
from symbolic_mesa.figures.drawing import COLUMN
from symbolic_mesa.figures.figure import Figure, Sizes
from symbolic_mesa.figures.tasks import Numbers, Task

SCALES = [0.25 * 2**k for k in range(12)]
ETAS = ["0", "0.025", "0.05", "0.075", "0.1", "0.125", "0.15"]
HEADS = ["0.2", "0.3", "0.4", "0.5", "0.6", "0.8", "1"]
NEUMANN = (
    {"least": 0.1, "largest": 1.5, "printed": True},
    {"least": 0.1, "largest": 3.0, "printed": True},
    {"least": 0.1, "largest": 3.0, "printed": False},
)
AT_TWENTY = {"dim": 5, "length": 20, "sizes": ETAS}
SEED = 33


@dataclass(frozen=True)
class Each:
    """Tasks of one function: the same arguments but for those that tell them apart.

    Attributes:
        work: the function.
        given: the arguments of each task.
        counted: whether what is drawn has a count.
    """

    work: Callable[..., Numbers]
    given: Sequence[Mapping[str, Any]]
    counted: bool = False

    def __call__(self, sizes: Sizes) -> list[Task]:
        """Return the tasks."""
        count = {"count": sizes.prompts} if self.counted else {}
        return [Task(self.work, {**one, **count}) for one in self.given]


FIGURES = (
    Figure(
        "von-oswald-neumann",
        "When do layers that add up a Neumann series converge?",
        "Theory: the derived largest factor of a layer, to the power of layers (lines), a bound. "
        "Simulation: the error of layers that are run, beside that at the start, eigenvalues from "
        "x_min = 0.1 on. As printed they converge for eigenvalues below 2 only; with the best "
        "step they always do.",
        Each(
            layers.neumann,
            NEUMANN,
        ),
        Curves(
            [
                r"as printed, $x_\mathrm{max} = 1.5$",
                r"as printed, $x_\mathrm{max} = 3$",
                r"best step, $x_\mathrm{max} = 3$",
            ],
            {"xlabel": "layer", "ylabel": "error", "yscale": "log", "ylim": (1e-2, 1e4)},
        ),
        (COLUMN, 2.5),
    ),
    Figure(
        "von-oswald-chebyshev",
        "How far below the bound are accelerated layers?",
        "Theory: the derived bound (lines). Simulation: the error of layers with the derived "
        "weights that are run, beside that at the start, on a problem of that condition number.",
        Each(layers.chebyshev, [{"condition": one} for one in (4, 10, 100)]),
        Curves(
            [rf"$\kappa = {one}$" for one in (4, 10, 100)],
            {"xlabel": "layer", "ylabel": "error", "yscale": "log"},
        ),
        (COLUMN, 2.5),
    ),
    Figure(
        "von-oswald-copy",
        "How large must scores be for softmax to copy the token before?",
        "Theory: the derived weight of n other tokens whose scores are as near as the nearest "
        "one's (lines), a bound. Simulation: softmax of scores on a circle of positions. It is "
        "never 0.",
        Each(layers.copying, [{"period": one, "scales": SCALES} for one in (8, 32, 128)]),
        Curves(
            [f"$T = {one}$" for one in (8, 32, 128)],
            {
                "xlabel": "score of the token before",
                "ylabel": "weight of all others",
                "xscale": "log",
                "yscale": "log",
                "ylim": (1e-4, 2),
            },
        ),
        (COLUMN, 2.5),
    ),
    Figure(
        "von-oswald-one-step",
        "Does one linear head with the derived weights take a gradient step?",
        "Theory: an identity (line). Simulation, in rationals: what the head adds to a token "
        "against -eta times the gradient of the least-squares loss at Phi, entry by entry, on "
        "random sequences of six tokens.",
        Each(
            layers.one_step,
            [{"dim": dim, "count": 12, "eta": "1/10", "seed": SEED} for dim in (2, 3)],
        ),
        Curves(("$d = 2$", "$d = 3$"), {"xlabel": "gradient step", "ylabel": "added by the head"}),
        (COLUMN, 2.5),
    ),
    Figure(
        "von-oswald-mesa-layer",
        "Does a mesa-layer's recursion solve its least-squares problem?",
        "Theory: an identity (line). Simulation: the outputs of the recursion against those of "
        "the problem solved directly, entry by entry, on random keys, values and queries.",
        Each(
            layers.mesa_layer,
            [{"gamma": one, "dim": 3, "length": 30, "seed": SEED} for one in ("1", "0.8")],
        ),
        Curves(
            (r"$\gamma = 1$", r"$\gamma = 0.8$"),
            {"xlabel": "solved directly", "ylabel": "by recursion"},
        ),
        (COLUMN, 2.5),
    ),
    Figure(
        "compare-models",
        "What do deeper models leave of the next token, against their step size?",
        "Theory: the derived error of one, two and three steps of one size, beside the energy of "
        "a token (lines); Gaussian tokens, d = 5, T = 20. Simulation: those steps on random "
        "sequences, with three standard errors, which miss what is rare and large.",
        Each(
            layers.compared,
            [
                {"steps": one, "dim": 5, "length": 20, "sizes": ETAS}
                for one in ("one", "two", "three")
            ],
            counted=True,
        ),
        Curves(
            ("one step", "two steps", "three steps"),
            {"xlabel": r"$\eta$", "ylabel": "part of the energy left", "ylim": (0, 1.1)},
        ),
        (COLUMN, 2.5),
    ),
    Figure(
        "single-token-head",
        "Can a head whose tokens hold x_t alone learn anything?",
        "Theory: the derived loss at a = b above that of predicting 0, as a part of that (lines): "
        "it is positive, so that the head learns to predict 0. Simulation: the head on random "
        "sequences of Gaussian tokens, T = 10, with three standard errors; where a law's heavy "
        "tail is rarely drawn they are too small.",
        Each(
            layers.single_token,
            [{"dim": dim, "length": 10, "scales": HEADS, "seed": SEED} for dim in (1, 2, 5)],
            counted=True,
        ),
        Curves(
            [f"$d = {dim}$" for dim in (1, 2, 5)],
            {"xlabel": "$a = b$", "ylabel": "loss above that of 0, as a part", "yscale": "log"},
        ),
        (COLUMN, 2.5),
    ),
)
