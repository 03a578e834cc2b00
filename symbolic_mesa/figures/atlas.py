"""The atlas: what is derived for the catalogue and for random laws, over their moments."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from numeric_check.model.attention import TRAINED
from symbolic_mesa.figures.atlas_laws import CATALOGUE, chunks, random_laws, shape
from symbolic_mesa.figures.drawing import (
    COLOURS,
    DASHES,
    FAINT,
    MARKERS,
    SEQUENTIAL,
    Row,
    below,
    lettered,
    numbers,
    selected,
)
from symbolic_mesa.figures.figure import Sizes
from symbolic_mesa.figures.paper import law_of
from symbolic_mesa.figures.tasks import Numbers, Task
from symbolic_mesa.results.deriving import in_setting
from symbolic_mesa.results.results import Result
from symbolic_mesa.setting import Setting

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

DIMS = (2, 3, 5, 7, 10, 15, 20, 30, 50)
LENGTHS = (3, 4, 5, 7, 10, 20, 30, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
OFF = tuple(f"gradient-{block}-off" for block in TRAINED)
SKEWED = ("two-point(p=1/3, scale=3)", "exponential(scale=1)", "poisson(rate=1)", "full-one(c=1)")
SHOWN = (
    "rademacher(c=1)",
    "uniform(c=1)",
    "gaussian(sigma=1)",
    "bernoulli-gaussian(p=1/3, sigma=1)",
    "laplace(scale=1)",
    "sparse(c=1)",
)
PER_LINE = 12  # random laws for each that is followed over d and T
BARS: Mapping[str, Any] = {"aspect": 30}


def points(laws: Sequence[str], dim: int, length: int) -> Numbers:
    """Return for each law its moments, s* and the pull off the diagonal, in units of its scale."""
    return {"points": [_point(law, dim, length) for law in laws]}


def _point(law: str, dim: int, length: int) -> Numbers:
    found = in_setting(Setting(law_of(law), dim, length), ("fixed-point", *OFF))
    known, product = shape(law, dim), found["fixed-point"].value
    entries = [_entry(found[id], product) for id in OFF]
    pull = max(entries) / known["m2"] ** 1.5
    return {"law": law, **known, "fixed_point": product * known["m2"], "pull": pull}


def _entry(result: Result, product: float, **sizes: int) -> float:
    """Return the size of an off-diagonal gradient at a = b = √s."""
    scales = {"a": product**0.5, "b": product**0.5}
    symbols = result.formula.symbols if result.formula else ()
    return abs(float(result(**sizes, **{x: y for x, y in scales.items() if x in symbols})))


def pulls(law: str, dims: Sequence[int], lengths: Sequence[int], dim: int, length: int) -> Numbers:
    """Return the pull against d at one T, and against T at one d."""
    found = in_setting(Setting(law_of(law)), ("fixed-point", *OFF))

    def pull(d: int, t: int) -> float:
        product = found["fixed-point"](d=d, T=t)
        entries = (_entry(found[id], product, d=d, T=t) for id in OFF)
        return float(max(entries) / shape(law, d)["m2"] ** 1.5)

    return {
        "by_dim": [pull(d, length) for d in dims],
        "by_length": [pull(dim, t) for t in lengths],
    }


def gaps(law: str, dim: int, lengths: Sequence[int]) -> Numbers:
    """Return the part of the energy that is left unexplained, at each T and as T grows."""
    found = in_setting(Setting(law_of(law), dim), ("unexplained-fraction", "recovery-gap"))
    left = found["unexplained-fraction"]
    return {"left": [left(T=t) for t in lengths], "gap": _gap(found, law, dim)}


def _gap(found: Any, law: str, dim: int) -> float:
    gap = found["recovery-gap"].value
    known = shape(law, dim)
    return float(gap) if gap is not None else 1 - known["fourth"] ** 2 / known["sixth"]


def steps(laws: Sequence[str], dim: int, length: int) -> Numbers:
    """Return for each law its kurtosis, and the step size limit over the safe step."""
    return {"points": [_steps(law, dim, length) for law in laws]}


def _steps(law: str, dim: int, length: int) -> Numbers:
    setting = Setting(law_of(law), dim, length)
    half = Fraction(in_setting(setting, ("fixed-point",))["fixed-point"].value ** 0.5 / 2)
    start = half.limit_denominator(1000)
    ids = ("step-size-limit", "step-size-safe")
    found = in_setting(Setting(law_of(law), dim, length, (start, start)), ids)
    limit, safe = (found[id].value for id in ids)
    return {"law": law, "fourth": shape(law, dim)["fourth"], "ratio": limit / safe}


def _laws(sizes: Sizes) -> list[str]:
    return [*CATALOGUE, *random_laws(sizes.laws)]


def point_tasks(sizes: Sizes) -> list[Task]:
    """Return the points of all laws."""
    both = {"dim": sizes.dim, "length": sizes.length}
    return [Task(points, {"laws": laws, **both}) for laws in chunks(_laws(sizes))]


def pull_tasks(sizes: Sizes) -> list[Task]:
    """Return the points of all laws, and pulls of some against d and T."""
    both = {"dim": sizes.dim, "length": sizes.length}
    lines = {"dims": list(DIMS), "lengths": list(LENGTHS), **both}
    laws = [*SKEWED, *_skewed(sizes)]
    return [*point_tasks(sizes), *(Task(pulls, {"law": law, **lines}) for law in laws)]


def _skewed(sizes: Sizes) -> list[str]:
    """Return some of the random laws that are not symmetric."""
    skewed = [law for law in random_laws(sizes.laws) if not law_of(law).symmetric]
    return skewed[: sizes.laws // PER_LINE]


def gap_tasks(sizes: Sizes) -> list[Task]:
    """Return a curve for each law that is shown."""
    return [Task(gaps, {"law": x, "dim": sizes.dim, "lengths": list(LENGTHS)}) for x in SHOWN]


def step_tasks(sizes: Sizes) -> list[Task]:
    """Return the ratios of all laws that are symmetric under signs."""
    both = {"dim": sizes.dim, "length": sizes.length}
    symmetric = [law for law in _laws(sizes) if law_of(law).symmetric]
    return [Task(steps, {"laws": laws, **both}) for laws in chunks(symmetric)]


def _all_points(rows: Sequence[Row], work: str) -> list[Numbers]:
    return [point for row in selected(rows, work) for point in row["numbers"]["points"]]


def draw_pull(canvas: "Canvas", rows: Sequence[Row]) -> None:
    """Draw the pull over third and fourth moments, and against d and T."""
    left, middle, right = canvas.subplots(1, 3, width_ratios=(1.4, 1, 1))
    found = _all_points(rows, "points")
    still = [one for one in found if one["pull"] == 0]
    pulled = [one for one in found if one["pull"] > 0]
    left.plot(*_over(still), "o", mfc="none", color=FAINT, markersize=3.5, label="stays")
    colours = [one["pull"] for one in pulled]
    image = left.scatter(*_over(pulled), c=colours, s=12, norm="log", cmap=SEQUENTIAL)
    canvas.colorbar(image, ax=left, label="pull", **BARS)
    left.set(xlabel="$E x^3 / m_2^{3/2}$", ylabel="$E x^4 / m_2^2$", yscale="log")
    for row in selected(rows, "pulls"):
        if row["given"]["law"] not in SKEWED:
            middle.plot(DIMS, row["numbers"]["by_dim"], "-", color=FAINT, linewidth=0.6)
            right.plot(LENGTHS, row["numbers"]["by_length"], "-", color=FAINT, linewidth=0.6)
    for law, colour, dash in zip(SKEWED, COLOURS, DASHES, strict=False):
        one = numbers(rows, "pulls", law=law)
        middle.plot(DIMS, one["by_dim"], dash, color=colour, label=law.split("(")[0])
        right.plot(LENGTHS, one["by_length"], dash, color=colour)
    middle.set(xlabel="$d$", ylabel="pull", yscale="log")
    right.set(xlabel="$T$", xscale="log", yscale="log")
    lettered((left, middle, right), ("laws", "against $d$", "against $T$"))
    below(canvas, 5)


def _over(found: Sequence[Numbers]) -> tuple[list[float], list[float]]:
    return [one["third"] for one in found], [one["fourth"] for one in found]


def draw_scale(canvas: "Canvas", rows: Sequence[Row]) -> None:
    """Draw s* over the fourth and sixth moments."""
    axes = canvas.subplots()
    found = _all_points(rows, "points")
    across, up = ([one[name] for one in found] for name in ("fourth", "sixth"))
    colours = [one["fixed_point"] for one in found]
    image = axes.scatter(across, up, c=colours, s=14, norm="log", cmap=SEQUENTIAL)
    canvas.colorbar(image, ax=axes, label="$s^* m_2$", **BARS)
    axes.plot(sorted(across), [x**2 for x in sorted(across)], "--", color=FAINT, linewidth=0.8)
    axes.set(xlabel="$E x^4 / m_2^2$", ylabel="$E x^6 / m_2^3$", xscale="log", yscale="log")


def draw_gap(canvas: "Canvas", rows: Sequence[Row]) -> None:
    """Draw what is left unexplained against T."""
    left, right = canvas.subplots(1, 2)
    styles = zip(SHOWN, COLOURS, DASHES, MARKERS, strict=False)
    for law, colour, dash, marker in styles:
        one = numbers(rows, "gaps", law=law)
        style = {"color": colour, "linestyle": dash, "marker": marker, "markersize": 2.5}
        left.plot(LENGTHS, one["left"], label=law.split("(")[0], **style)
        above = [x - one["gap"] for x in one["left"]]
        if max(above) > 0:
            right.plot(LENGTHS, above, **style)
    left.set(xlabel="$T$", ylabel="part of the energy left", xscale="log")
    right.set(xlabel="$T$", ylabel="above its limit", xscale="log", yscale="log")
    lettered((left, right), ("unexplained", "above the gap"))
    below(canvas, 6)


def draw_steps(canvas: "Canvas", rows: Sequence[Row]) -> None:
    """Draw the limit over the safe step against kurtosis."""
    axes = canvas.subplots()
    found = _all_points(rows, "steps")
    for named, marker, colour in ((True, "s", COLOURS[1]), (False, "o", COLOURS[0])):
        some = [one for one in found if (":" not in one["law"]) is named]
        label = "catalogue" if named else "random laws"
        values = [[one[name] for one in some] for name in ("fourth", "ratio")]
        axes.plot(*values, marker, color=colour, markersize=3, mfc="none", label=label)
    axes.axhline(1, color=FAINT, linestyle=":")
    axes.set(xlabel="$E x^4 / m_2^2$", ylabel="limit / safe step", xscale="log")
    axes.legend()
