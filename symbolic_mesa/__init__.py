"""Derive, and check, results about in-context learning in small transformers.

>>> from symbolic_mesa import derive, laws
>>> derive(laws.gaussian())["fixed-point"].expr
1/(sigma**2*(5 + (d - 1)*harmonic(T - 2)/(T - 2)))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "derive": "symbolic_mesa.deriving",
    "Result": "symbolic_mesa.results",
    "Results": "symbolic_mesa.results",
    "laws": "symbolic_mesa.laws",
    "MesaError": "symbolic_mesa.errors",
    "InvalidInput": "symbolic_mesa.errors",
    "MissingMoment": "symbolic_mesa.errors",
    "NotClosed": "symbolic_mesa.errors",
    "CoordinatesDiffer": "symbolic_mesa.errors",
    "NotApplicable": "symbolic_mesa.errors",
}

__all__ = [
    "CoordinatesDiffer",
    "InvalidInput",
    "MesaError",
    "MissingMoment",
    "NotApplicable",
    "NotClosed",
    "Result",
    "Results",
    "__version__",
    "derive",
    "laws",
]

if TYPE_CHECKING:
    from symbolic_mesa import laws
    from symbolic_mesa.deriving import derive
    from symbolic_mesa.errors import (
        CoordinatesDiffer,
        InvalidInput,
        MesaError,
        MissingMoment,
        NotApplicable,
        NotClosed,
    )
    from symbolic_mesa.results import Result, Results


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that importing the package loads no SymPy."""
    if name not in _HOMES:
        raise AttributeError(f"module 'symbolic_mesa' has no attribute {name!r}")
    home = import_module(_HOMES[name])
    return home if name == "laws" else getattr(home, name)


def __dir__() -> list[str]:
    return sorted(__all__)
