"""Laws of the catalogue by their names."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from symbolic_mesa.laws.catalogue import COMPOUNDS, FAMILIES, MAKERS, Maker
from symbolic_mesa.laws.catalogue.affine import options
from symbolic_mesa.laws.catalogue.affine_moments import MEAN, VARIANCE
from symbolic_mesa.laws.families import FamilyLaw, in_family, over, refuse_unknown
from symbolic_mesa.laws.law_texts import parts_of
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

if TYPE_CHECKING:
    from symbolic_mesa.laws.catalogue.compounds import Compound

SYMBOLIC = ("generic", "exchangeable")


def family_law(name: str, /, **given: object) -> FamilyLaw:
    """Return the law of the family `name`; parameters that are None stay symbols.

    Args:
        name: the name of the family.
        given: numbers, text such as ``1/sqrt(d)`` or ``2*q``, or what prints so.

    Raises:
        InvalidInput: for an unknown family or parameter, a value that is not exact, or one for
            which there is no such law.
    """
    if name in FAMILIES:
        return in_family(FAMILIES[name], **given)
    if name in MAKERS:
        return _made(MAKERS[name], given)
    if name in COMPOUNDS:
        return _compound(COMPOUNDS[name], given)
    raise InvalidInput(
        f"distribution {quoted(name)} is not in the catalogue; mesa-derive --list-laws lists it"
        + nearest(name, (*FAMILIES, *MAKERS, *COMPOUNDS, *SYMBOLIC))
    )


def _made(maker: Maker, given: Mapping[str, object]) -> FamilyLaw:
    text = given.get(maker.parameter)
    if text is None:
        raise InvalidInput(
            f"{maker.name} needs {maker.parameter}: {maker.words}; give it, as in docs/laws.md"
        )
    family, values = maker.made(str(text))
    rest = {n: v for n, v in given.items() if n != maker.parameter and v is not None}
    refuse_unknown(family.name, rest, (maker.parameter, *options(family)))
    return in_family(family, **{**rest, **values})


def _compound(row: "Compound", given: Mapping[str, Any]) -> FamilyLaw:
    parts = (row.text, row.argument)
    given = {name: value for name, value in given.items() if value is not None}
    refuse_unknown(row.name, given, (*filter(None, parts), *row.own, MEAN, VARIANCE))
    if row.text and row.text not in given:
        raise InvalidInput(f"{row.name} needs {', '.join(row.needed)}; give it, as in docs/laws.md")
    compound, values = row.made(str(given.get(row.text, "")))
    inner = _argument(row, given.get(row.argument, row.default))
    own: dict[str, Any] = {**dict.fromkeys(row.own), **values}
    return over(compound, own | {n: v for n, v in given.items() if n not in parts}, inner)


def _argument(row: "Compound", value: object) -> FamilyLaw:
    """Return the law that is an argument."""
    if isinstance(value, FamilyLaw):
        return value
    wanted = f"{row.name} needs {row.argument}: a law of the catalogue"
    if not isinstance(value, str):
        raise InvalidInput(f"{wanted}, not a {type(value).__name__}; give one")
    if not value:
        raise InvalidInput(f"{wanted}; give it, as {row.argument}=gaussian(sigma=1)")
    name, parameters = parts_of(value)
    if name in SYMBOLIC:
        raise InvalidInput(f"{wanted}, not {name}, whose moments are symbols; give another")
    return family_law(name, **parameters)
