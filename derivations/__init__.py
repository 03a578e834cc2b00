"""One module a theorem; `registry` has a row for each.

A module has a function ``derive(setting)`` that returns a `symbolic_mesa.record.Derivation`; it is
imported when it is first asked for.
"""

from derivations.entry import Entry
from derivations.registry import REGISTRY

__all__ = ["REGISTRY", "Entry"]
