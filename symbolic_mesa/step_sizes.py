"""Step sizes side by side: those that are derived, and those that somebody uses."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from numeric_check.descent import epochs, largest_monotone
from numeric_check.scale_flow import ScaleFlow
from symbolic_mesa.assumptions import TokenLaw
from symbolic_mesa.deriving import derive
from symbolic_mesa.errors import InvalidInput
from symbolic_mesa.exact import Number, exact
from symbolic_mesa.results import Result

LIMIT, SAFE = "step-size-limit", "step-size-safe"
LARGEST = "largest monotone"
WITHIN = 0.01  # of s: when ab counts as having arrived


@dataclass(frozen=True, slots=True)
class StepSize:
    """A step size of gradient descent from an initial point.

    Attributes:
        name: where it is from.
        value: the step size.
        ratio: the same as a part of `step-size-limit` (of the masked model where that is trained).
        epochs: the steps until |ab − s| <= s/100; None if it never comes so near, or has no s.
    """

    name: str
    value: float
    ratio: float
    epochs: int | None


def step_sizes(
    law: TokenLaw,
    dim: int | None,
    length: int | None,
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
    found = derive(law, dim, length, [LIMIT, SAFE, "fixed-point", "flow-a"], False, init)
    for id in (LIMIT, SAFE):
        _require_number(found[id])
    start = tuple(float(exact(x, "init")) for x in init or ())
    flow = _flow(found, found.setting.dim or 1)
    limits = found[LIMIT].value
    named = limits if isinstance(limits, Mapping) else {"": limits}
    whole = next(iter(named.values()))
    safe = found[SAFE].value
    rows = {f"{LIMIT} ({name})" if name else LIMIT: value for name, value in named.items()}
    rows |= {SAFE: safe, LARGEST: largest_monotone(flow, (start[0], start[1]), safe)}
    rows |= {f"{value}": float(exact(value, "step size")) for value in used}
    return tuple(_rows(rows, whole, flow, (start[0], start[1])))


def _rows(
    rows: Mapping[str, float], whole: float, flow: ScaleFlow, start: tuple[float, float]
) -> Iterator[StepSize]:
    for name, value in rows.items():
        arrived = None if "(unmasked)" in name else epochs(flow, start, value, WITHIN)
        yield StepSize(name, value, value / whole, arrived)


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
    return ScaleFlow(growth, growth / found["fixed-point"].value, dim)
