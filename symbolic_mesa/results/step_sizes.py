"""Step sizes side by side: those that are derived, and those that somebody uses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from numeric_check.model.descent import epochs, largest_monotone
from numeric_check.model.scale_flow import ScaleFlow
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.results.deriving import in_setting, setting_of
from symbolic_mesa.results.results import Result
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import Number, Whole, exact

LIMIT, SAFE, PRODUCT = "step-size-limit", "step-size-safe", "fixed-point"
LARGEST = "largest monotone"
MASKED = "masked"
WITHIN = 0.01  # of s: when ab counts as having arrived


@dataclass(frozen=True, slots=True)
class StepSize:
    """A step size of gradient descent from an initial point.

    Attributes:
        name: where it is from.
        value: the step size.
        ratio: the same as a part of `step-size-limit` (of the masked model where that is trained).
        epochs: the steps until |ab − s| <= s/100; None if it never comes so near, or has no s.
        caveats: what it assumes that does not hold, and what is meant instead.
    """

    name: str
    value: float
    ratio: float
    epochs: int | None
    caveats: tuple[str, ...]


def step_sizes(
    law: TokenLaw,
    dim: Whole | None,
    length: Whole | None,
    init: tuple[Number, Number] | None,
    used: Iterable[Number] = (),
) -> tuple[StepSize, ...]:
    """Return the derived step sizes, the largest monotone one by bisection, and those given.

    Args:
        law: a law without symbols.
        dim: d.
        length: T.
        init: the initial point (a_0, b_0).
        used: step sizes to be compared.

    Raises:
        InvalidInput: when a symbol is left, or training ends in the saddle.
    """
    setting = setting_of(law, dim, length, init)
    found = in_setting(setting, [LIMIT, SAFE, PRODUCT, "flow-a"])
    for id in (LIMIT, SAFE):
        _require_number(found[id])
    a, b = map(float, setting.init or ())
    flow = _flow(found, setting.dim or 1)
    rows = dict(_limits(found[LIMIT]))
    rows |= _safe(found, largest_monotone(flow, (a, b), found[SAFE].value))
    for value in used:
        rows[f"{value}"] = _Row(float(exact(value, "step size")), found[PRODUCT].caveats)
    whole = next(iter(rows.values())).value
    return tuple(
        StepSize(name, row.value, row.value / whole, _arrival(flow, (a, b), row), row.caveats)
        for name, row in rows.items()
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A step size with its caveats, and whether it is one of the flow of (a, b)."""

    value: float
    caveats: tuple[str, ...]
    on_diagonal: bool = True


Rows = Mapping[str, _Row]
"""Step sizes by name."""


def _limits(limit: Result) -> Rows:
    named = limit.value if isinstance(limit.value, Mapping) else {"": limit.value}
    return {
        f"{LIMIT} ({name})" if name else LIMIT: _Row(value, limit.caveats, name in ("", MASKED))
        for name, value in named.items()
    }


def _safe(found: Mapping[str, Result], largest: float) -> Rows:
    """Return the steps on the diagonal; where training leaves it, they are the masked model's."""
    safe, caveats = found[SAFE], found[PRODUCT].caveats
    model = f" ({MASKED})" if caveats else ""
    return {SAFE + model: _Row(safe.value, safe.caveats), LARGEST + model: _Row(largest, caveats)}


def _arrival(flow: ScaleFlow, start: tuple[float, float], row: _Row) -> int | None:
    return epochs(flow, start, row.value, WITHIN) if row.on_diagonal else None


def _require_number(result: Result) -> None:
    if result.step.obstacle:
        raise InvalidInput(f"--step-sizes: {result.step.obstacle.error}")
    if result.value is None:
        raise InvalidInput(
            "--step-sizes: a symbol is left; give --dim, --length, --init and the law's parameters"
        )


def _flow(found: Mapping[str, Result], dim: int) -> ScaleFlow:
    """Return the flow of (a, b) from its fixed point and its velocity at a = b = 1 and (0, 1)."""
    velocity = found["flow-a"]
    growth = velocity(a=0, b=1)
    saturation = growth / found["fixed-point"].value
    if not growth or not saturation:
        raise InvalidInput(
            "--step-sizes: the flow is below the range of doubles; give parameters nearer to 1"
        )
    return ScaleFlow(growth, saturation, dim)
