"""Derive, and check, results about in-context learning in small transformers.

>>> from symbolic_mesa import derive, laws
>>> derive(laws.gaussian(), results=["fixed-point"])["fixed-point"].expr
1/(sigma**2*(5 + (d - 1)*harmonic(T - 2)/(T - 2)))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "check": "symbolic_mesa.results.checks",
    "derive": "symbolic_mesa.results.deriving",
    "load_model": "symbolic_mesa.stating.files",
    "moment": "symbolic_mesa.results.moments",
    "needs": "symbolic_mesa.results.needs",
    "Result": "symbolic_mesa.results.results",
    "Results": "symbolic_mesa.results.results",
    "laws": "symbolic_mesa.laws",
    "MesaError": "symbolic_mesa.text.errors",
    "InvalidInput": "symbolic_mesa.text.errors",
    "MissingMoment": "symbolic_mesa.text.errors",
    "NotClosed": "symbolic_mesa.text.errors",
    "CoordinatesDiffer": "symbolic_mesa.text.errors",
    "NotApplicable": "symbolic_mesa.text.errors",
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
    "check",
    "derive",
    "laws",
    "load_model",
    "moment",
    "needs",
]

if TYPE_CHECKING:
    from symbolic_mesa import laws
    from symbolic_mesa.results.checks import check
    from symbolic_mesa.results.deriving import derive
    from symbolic_mesa.results.moments import moment
    from symbolic_mesa.results.needs import needs
    from symbolic_mesa.results.results import Result, Results
    from symbolic_mesa.stating.files import load_model
    from symbolic_mesa.text.errors import (
        CoordinatesDiffer,
        InvalidInput,
        MesaError,
        MissingMoment,
        NotApplicable,
        NotClosed,
    )


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that importing the package loads no SymPy."""
    if name not in _HOMES:
        raise AttributeError(f"module 'symbolic_mesa' has no attribute {name!r}")
    from symbolic_mesa.siblings import refuse_others

    refuse_others()
    home = import_module(_HOMES[name])
    return home if name == "laws" else getattr(home, name)


def __dir__() -> list[str]:
    return sorted(__all__)
