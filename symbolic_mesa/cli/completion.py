"""What a shell completes: laws and their parameters, results, theorems, levels of trust."""

from collections.abc import Iterable

import typer

SPLIT = ","  # between results


def laws(incomplete: str) -> list[str]:
    """Return the laws of the catalogue that begin so."""
    from symbolic_mesa.laws.listing import listed

    return _beginning((law.name for law in listed()), incomplete)


def parameters(context: typer.Context, incomplete: str) -> list[str]:
    """Return the parameters of the law that is named on the line, each with its sign."""
    from symbolic_mesa.laws.catalogue import FAMILIES
    from symbolic_mesa.laws.catalogue.affine import options

    family = FAMILIES.get(str(context.params.get("distribution")))
    if family is None:
        return []
    return _beginning((f"{name}=" for name in (*family.parameters, *options(family))), incomplete)


def theorems(incomplete: str) -> list[str]:
    """Return the registered theorems that begin so."""
    from derivations.registry import REGISTRY

    return _beginning(REGISTRY, incomplete)


def results(incomplete: str) -> list[str]:
    """Return the results that begin as the last of a list does, with the list before it."""
    from derivations.registry import REGISTRY

    given, comma, last = incomplete.rpartition(SPLIT)
    every = dict.fromkeys(id for entry in REGISTRY.values() for id in entry.results)
    taken = given.split(SPLIT)
    left = (id for id in ("all", *every) if id not in taken)
    return [f"{given}{comma}{id}" for id in _beginning(left, last)]


def levels(incomplete: str) -> list[str]:
    """Return the levels of trust that begin so."""
    from symbolic_mesa.trust import TRUSTS

    return _beginning(TRUSTS, incomplete)


def figures(incomplete: str) -> list[str]:
    """Return the figures that begin so."""
    from symbolic_mesa.figures.registry import FIGURES

    return _beginning(FIGURES, incomplete)


def _beginning(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
