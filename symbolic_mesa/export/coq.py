"""Results as a Coq file: their derivation's claims as definitions and lemmas, proved there."""

from symbolic_mesa.results.results import Results
from symbolic_mesa.text.errors import InvalidInput


def dumps(results: Results) -> str:
    """Return the text of the file.

    Raises:
        InvalidInput: when the derivation has no lemmas for a proof kernel.
    """
    able = [one for one in results.derived if one.entry.lemmas is not None]
    if not able:
        raise InvalidInput(
            "--results: none of these has lemmas for Coq; take another --format, or loss or "
            "fixed-point of a --theorem in --list"
        )
    return able[0].coq_file.text
