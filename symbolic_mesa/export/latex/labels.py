"""Labels: no two of two laws, of two settings, of two theorems or of two results are alike."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from symbolic_mesa.setting import Setting

_DIGITS = 8  # of a hash


def setting_label(setting: Setting) -> str:
    """Return the part of a label that a setting gives.

    A law of the catalogue with its usual symbols gives its name. Anything else gives a readable
    beginning and a hash of all that was given.

    >>> from symbolic_mesa import laws
    >>> setting_label(Setting(laws.gaussian()))
    'gaussian'
    >>> setting_label(Setting(laws.gaussian(1), 5, 100)).startswith("gaussian-sigma-1-d-5-T-100-")
    True
    """
    name = setting.name
    if _is_usual(setting):
        return setting.law.name
    exact = f"{name}\n{_contents(setting.law)}"
    readable = re.sub(r"[^A-Za-z0-9]+", "-", name)[:40].strip("-")
    return f"{readable}-{sha256(exact.encode()).hexdigest()[:_DIGITS]}"


def _is_usual(setting: Setting) -> bool:
    """Whether the name of a law says all of a setting."""
    from symbolic_mesa import laws  # here: the catalogue is loaded only where it is asked

    law = setting.law
    if law.name not in (*laws.FAMILIES, "generic", "exchangeable"):
        return False
    return law == laws.by_name(law.name, {}) and setting == Setting(law)


def _contents(value: Any) -> str:
    """Return all that a value is made of, the same in every process."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = (f"{one.name}={_contents(getattr(value, one.name))}" for one in fields(value))
        return f"{type(value).__qualname__}({', '.join(parts)})"
    if isinstance(value, Mapping):
        pairs = (f"{_contents(key)}: {_contents(of)}" for key, of in value.items())
        return f"{{{', '.join(sorted(pairs))}}}"
    if isinstance(value, set | frozenset):
        return f"{{{', '.join(sorted(map(_contents, value)))}}}"
    if isinstance(value, tuple | list):
        return f"({', '.join(map(_contents, value))})"
    if isinstance(value, partial):
        return _contents((value.func, value.args, value.keywords))
    if callable(value):
        name = getattr(value, "__qualname__", type(value).__qualname__)
        return f"{getattr(value, '__module__', '')}.{name}"
    return repr(value)


def label(kind: str, prefix: str, setting: str, theorem: str, id: str = "") -> str:
    """Return a label, such as ``eq:gaussian:theorem-4.1:loss``.

    >>> label("thm", "mine", "gaussian", "theorem-4.1")
    'thm:mine:gaussian:theorem-4.1'
    """
    parts = [kind, prefix, setting, theorem, id]
    return ":".join(_safe(part) for part in parts if part)


def _safe(text: str) -> str:
    """Return text in which no character means anything to LaTeX, different for different texts."""
    return re.sub(r"[^A-Za-z0-9.:-]", lambda found: f"+{ord(found[0]):x}+", text)
