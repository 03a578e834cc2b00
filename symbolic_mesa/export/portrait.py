"""The phase portrait of (a, b): the flow, its hyperbolas, where it ends, a trajectory."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import mpmath
import numpy as np

from numeric_check.model.attention import Real
from symbolic_mesa.export.pictures import STYLE, drawn, matplotlib_for
from symbolic_mesa.results.deriving import in_setting
from symbolic_mesa.results.results import Result
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput

if TYPE_CHECKING:
    from matplotlib.axes import Axes

IDS = ("flow-a", "fixed-point", "trajectory-a", "trajectory-b", "rate")
MASKED = "of the masked model, in which off-diagonal gradients are set to 0"
GRID, POINTS = 60, 81  # of the flow, on a trajectory
FLOW, LEVEL, END, PATH = "#9aa5b1", "#c9d1da", "#1b6ca8", "#c4421a"


def dumps(setting: Setting) -> str:
    """Return the portrait as SVG.

    Raises:
        InvalidInput: when matplotlib is not installed or set up, a symbol is left, or a number is
            beyond the range of doubles.
    """
    rc_context, figure_of = matplotlib_for("--phase-portrait")
    found = in_setting(setting, IDS)
    s, growth = _numbers(found)
    with rc_context(STYLE):
        figure = figure_of(figsize=(5.2, 5.2), layout="constrained")
        axes = figure.add_subplot()
        path = _path(found) if setting.init else None
        reach = 1.35 * max(1.6 * s**0.5, *(np.abs(path).ravel() if path is not None else (0.0,)))
        _draw(axes, s, growth / s, reach)
        if path is not None:
            _draw_path(axes, path)
        _label(axes, setting, reach, MASKED if found["fixed-point"].caveats else "")
        return drawn(figure, "svg").decode()


def _numbers(found: Mapping[str, Result]) -> tuple[float, float]:
    """Return s and B."""
    result = found["fixed-point"]
    s = result.value
    if s is None and result.formula is not None and not result.formula.symbols:
        raise InvalidInput(
            "--phase-portrait: the fixed point is beyond doubles; give parameters nearer to 1"
        )
    if s is None:
        raise InvalidInput(
            "--phase-portrait: a symbol is left; give --dim, --length and the law's parameters"
        )
    return s, found["flow-a"](a=0, b=1)


def _path(found: Mapping[str, Result]) -> Real:
    """Return the points of the trajectory, of shape (2, n), the start first."""
    rate = found["rate"].value
    times = [0, *(10 ** (k / 20 - 3) / rate for k in range(POINTS))]
    forms = [found[f"trajectory-{scale}"].formula for scale in "ab"]
    path: Real = np.array(
        [[float(f.at({"tau": mpmath.mpf(t)})) for t in times] for f in forms if f]
    )
    return path


def _draw(axes: "Axes", s: float, saturation: float, reach: float) -> None:
    """Draw hyperbolas of constant a² − b², the flow, ab = s, the saddle and what leads to it."""
    side = np.linspace(-reach, reach, GRID)
    a, b = np.meshgrid(side, side)
    levels = np.linspace(-(reach**2), reach**2, 13)
    axes.contour(a, b, a**2 - b**2, levels=levels, colors=LEVEL, linewidths=0.6, linestyles="solid")
    force = saturation * (s - a * b)
    axes.streamplot(
        a, b, b * force, a * force, color=FLOW, density=0.9, linewidth=0.7, arrowsize=0.8
    )
    branch = np.linspace(s / reach, reach, 200)
    for sign in (1, -1):
        label = f"minima, ab = s ≈ {s:.4g}" if sign == 1 else None
        axes.plot(sign * branch, sign * s / branch, color=END, linewidth=2, label=label)
    axes.plot(side, -side, "--", color="#555555", linewidth=1, label="ends in the saddle, a = −b")
    axes.plot(0, 0, "x", color="black", markersize=7, label="saddle")


def _draw_path(axes: "Axes", path: Real) -> None:
    axes.plot(*path, color=PATH, linewidth=2.2, label="trajectory")
    axes.plot(*path[:, 0], "o", color=PATH, markersize=6, label="start")
    axes.plot(*path[:, -1], "s", color=PATH, markersize=6, label="end")


def _label(axes: "Axes", setting: Setting, reach: float, caveat: str) -> None:
    axes.set(xlabel="a", ylabel="b", xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
    law = setting.law
    given = ", ".join(f"{name} = {value}" for name, value in law.parameters.items())
    words = f"{law.name} ({given})" if given else law.name
    title = f"gradient flow of (a, b): {words}, d = {setting.dim}, T = {setting.length}"
    axes.set_title("\n".join(filter(None, (title, caveat))))
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=3, frameon=False)
