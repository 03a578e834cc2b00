"""Whether the two packages that come with this one are those that Python finds.

Anybody may use their names: another distribution, whose files then lie among these, or a folder
that comes earlier on Python's path. Looking takes some tenth of a millisecond, and loads neither.
"""

from importlib.util import find_spec
from pathlib import Path

from symbolic_mesa.text.errors import ForeignPackage
from symbolic_mesa.text.quoting import printable

OPENINGS = {
    "derivations": b'"""One module a theorem; `registry` has a row for each.',
    "numeric_check": b'"""The independent numerical witness of the derivations',
}
"""Each package, and how its first file begins."""

INSTALLED = frozenset({"site-packages", "dist-packages"})
"""Folders that distributions are installed in."""


def refuse_others() -> None:
    """Refuse packages of these names that are somebody else's.

    Raises:
        ForeignPackage: naming the package, the file that Python finds for it, and the remedy.
    """
    for name, opening in OPENINGS.items():
        origin, text = _found(name)
        if text is None or not text.startswith(opening):
            where = printable(origin) if origin else "no file"
            raise ForeignPackage(
                f"package {name}: symbolic-mesa comes with one, and Python finds {where}, which "
                f"is not that one; {_remedy(origin)}"
            )


def _remedy(origin: str | None) -> str:
    """Return what to do: only files of a distribution lie where this package's were."""
    if origin and not INSTALLED & set(Path(origin).parts):
        return "rename that folder, or start where Python does not find it first"
    return "rename or uninstall the other one, and then install symbolic-mesa again"


def _found(name: str) -> tuple[str | None, bytes | None]:
    """Return the file that Python finds for a package, and its text."""
    try:
        spec = find_spec(name)
    except ValueError:  # a module that was put there by hand and does not say where it is from
        return None, None
    read = getattr(spec and spec.loader, "get_data", None)
    if spec is None or spec.origin is None or read is None:
        return None, None
    if spec.origin.endswith(".pyc"):  # installed without sources: it says nothing of its text
        return spec.origin, OPENINGS[name]
    try:
        return spec.origin, read(spec.origin)
    except OSError:
        return spec.origin, None
